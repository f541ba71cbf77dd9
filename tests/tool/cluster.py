# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL of a scenario's own, by tests/postgres."""

import os
import subprocess
import unittest

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'postgres')
NOT_INSTALLED = 77


def script(*words):
    return subprocess.run([SCRIPT, *words], text=True, capture_output=True, timeout=120)


class Cluster:
    """Raises SkipTest where PostgreSQL is not installed; anything else that fails is an error."""

    def __init__(self):
        made = script('start', str(os.getpid()))
        if made.returncode == NOT_INSTALLED:
            raise unittest.SkipTest(made.stderr.strip())
        assert made.returncode == 0, made.stderr
        self.folder = made.stdout.strip()
        self.url = script('url', self.folder).stdout.strip()

    def restart(self, mode='fast'):
        done = script('restart', self.folder, mode)
        assert done.returncode == 0, done.stderr

    def query(self, sql):
        """The rows, as lists of texts."""
        done = subprocess.run(['psql', '--no-psqlrc', '--tuples-only', '--no-align',
                               '--command', sql, self.url], text=True, capture_output=True,
                              timeout=60)
        assert done.returncode == 0, done.stderr
        return [line.split('|') for line in done.stdout.splitlines() if line]

    def stop(self):
        script('stop', self.folder)
