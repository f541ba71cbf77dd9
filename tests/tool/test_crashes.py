#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of tool and server at moments that chance picks: what was acknowledged stays, and the
next start works. AMIA_CRASH_SEED repeats a run; the long run kills a thousand times in all."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

from office import PASSWORD, TOOL, Office, change, environment, new_id, run

LONG = os.environ.get('AMIA_LONG') == 'yes'
ROUNDS = int(os.environ.get('AMIA_CRASH_ROUNDS', '100' if LONG else '3'))
STORM_KILLS = 100 if LONG else 12
# What is looked at after each kill grows with what was written: an office is used for so many rounds.
OFFICE_ROUNDS = 10
HAS_ATTACHMENTS = '  attach ' in run('--help').stdout
SEED = int(os.environ.get('AMIA_CRASH_SEED', random.randrange(1 << 30)))


class Crashes(Office):
    chance = None

    def setUp(self):
        super().setUp()
        self.chance = self.chance or random.Random(SEED)
        self.addCleanup(lambda: self._outcome.success or print(f'AMIA_CRASH_SEED={SEED}'))
        self.server, self.anna, self.bo = self.open_office(('anna', 'FK'), ('bo', 'AF'))
        self.case, _ = self.open_case(self.anna, self.bo)
        self.settle(self.anna, self.bo)

    def rounds(self):
        for n in range(ROUNDS):
            if n > 0 and n % OFFICE_ROUNDS == 0:
                self.settle(self.anna, self.bo)
                self.assert_same(self.anna, self.bo)
                self.doCleanups()
                self.setUp()
            yield n

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
        for _ in self.rounds():
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
            numbers = sorted(c['n'] for c in self.anna.log() if c['author'] == 'anna')
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
        for _ in self.rounds():
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
        for _ in self.rounds():
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
        for _ in self.rounds():
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


class Storm(Office):
    """Encrypted laptops of two agencies, consents that come and go, attachments on their way, and
    somebody killed all the time: what was acknowledged before a kill is there after it."""

    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.addCleanup(lambda: self._outcome.success or print(f'AMIA_CRASH_SEED={SEED}'))
        path = os.path.join(self.folder, 'passphrase')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('två granar i skogen\n')
        self.env = {'AMIA_PASSPHRASE_FILE': path}
        self.server = self.open_server(('anna', 'FK'), ('bo', 'AF'))
        self.paths = {user: os.path.join(self.folder, f'{user}.db') for user in ('anna', 'bo')}
        for user, agency in (('anna', 'FK'), ('bo', 'AF')):
            self.must(user, 'init', '--user', user, '--agency', agency)
            self.must(user, 'login', '--server', self.server.url, '--user', user,
                      feed=PASSWORD + '\n')
        self.case, member = new_id(), new_id()
        self.put('anna', change(('case', self.case, self.case, 'title', 'Hulda')),
                 change(('member', member, self.case, 'user', 'bo'),
                        ('member', member, self.case, 'role', 'caseworker')))
        self.consent = None
        self.printed = {'anna': set(), 'bo': set()}
        self.rest()

    def tool(self, user, command, *arguments, feed=''):
        return run(command, self.paths[user], *arguments, feed=feed, env=self.env)

    def must(self, user, command, *arguments, feed=''):
        done = self.tool(user, command, *arguments, feed=feed)
        self.assertEqual(done.returncode, 0, f'{command}: {done.stderr}')
        return done.stdout

    @staticmethod
    def lines(changes):
        return ''.join(json.dumps(line) + '\n' for line in changes)

    def put(self, user, *changes):
        return self.must(user, 'put', feed=self.lines(changes)).split()

    def goals(self, count):
        return [change(('goal', new_id(), self.case, 'text', f'Mål {n} ' + 'x' * 300))
                for n in range(count)]

    def turn_consent(self):
        """Anna grants, or takes back, that what FK writes goes to AF."""
        if self.consent is None:
            self.consent = new_id()
            fields = {'kind': 'participation', 'parties': ['FK', 'AF'], 'areas': ['*'],
                      'valid-from': '2020-01-01'}
            return change(*(('consent', self.consent, self.case, field, value)
                            for field, value in fields.items()))
        withdrawn, self.consent = self.consent, None
        return change(('consent', withdrawn, self.case, 'withdrawn', '2020-01-02'))

    def attach(self, user):
        path = os.path.join(self.folder, 'scan.pdf')
        with open(path, 'wb') as file:
            file.write(b'%PDF-1.4\n' + self.chance.randbytes(300000) + b'\n%%EOF\n')
        self.must(user, 'attach', '--case', self.case, path)

    def start(self, user, command, **options):
        return subprocess.Popen([TOOL, command, self.paths[user]], text=True,
                                env={**environment(), **self.env}, **options)

    def kill_after(self, process):
        try:
            process.wait(self.chance.uniform(0.05, 0.5))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def killed_put(self, user):
        """What was printed before the kill is on disk."""
        with tempfile.TemporaryFile('w+') as feed, tempfile.TemporaryFile('w+') as out:
            changes = self.goals(300)
            if user == 'anna':
                changes.insert(self.chance.randrange(300), self.turn_consent())
            feed.write(self.lines(changes))
            feed.seek(0)
            self.kill_after(self.start(user, 'put', stdin=feed, stdout=out))
            out.seek(0)
            self.printed[user] |= set(out.read().split('\n')[:-1])

    def killed_sync(self, user):
        process = self.start(user, 'sync', stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.kill_after(process)

    def killed_server(self):
        user = self.chance.choice(('anna', 'bo'))
        process = self.start(user, 'sync', stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.chance.uniform(0.05, 0.4))
        self.server.stop(signal.SIGKILL)
        self.server.start()
        self.assertIn(process.wait(60), (0, 1))

    def acknowledged(self):
        """How many changes of each device the server has said that it has."""
        with sqlite3.connect(f'file:{self.server.db}?mode=ro', uri=True) as ledger:
            return dict(ledger.execute('SELECT id, last_n FROM device'))

    def rest(self):
        for _ in range(12):
            if all(self.must(user, 'sync').split()[1::2] == ['0', '0', '0'] for user in self.paths):
                return
        self.fail('the laptops do not come to rest')

    def own(self, user):
        return {f'{c["device"]}:{c["n"]}' for line in self.must(user, 'log').splitlines()
                if (c := json.loads(line))['author'] == user}

    def test_nothing_acknowledged_is_lost(self):
        before = self.acknowledged()
        for n in range(STORM_KILLS):
            user = self.chance.choice(('anna', 'bo'))
            what = self.chance.choice((self.killed_put, self.killed_sync, self.killed_sync, None))
            if n % 5 == 0 and HAS_ATTACHMENTS:
                self.attach(user)
            if what is not None:
                what(user)
                self.assertEqual(self.must(user, 'verify'), 'ok\n')
            else:
                self.killed_server()
            now = self.acknowledged()
            self.assertTrue(all(now[device] >= before[device] for device in before))
            before = now
            if n % 20 == 19:
                self.check()
        self.check()

    def check(self):
        self.rest()
        for user in self.paths:
            self.assertEqual(self.must(user, 'verify'), 'ok\n')
            self.assertLessEqual(self.printed[user], self.own(user))
        everything = set().union(*self.printed.values())
        with sqlite3.connect(f'file:{self.server.db}?mode=ro', uri=True) as ledger:
            n_kept = ledger.execute('SELECT COUNT(*) FROM log').fetchone()[0]
        self.assertGreaterEqual(n_kept, len(everything))


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
