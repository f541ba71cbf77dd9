#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop reads: entry, metainfo, settings, service, icons and flatpak manifest are valid
and call the program by one and the same name."""

import json
import re
import subprocess
import xml.etree.ElementTree as tree

from sources import BUILD, ROOT, finish

ID = "se.amia.Amia"


def tool_checks():
    for command in (["desktop-file-validate", f"{BUILD}/flatpak/{ID}.desktop"],
                    ["appstreamcli", "validate", "--no-net", f"{BUILD}/flatpak/{ID}.metainfo.xml"],
                    ["glib-compile-schemas", "--strict", "--dry-run", f"{ROOT}/flatpak"]):
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode or "error:" in run.stdout:
            yield f"{command[0]}: {run.stdout.strip()} {run.stderr.strip()}"


def name_checks():
    entry = (BUILD / f"flatpak/{ID}.desktop").read_text()
    metainfo = tree.parse(BUILD / f"flatpak/{ID}.metainfo.xml")
    manifest = json.loads((ROOT / f"flatpak/{ID}.json").read_text())
    service = (BUILD / f"flatpak/{ID}.service").read_text()
    schema = tree.parse(ROOT / f"flatpak/{ID}.gschema.xml").find("schema")
    names = {
        "the icon of the desktop entry": re.search(r"^Icon=(.*)$", entry, re.M)[1],
        "metainfo": metainfo.findtext("id"),
        "the manifest": manifest["id"],
        "the service": re.search(r"^Name=(.*)$", service, re.M)[1],
        "the settings": schema.get("id"),
    }
    yield from (f"{place} says {text}, not {ID}" for place, text in names.items() if text != ID)
    if any("filesystem" in argument for argument in manifest["finish-args"]):
        yield "the manifest opens the file system; the portals are enough"
    for language in ("Name[sv]", "Comment[sv]"):
        if language not in entry:
            yield f"the desktop entry has no {language}"


def icon_checks():
    for path in (ROOT / "flatpak/icons").glob("*.svg"):
        root = tree.parse(path).getroot()
        if root.get("viewBox") is None or tree.parse(path).find(".//{*}image") is not None:
            yield f"{path.name}: an icon is drawn, with a viewBox, and holds no picture"


def main():
    finish(list(tool_checks()) + list(name_checks()) + list(icon_checks()))


if __name__ == "__main__":
    main()
