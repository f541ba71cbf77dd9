#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text for people can be translated, and Swedish is complete.

POTFILES.in lists each file that has such texts and no other; each text that xgettext finds today
stands in sv.po, translated and not fuzzy; msgfmt finds the placeholders right.
"""

import os
import re
import subprocess
import tempfile

from sources import ROOT, files, finish, name

CALL = re.compile(r'(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|Q_|n?gettext|g_dngettext|g_dpgettext2) \(')
KEYWORDS = ("_", "N_", "Q_:1g", "C_:1c,2", "NC_:1c,2", "gettext", "ngettext:1,2", "g_dngettext:2,3",
            "g_dpgettext2:2c,3")


def has_texts(path):
    text = path.read_text()
    return bool(CALL.search(text) if path.suffix in (".c", ".h") else 'translatable="yes"' in text)


def listed():
    lines = (ROOT / "po/POTFILES.in").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def list_checks():
    names = listed()
    wanted = [str(name(path)) for path in files("*.c", "*.h", "*.ui", folders=("app", "data", "ui"))
              if has_texts(path)]
    wanted += [str(name(path)) for path in files("*.desktop.in", "*.metainfo.xml.in", "*.gschema.xml")]
    yield from (f"po/POTFILES.in: {file} has texts and is missing" for file in wanted if file not in names)
    yield from (f"po/POTFILES.in: {file} has no texts, or is gone" for file in names if file not in wanted)
    if names != sorted(names):
        yield "po/POTFILES.in: is not sorted"


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})


def text_checks():
    with tempfile.TemporaryDirectory() as folder:
        pot, merged = f"{folder}/amia.pot", f"{folder}/sv.po"
        there = [file for file in listed() if (ROOT / file).exists()]
        extract = run("xgettext", "--from-code=UTF-8", "-o", pot,
                      *[f"--keyword={keyword}" for keyword in KEYWORDS], *there)
        yield from extract.stderr.splitlines() if extract.returncode else []
        run("msgmerge", "--no-fuzzy-matching", "-q", "-o", merged, "po/sv.po", pot)
        for sort in ("--untranslated", "--only-fuzzy"):
            left = run("msgattrib", sort, "--no-obsolete", "--no-wrap", merged).stdout
            for text in re.findall(r'^msgid "(.+)"$', left, re.M):
                yield f"po/sv.po: {sort[2:]}: {text}"
        check = run("msgfmt", "-c", "-o", "/dev/null", "po/sv.po")
        yield from check.stderr.splitlines() if check.returncode else []


def main():
    finish(list(list_checks()) + list(text_checks()))


if __name__ == "__main__":
    main()
