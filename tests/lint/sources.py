# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of this folder share: the files, and how a finding is told."""

import os
import pathlib
import sys

ROOT = pathlib.Path(os.environ.get("AMIA_SOURCE_DIR") or pathlib.Path(__file__).parents[2])
BUILD = pathlib.Path(os.environ.get("AMIA_BUILD_DIR") or ROOT / "_build")
FOLDERS = ("app", "data", "tests", "ui", "po", "flatpak")


def files(*patterns, folders=FOLDERS):
    """Yields the project's files whose name fits one of the patterns, sorted."""
    found = {path for folder in folders for pattern in patterns
             for path in (ROOT / folder).rglob(pattern)
             if path.is_file() and "__pycache__" not in path.parts}
    return sorted(found)


def name(path):
    """How a file is called in a finding."""
    return path.relative_to(ROOT)


def finish(findings):
    """Prints the findings, one a line, and ends the program: 1 if there are any."""
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings")
    sys.exit(1 if findings else 0)
