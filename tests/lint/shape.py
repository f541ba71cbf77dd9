#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shape of the sources: layout as clang-format prints it, and the sizes of lines, files and
functions. A file that outgrows its limit is split by topic, a function into steps with names."""

import re
import subprocess

from sources import files, finish, name

LINE_MAX = 100          # A line with a string in it may be longer, since strings are not broken.
STRING_LINE_MAX = 120
FILE_MAX = 600
FUNCTION_MAX = 70
TABLE_FILE_MAX = 900    # A test is a table of cases more often than not.


def lines_of(path, lines):
    for number, line in enumerate(lines, 1):
        limit = STRING_LINE_MAX if '"' in line or "http" in line else LINE_MAX
        if len(line) > limit:
            yield f"{name(path)}:{number}: {len(line)} columns, at most {limit}"
        if line != line.rstrip() or "\t" in line:
            yield f"{name(path)}:{number}: a tab, or a blank at the end"
        if re.search(r"\b(TODO|FIXME|XXX)\b", line):
            yield f"{name(path)}:{number}: says that it is not done"


def functions_of(path, lines):
    """By the GNU layout: a body starts with `{` in the first column and ends with `}` there."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            if number - start - 1 > FUNCTION_MAX:
                yield f"{name(path)}:{start}: a function of {number - start - 1} lines"
            start = None


def head_of(path, lines):
    if not lines or "SPDX-License-Identifier: GPL-3.0-or-later" not in lines[0]:
        yield f"{name(path)}:1: does not start with its licence"
    # gcc 12 takes a header that is compiled by itself for a main file, and warns of the line there.
    if path.suffix == ".h" and path.parent.name != "pch" and "#pragma once" not in lines:
        yield f"{name(path)}: has no #pragma once"
    if path.suffix == ".c" and "tests" not in path.parts:
        code = [line for line in lines if line.startswith("#")]
        if not code or not code[0].startswith("#define G_LOG_DOMAIN"):
            yield f"{name(path)}: G_LOG_DOMAIN is not its first line of code"


def main():
    sources = files("*.c", "*.h")
    findings = []
    for path in sources:
        lines = path.read_text().splitlines()
        findings += lines_of(path, lines)
        findings += functions_of(path, lines)
        findings += head_of(path, lines)
        limit = TABLE_FILE_MAX if "tests" in path.parts else FILE_MAX
        if path.suffix == ".c" and len(lines) > limit:
            findings.append(f"{name(path)}: {len(lines)} lines, at most {limit}")
    run = subprocess.run(["clang-format", "--dry-run", *map(str, sources)],
                         capture_output=True, text=True)
    unformatted = {line.split(":")[0] for line in run.stderr.splitlines() if "warning:" in line}
    findings += [f"{path}: clang-format -i would change it" for path in sorted(unformatted)]
    finish(findings)


if __name__ == "__main__":
    main()
