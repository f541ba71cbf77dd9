#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of tool and server at moments that chance picks: what was acknowledged stays, and the
next start works. AMIA_CRASH_SEED repeats a run, AMIA_CRASH_ROUNDS makes it longer."""

import json
import os
import random
import signal
import subprocess
import threading
import time
import unittest

from office import Office, change, new_id

ROUNDS = int(os.environ.get('AMIA_CRASH_ROUNDS', '3'))
SEED = int(os.environ.get('AMIA_CRASH_SEED', random.randrange(1 << 30)))


class Crashes(Office):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.addCleanup(lambda: self._outcome.success or print(f'AMIA_CRASH_SEED={SEED}'))
        self.server, self.anna, self.bo = self.open_office(('anna', 'FK'), ('bo', 'AF'))
        self.case, _ = self.open_case(self.anna, self.bo)
        self.settle(self.anna, self.bo)

    def lines(self, count):
        return [change(('goal', new_id(), self.case, 'text', f'Mål {n} ' + 'x' * 200))
                for n in range(count)]

    def names(self, replica):
        return [f'{c["device"]}:{c["n"]}' for c in replica.log()]

    def kill_after(self, process, seconds):
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def test_put(self):
        killed = 0
        for _ in range(ROUNDS):
            feed = ''.join(json.dumps(line) + '\n' for line in self.lines(2000))
            process = self.anna.start('put', stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      text=True)
            writer = threading.Thread(target=self.write, args=(process.stdin, feed))
            reader_output = []
            reader = threading.Thread(target=lambda: reader_output.append(process.stdout.read()))
            writer.start()
            reader.start()
            self.kill_after(process, self.chance.uniform(0.005, 0.4))
            writer.join()
            reader.join()
            process.stdout.close()
            killed += process.returncode == -signal.SIGKILL

            printed = reader_output[0].split('\n')[:-1]
            log = self.names(self.anna)
            self.assertLessEqual(set(printed), set(log))
            # Numbers are without gaps, and at most the one under way is there unprinted.
            numbers = sorted(int(name.split(':')[1]) for name in log)
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
            self.assertEqual(self.anna.must('verify'), 'ok\n')
        self.assertGreater(killed, 0)
        self.settle(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)

    @staticmethod
    def write(pipe, text):
        try:
            with pipe:
                pipe.write(text)
        except BrokenPipeError:
            pass

    def test_sync(self):
        for _ in range(ROUNDS):
            written = {self.anna: self.anna.put(*self.lines(400)),
                       self.bo: self.bo.put(*self.lines(200))}
            for replica in (self.anna, self.bo, self.anna, self.bo):
                process = replica.start('sync', stdout=subprocess.DEVNULL)
                self.kill_after(process, self.chance.uniform(0.005, 0.15))
                self.assertLessEqual(set(written[replica]), set(self.names(replica)))
                self.assertEqual(replica.must('verify'), 'ok\n')
            self.settle(self.anna, self.bo)
            self.assert_same(self.anna, self.bo)
            self.assertLessEqual({n for names in written.values() for n in names},
                                 set(self.names(self.anna)))
            self.assertEqual(len(self.names(self.anna)), len(set(self.names(self.anna))))

    def test_server(self):
        for _ in range(ROUNDS):
            written = self.anna.put(*self.lines(300)) + self.bo.put(*self.lines(300))
            syncs = [replica.start('sync', stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                     for replica in (self.anna, self.bo)]
            time.sleep(self.chance.uniform(0.005, 0.15))
            self.server.stop(signal.SIGKILL)
            self.server.start()
            for sync in syncs:
                self.assertIn(sync.wait(60), (0, 1))
            self.settle(self.anna, self.bo)
            self.assert_same(self.anna, self.bo)
            self.assertLessEqual(set(written), set(self.names(self.bo)))

    def test_everything_at_once(self):
        for _ in range(ROUNDS):
            process = self.anna.start('put', stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      text=True)
            feed = ''.join(json.dumps(line) + '\n' for line in self.lines(300))
            writer = threading.Thread(target=self.write, args=(process.stdin, feed))
            writer.start()
            sync = self.bo.start('sync', stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.kill_after(sync, self.chance.uniform(0.005, 0.1))
            self.server.stop(signal.SIGKILL)
            self.kill_after(process, self.chance.uniform(0.005, 0.2))
            writer.join()
            process.stdout.close()
            self.server.start()
        self.settle(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)


class CleanStop(Office):
    def test_sigterm_ends_the_server_cleanly(self):
        server, anna, _ = self.open_office(('anna', 'FK'), ('bo', 'AF'))
        case, _ = self.open_case(anna)
        anna.sync()
        self.assertEqual(server.stop(), 0)
        server.start()
        anna.put(change(('goal', new_id(), case, 'text', 'Efteråt')))
        self.assertEqual(anna.sync(), (1, 0, 0))

    def test_two_programs_on_one_replica(self):
        _, anna, bo = self.open_office(('anna', 'FK'), ('bo', 'AF'))
        case, _ = self.open_case(anna, bo)
        self.settle(anna, bo)
        feed = ''.join(json.dumps(change(('goal', new_id(), case, 'text', str(n)))) + '\n'
                       for n in range(300))
        process = anna.start('put', stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        writer = threading.Thread(target=Crashes.write, args=(process.stdin, feed))
        writer.start()
        done = [anna.run('sync') for _ in range(5)]
        names = process.stdout.read().split()
        writer.join()
        process.stdout.close()
        self.assertEqual(process.wait(), 0)
        self.assertEqual(len(names), 300)
        for one in done:
            self.assertIn(one.returncode, (0, 1), one.stderr)
        self.settle(anna, bo)
        self.assert_same(anna, bo)


if __name__ == '__main__':
    unittest.main()
