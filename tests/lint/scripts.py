#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts: every shell script and Python file parses, and starts as it should."""

import subprocess

from sources import ROOT, files, finish, name

SHELL = ("app/run", "tests/run", ".ci/run", "tests/setup.sh", "tests/postgres", "app/demo/demo.sh")


def main():
    findings = []
    for path in files("*.py"):
        try:
            compile(path.read_text(), str(path), "exec")
        except SyntaxError as error:
            findings.append(f"{name(path)}:{error.lineno}: {error.msg}")
        if path.read_text().startswith("#!") and not path.read_text().startswith("#!/usr/bin/python3"):
            findings.append(f"{name(path)}: another Python may come first on PATH; use /usr/bin/python3")
    for path in [ROOT / script for script in SHELL] + files("*.sh", folders=("tests",)):
        run = subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True)
        if run.returncode:
            findings.append(run.stderr.strip())
    finish(findings)


if __name__ == "__main__":
    main()
