#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The folders' one-way dependencies: an include upwards, or one that skips a layer, does not compile.

Each folder is compiled against with its own flags, taken from compile_commands.json: one line that
includes a header of another folder. It must compile where ALLOWED says so and must fail everywhere
else. The same holds for the third-party headers. Needs the folder's flags only, nothing is linked.
"""

import json
import re
import shlex
import subprocess
import sys

from sources import BUILD, ROOT, files, finish, name

ALLOWED = {
    "data/method": set(),
    "data/forms": set(),
    "data/forms/templates": set(),
    "data/record": {"data/method"},
    "data/db": set(),
    "data/store": {"data/record", "data/forms", "data/forms/templates", "data/method", "data/db"},
    "data/protocol": {"data/record"},
    "data/sync": {"data/store", "data/protocol", "data/record"},
    "data/server": {"data/protocol", "data/record", "data/db"},
    "data/paper": {"data/forms", "data/record", "data/method"},
    "data/tool": {"data/store", "data/sync", "data/protocol", "data/record", "data/forms",
                  "data/forms/templates", "data/paper", "data/method"},
    "app": {"data/paper", "data/store", "data/sync", "data/protocol", "data/record", "data/forms",
            "data/forms/templates", "data/method"},
}
# A header that the compiler finds only with the flags of its package, and who has them.
PACKAGES = {
    "gtk/gtk.h": {"app"},
    "adwaita.h": {"app"},
    "libsoup/soup.h": {"data/sync", "data/server"},
    "libpq-fe.h": {"data/server"},
    "pango/pangocairo.h": {"data/paper", "data/tool", "app"},
    "libsecret/secret.h": {"app"},
}
# Headers that stand where every compiler looks, so that only a search can tell: who may have them.
SYSTEM = {
    "sqlite3.h": {"data/db"},
    "sodium.h": {"data/db", "data/server", "data/tool"},
    "libsoup/soup.h": {"data/sync", "data/server"},
    "libpq-fe.h": {"data/server"},
    "gtk/gtk.h": {"app"},
    "adwaita.h": {"app"},
    "libsecret/secret.h": {"app"},
    "zlib.h": {"data/protocol"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]')


def folder_of(path):
    """The folder of ALLOWED in which a file lies; app/ is one with all it holds."""
    inside = str(path.relative_to(ROOT).parent)
    return "app" if inside.split("/")[0] == "app" else inside


def flags_of(folders):
    """The compiler's command line without input and output, for each folder that has a source."""
    flags = {}
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        source = (BUILD / entry["file"]).resolve()
        if not source.is_relative_to(ROOT) or folder_of(source) not in folders:
            continue
        words = shlex.split(entry["command"])
        flags.setdefault(folder_of(source), [word for word in words[:words.index("-MD")]
                                             if not word.startswith("-W")])
    return flags


def compiles(command, header):
    """Whether a file of nothing but this include compiles."""
    run = subprocess.run([*command, "-fsyntax-only", "-x", "c", "-"], cwd=BUILD, text=True,
                         input=f'#include "{header}"\n', capture_output=True)
    return run.returncode == 0


def find_headers(command, names):
    """Those of the headers that the compiler finds at all: asked in one go, as most are not found."""
    asked = "".join(f'#if __has_include("{header}")\nfound {header}\n#endif\n' for header in names)
    run = subprocess.run([*command, "-E", "-P", "-x", "c", "-"], cwd=BUILD, text=True, input=asked,
                         capture_output=True, check=True)
    return set(re.findall(r"^found (\S+)$", run.stdout, re.MULTILINE))


def compile_checks(flags, headers):
    """Yields what compiles and must not, and the reverse."""
    asked = [header for names in headers.values() for header in names] + list(PACKAGES)
    for folder, command in sorted(flags.items()):
        found = find_headers(command, asked)
        for other, names in sorted(headers.items()):
            may = other == folder or other in ALLOWED[folder]
            for header in names[:1] if may else names:
                if (header in found and compiles(command, header)) != may:
                    yield f"{folder}: {'may' if may else 'may not'} use {other}, but {header} " + \
                        ("does not compile" if may else "compiles")
        for header, owners in PACKAGES.items():
            if (header in found and compiles(command, header)) != (folder in owners):
                yield f"{folder}: <{header}> " + ("is not found" if folder in owners else "compiles")


def include_checks():
    """Yields includes that only a search can find, and includes by path."""
    for path in files("*.c", "*.h", folders=("app", "data")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if match is None:
                continue
            header = match[1]
            if header in SYSTEM and folder_of(path) not in SYSTEM[header]:
                yield f"{name(path)}:{number}: {folder_of(path)} may not use {header}"
            if "/" in header and (ROOT / path.parent / header).exists() or ".." in header:
                yield f"{name(path)}:{number}: includes by path; use the bare file name"
    for path in files("meson.build"):
        if re.search(r"include_directories\([^)]*'[^')]*\.\.", path.read_text()):
            yield f"{name(path)}: '..' in an include path opens every folder"


def main():
    headers = {folder: sorted(path.name for path in files("*.h", folders=(folder,))
                              if folder_of(path) == folder and "private" not in path.name)
               for folder in ALLOWED}
    flags = flags_of(ALLOWED)
    missing = [f"{folder}: has no source in compile_commands.json" for folder in ALLOWED
               if folder not in flags]
    finish(missing + list(compile_checks(flags, headers)) + list(include_checks()))


if __name__ == "__main__":
    sys.exit(main())
