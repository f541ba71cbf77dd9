#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The laptop's own affairs: who can open a replica, how it ends, and what is saved of it."""

import json
import os
import random
import signal
import subprocess
import tempfile
import time
import unittest

from office import PASSWORD, SERVER, TOOL, Server, change, environment, new_id, run

OLD = 'två granar i skogen'
NEW = 'tre björkar vid sjön'


class Laptop(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, 'karin.db')
        self.env = {}
        self.passphrase(OLD)
        self.must('init', self.path, '--user', 'karin', '--agency', 'FK')

    def tearDown(self):
        self.folder.cleanup()

    def file(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, 'w', encoding='utf-8') as out:
            out.write(text + '\n')
        return path

    def passphrase(self, text, variable='AMIA_PASSPHRASE_FILE'):
        self.env[variable] = self.file(variable, text)

    def run_tool(self, *arguments, feed=''):
        return run(*arguments, feed=feed, env=self.env)

    def must(self, *arguments, feed=''):
        done = self.run_tool(*arguments, feed=feed)
        self.assertEqual(done.returncode, 0, f'{arguments}: {done.stderr}')
        return done.stdout

    def opens(self, text):
        self.passphrase(text)
        return self.run_tool('verify', self.path).returncode == 0

    def write_goal(self, path=None):
        case, goal = new_id(), new_id()
        lines = [change(('case', case, case, 'title', 'Ärende')), change(('goal', goal, case, 'text', 'Orka mer'))]
        self.must('put', path or self.path, feed=''.join(json.dumps(line) + '\n' for line in lines))
        return goal

    def goal_text(self, path, goal):
        return json.loads(self.must('get', path, '--id', goal))['fields']['text']

    def left(self):
        return sorted(name for name in os.listdir(self.folder.name) if name.startswith('karin.db'))

    def test_passphrase_changes(self):
        self.assertEqual(self.run_tool('passphrase', self.path).returncode, 1)
        self.passphrase(NEW, 'AMIA_NEW_PASSPHRASE_FILE')
        self.must('passphrase', self.path)
        self.assertFalse(self.opens(OLD))
        self.assertTrue(self.opens(NEW))

    def test_killed_while_it_changes(self):
        chance = random.Random(7)
        now, other = OLD, NEW
        for _ in range(8):
            self.passphrase(now)
            self.passphrase(other, 'AMIA_NEW_PASSPHRASE_FILE')
            tool = subprocess.Popen([TOOL, 'passphrase', self.path], env={**environment(), **self.env},
                                    stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, 0.4))
            tool.send_signal(signal.SIGKILL)
            tool.wait()
            if self.opens(other):
                now, other = other, now
            self.assertTrue(self.opens(now))

    def test_guessing_waits(self):
        for _ in range(4):
            self.assertFalse(self.opens('fel'))
        self.passphrase(OLD)
        done = self.run_tool('verify', self.path)
        self.assertEqual(done.returncode, 1)
        self.assertIn('next try', done.stderr)
        end = time.monotonic() + 10
        while not self.opens(OLD):
            self.assertLess(time.monotonic(), end)

    def test_organisation_recovers(self):
        name = os.path.join(self.folder.name, 'office')
        self.must('recovery-keygen', name)
        self.assertEqual(self.run_tool('recovery-keygen', name).returncode, 1)
        self.must('passphrase', self.path, '--add-recovery-key', name + '.pub')
        self.passphrase(NEW, 'AMIA_NEW_PASSPHRASE_FILE')
        self.assertEqual(self.run_tool('recover', self.path).returncode, 64)
        self.assertEqual(self.run_tool('recover', self.path, '--recovery-key', name + '.pub').returncode, 1)
        self.must('recover', self.path, '--recovery-key', name + '.key')
        self.assertTrue(self.opens(NEW))
        self.assertFalse(self.opens(OLD))

    def test_wipe_refuses_what_would_be_lost(self):
        self.write_goal()
        done = self.run_tool('wipe', self.path)
        self.assertEqual(done.returncode, 1)
        self.assertIn('2 changes', done.stderr)
        self.assertTrue(self.opens(OLD))

    def test_wipe_of_what_is_empty(self):
        self.assertEqual(self.must('wipe', self.path), 'wiped\n')
        self.assertEqual(self.left(), [])

    def test_rescued_work_goes_on(self):
        goal = self.write_goal()
        rescue = os.path.join(self.folder.name, 'arbete.rescue')
        self.passphrase(NEW, 'AMIA_RESCUE_PASSPHRASE_FILE')
        self.assertEqual(self.must('wipe', self.path, '--rescue', rescue), 'rescued 2\nwiped\n')
        self.assertEqual(self.left(), [])
        with open(rescue, 'rb') as file:
            self.assertNotIn(b'Orka', file.read())

        listed = [json.loads(line) for line in self.must('rescue', rescue).splitlines()]
        self.assertEqual([entry['author'] for entry in listed], ['karin', 'karin'])

        other = os.path.join(self.folder.name, 'ny.db')
        self.must('init', other, '--user', 'karin', '--agency', 'FK')
        self.assertEqual(self.must('rescue', rescue, '--into', other), 'applied 2 skipped 0\n')
        self.assertEqual(self.must('rescue', rescue, '--into', other), 'applied 0 skipped 2\n')
        self.assertEqual(self.goal_text(other, goal), 'Orka mer')
        self.assertEqual(self.must('verify', other), 'ok\n')

    def test_rescue_that_cannot_be_written_wipes_nothing(self):
        self.write_goal()
        taken = self.file('arbete.rescue', 'mitt')
        self.assertEqual(self.run_tool('wipe', self.path, '--rescue', taken).returncode, 1)
        self.assertTrue(self.opens(OLD))
        self.assertEqual(self.run_tool('rescue', taken).returncode, 1)

    def test_rescue_takes_attachments_that_were_not_sent(self):
        case = new_id()
        self.must('put', self.path, feed=json.dumps(change(('case', case, case, 'title', 'Ärende'))) + '\n')
        record = self.must('attach', self.path, '--case', case, self.file('intyg.txt', 'Intyg om Hulda')).strip()
        done = self.run_tool('wipe', self.path)
        self.assertEqual(done.returncode, 1)
        self.assertIn('1 attachments', done.stderr)

        rescue = os.path.join(self.folder.name, 'arbete.rescue')
        self.assertIn('attachments 1,', self.must('wipe', self.path, '--rescue', rescue))
        self.assertEqual(self.left(), [])
        for name in os.listdir(rescue + '.blobs'):
            with open(os.path.join(rescue + '.blobs', name), 'rb') as file:
                self.assertNotIn(b'Hulda', file.read())

        other = os.path.join(self.folder.name, 'ny.db')
        self.must('init', other, '--user', 'karin', '--agency', 'FK')
        self.assertIn('attachments 1\n', self.must('rescue', rescue, '--into', other))
        self.assertNotIn('attachments', self.must('rescue', rescue, '--into', other))
        copy = os.path.join(self.folder.name, 'kopia')
        self.must('blob', other, record, '--output', copy)
        with open(copy, encoding='utf-8') as file:
            self.assertEqual(file.read().strip(), 'Intyg om Hulda')
        self.assertIn('1 attachments', self.run_tool('wipe', other).stderr)

    def test_rescue_of_somebody_else_is_refused(self):
        self.write_goal()
        rescue = os.path.join(self.folder.name, 'arbete.rescue')
        self.must('wipe', self.path, '--rescue', rescue)
        other = os.path.join(self.folder.name, 'anna.db')
        self.must('init', other, '--user', 'anna', '--agency', 'FK')
        self.assertEqual(self.run_tool('rescue', rescue, '--into', other).returncode, 1)
        self.assertEqual(self.must('log', other), '')

    def sign_in(self):
        server = Server(self.folder.name)
        server.add_user('karin', 'FK')
        server.start()
        self.addCleanup(server.stop, signal.SIGKILL)
        self.must('login', self.path, '--server', server.url, '--user', 'karin', feed=PASSWORD + '\n')
        self.must('sync', self.path)
        return server

    def test_logged_out(self):
        """Nothing goes on without a password, and unsent work is not left behind unseen."""
        server = self.sign_in()
        goal = self.write_goal()
        self.assertEqual(self.run_tool('logout', self.path).returncode, 1)
        self.must('sync', self.path)
        self.assertEqual(self.must('logout', self.path), 'logged out\n')
        self.assertNotEqual(self.run_tool('sync', self.path).returncode, 0)
        self.assertEqual(self.goal_text(self.path, goal), 'Orka mer')
        self.must('login', self.path, '--server', server.url, '--user', 'karin', feed=PASSWORD + '\n')
        self.must('sync', self.path)

    def test_logged_out_offline(self):
        server = self.sign_in()
        server.stop()
        self.assertIn('at the next login', self.must('logout', self.path))
        self.assertNotEqual(self.run_tool('sync', self.path).returncode, 0)

    def revoke(self, server):
        admin = [SERVER, 'device', 'list', '--db', server.db]
        listed = subprocess.run(admin, capture_output=True, text=True, check=True, env=environment()).stdout
        device = listed.split()[0]
        admin[2:3] = ['revoke', device]
        subprocess.run(admin, check=True, env=environment())

    def test_lost_laptop(self):
        """Revoked: at the next contact the keys are gone, and what had not been sent with them."""
        server = self.sign_in()
        self.write_goal()
        self.revoke(server)
        done = self.run_tool('sync', self.path)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn('2 changes had not been sent', done.stderr)
        self.assertEqual(self.left(), ['karin.db.ended'])

    def test_lost_laptop_of_a_careful_organisation(self):
        """With a recovery slot the organisation alone can read what had not been sent."""
        name = os.path.join(self.folder.name, 'office')
        self.must('recovery-keygen', name)
        self.must('passphrase', self.path, '--add-recovery-key', name + '.pub')
        server = self.sign_in()
        goal = self.write_goal()
        self.revoke(server)
        self.assertEqual(self.run_tool('sync', self.path).returncode, 3)
        self.assertFalse(self.opens(OLD))
        self.passphrase(NEW, 'AMIA_NEW_PASSPHRASE_FILE')
        self.must('recover', self.path, '--recovery-key', name + '.key')
        self.passphrase(NEW)
        self.assertEqual(self.goal_text(self.path, goal), 'Orka mer')


if __name__ == '__main__':
    unittest.main()
