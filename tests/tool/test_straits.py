#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that runs out of what it needs: room on the disk, the right to write, descriptors, its
turn at the ledger. It says so, acknowledges nothing that is not on disk, and goes on by itself when
the cause is gone."""

import os
import resource
import signal
import sqlite3
import subprocess
import unittest

from attack import WatchedServer, allow_many_files, wait_until
from office import Office, Replica, change, new_id

TMPFS_MIB = 8


class Strait(Office):
    def setUp(self):
        super().setUp()
        allow_many_files()
        self.server = WatchedServer(self.server_folder())
        self.server.add_user('anna', 'FK')
        self.server.start()
        self.addCleanup(self.server.stop, signal.SIGKILL)
        self.anna = Replica(self.folder, 'anna', 'FK')
        self.assertEqual(self.anna.login(self.server.url).returncode, 0)
        self.case, _ = self.open_case(self.anna)
        self.settle(self.anna)

    def server_folder(self):
        return self.folder

    def write(self, count=1, size=100):
        return self.anna.put(*(change(('goal', new_id(), self.case, 'text', f'{n} ' + 'x' * size))
                               for n in range(count)))

    def acknowledged(self):
        """The numbers of Anna's changes that the server has, as its own file says."""
        with sqlite3.connect(f'file:{self.server.db}?mode=ro', uri=True) as ledger:
            return ledger.execute('SELECT last_n FROM device').fetchone()[0]

    def assert_refused(self, *words):
        done = self.anna.run('sync')
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertTrue(any(word in done.stderr for word in words), done.stderr)
        self.assertEqual(self.anna.must('verify'), 'ok\n')

    def assert_goes_on(self, n_waiting):
        self.assertTrue(wait_until(self.server.is_well, 60))
        pushed, _, refused = self.anna.sync()
        self.assertEqual((pushed, refused), (n_waiting, 0))
        self.assertEqual(self.anna.sync(), (0, 0, 0))
        self.assertEqual(self.acknowledged(), len(self.anna.log()))
        # What it has is what was written: a laptop that was never there gets all of it.
        other = Replica(self.make_folder(), 'anna', 'FK')
        self.assertEqual(other.login(self.server.url).returncode, 0)
        self.settle(other)
        self.assert_same(self.anna, other)

    def make_folder(self):
        path = os.path.join(self.folder, new_id())
        os.mkdir(path)
        return path


class Straits(Strait):
    def test_nothing_may_be_written(self):
        """As on a file system that was made read-only; not even the log can be."""
        before = self.server.limit(resource.RLIMIT_FSIZE, 0)
        written = self.write(3)
        acknowledged = self.acknowledged()
        self.assert_refused('503', '507', 'busy', 'full')
        self.assertEqual(self.acknowledged(), acknowledged)
        self.server.limit(resource.RLIMIT_FSIZE, before)
        self.assert_goes_on(len(written))

    def test_files_that_may_not_grow(self):
        """As with a quota. The log says so, and nothing about anybody."""
        size = os.path.getsize(self.server.db + '-wal')
        before = self.server.limit(resource.RLIMIT_FSIZE, size + 4096)
        written = self.write(20, 20000)
        acknowledged = self.acknowledged()
        self.assert_refused('503', '507', 'busy', 'full')
        self.assertEqual(self.acknowledged(), acknowledged)
        self.server.limit(resource.RLIMIT_FSIZE, before)
        self.assert_goes_on(len(written))

        log = self.server.log().decode()
        self.assertRegex(log, 'status=50[37]')
        for word in ('anna', 'xxxx', self.case, self.folder):
            self.assertNotIn(word, log)

    def test_somebody_else_writes_to_the_ledger(self):
        """A backup tool, an administrator's shell: whoever holds the lock too long."""
        other = sqlite3.connect(self.server.db, isolation_level=None)
        self.addCleanup(other.close)
        other.execute('BEGIN IMMEDIATE')
        written = self.write(3)
        self.assert_refused('503', 'busy')
        other.execute('ROLLBACK')
        self.assert_goes_on(len(written))

    def test_descriptors(self):
        """None left over: whoever is connected is served, and who comes later when there are."""
        written = self.write(3)
        before = self.server.limit(resource.RLIMIT_NOFILE, 3)
        with self.server.connect(2) as connection:
            connection.sendall(b'GET /health HTTP/1.0\r\n\r\n')
            with self.assertRaises(TimeoutError):
                connection.recv(1)
        self.server.limit(resource.RLIMIT_NOFILE, before)
        self.assert_goes_on(len(written))


class SmallDisk(Strait):
    """On a disk of its own that is all but full."""

    def server_folder(self):
        path = self.make_folder()
        done = subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={TMPFS_MIB}m', 'tmpfs', path],
                              capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest('this account may not mount a small disk')
        self.addCleanup(subprocess.run, ['umount', '-l', path], check=True)
        return path

    def test_a_full_disk(self):
        filler = os.path.join(os.path.dirname(self.server.db), 'filler')
        written = self.write(30, 20000)
        acknowledged = self.acknowledged()
        with open(filler, 'wb', buffering=0) as file:
            try:
                while file.write(b'\0' * 4096):
                    pass
            except OSError:
                pass
        self.assert_refused('507', 'full')
        self.assertEqual(self.acknowledged(), acknowledged)
        os.unlink(filler)
        self.assert_goes_on(len(written))


if __name__ == '__main__':
    unittest.main()
