#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the README promises for a bad day, at the real programs: a laptop that was lost, a server
that was put back from yesterday's backup, a page of a replica that was damaged. A server whose disk
died is in test_admin.py."""

import json
import os
import shutil
import unittest

from office import PASSWORD, Office, Replica, admin, change, day, new_id

PAGE_BYTES = 4096
FK_TEXT = 'kanarietext'
AF_TEXT = 'domherretext'
LATE_TEXT = 'talgoxetext'


class Disasters(Office):
    is_encrypted = True

    def setUp(self):
        super().setUp()
        self.passphrase_file = os.path.join(self.folder, 'passphrase')
        with open(self.passphrase_file, 'w', encoding='utf-8') as file:
            file.write(PASSWORD + '\n')
        self.server = self.open_server(('anna', 'FK'), ('bo', 'AF'))
        self.anna = self.open_laptop('anna', 'FK')
        self.bo = self.open_laptop('bo', 'AF')
        self.case = new_id()
        self.anna.put(change(('case', self.case, self.case, 'title', 'Hulda')),
                      change(('member', member := new_id(), self.case, 'user', 'bo'),
                             ('member', member, self.case, 'role', 'caseworker')))
        self.granted = self.consent(self.anna, self.case)
        self.anna.sync()
        self.bo.sync()
        self.consent(self.bo, self.case)
        self.goal(self.anna, FK_TEXT)
        self.goal(self.bo, AF_TEXT)
        self.settle(self.anna, self.bo)

    def open_laptop(self, user, agency, name=None):
        folder = os.path.join(self.folder, name or user)
        os.mkdir(folder)
        laptop = Replica(folder, user, agency,
                         self.passphrase_file if self.is_encrypted else None)
        self.assertEqual(laptop.login(self.server.url).returncode, 0)
        return laptop

    def goal(self, who, text):
        goal = new_id()
        who.put(change(('goal', goal, self.case, 'text', text)))
        return goal

    def texts(self, who):
        return {goal['fields']['text'] for goal in who.get('--kind', 'goal')}

    def administer(self, *arguments):
        done = admin(*arguments, '--db', self.server.db)
        self.assertEqual(done.returncode, 0, done.stderr)
        return dict(line.split('\t', 1) for line in done.stdout.splitlines() if '\t' in line)

    def left(self, laptop):
        return sorted(os.listdir(os.path.dirname(laptop.path)))


class LostLaptop(Disasters):
    def test_who_finds_it_reads_nothing(self):
        self.goal(self.bo, 'osänt')
        thief = self.steal()
        for folder, _, names in os.walk(os.path.dirname(thief.path)):
            for name in names:
                with open(os.path.join(folder, name), 'rb') as file:
                    content = file.read()
                for word in (FK_TEXT, AF_TEXT, 'osänt', 'Hulda'):
                    self.assertNotIn(word.encode(), content)
        thief.env = {}
        self.assertEqual(thief.run('get').returncode, 1)
        guess = os.path.join(self.folder, 'guess')
        with open(guess, 'w', encoding='utf-8') as file:
            file.write('gissning\n')
        thief.env = {'AMIA_PASSPHRASE_FILE': guess}
        self.assertEqual(thief.run('get').returncode, 1)
        os.remove(thief.path + '.keys')
        thief.env = {'AMIA_PASSPHRASE_FILE': self.passphrase_file}
        self.assertEqual(thief.run('get').returncode, 1)

    def steal(self):
        folder = os.path.join(self.folder, 'thief')
        shutil.copytree(os.path.dirname(self.bo.path), folder)
        thief = object.__new__(Replica)
        thief.user, thief.agency, thief.env = 'bo', 'AF', dict(self.bo.env)
        thief.path = os.path.join(folder, os.path.basename(self.bo.path))
        return thief

    def test_its_keys_are_destroyed_at_the_next_contact(self):
        """Even in the hands of somebody who has found the passphrase with it."""
        device = json.loads(self.bo.must('status', '--json'))['device']
        self.goal(self.bo, 'osänt')
        self.administer('device', 'revoke', device)
        done = self.bo.run('sync')
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn('1 changes had not been sent', done.stderr)
        self.assertEqual(self.left(self.bo), ['bo.db.ended'])
        self.assertNotEqual(self.bo.login(self.server.url).returncode, 0)

        # Bo gets a new one, and has all that he had sent.
        new = self.open_laptop('bo', 'AF', 'new')
        self.settle(new, self.anna)
        self.assertEqual(self.texts(new), {FK_TEXT, AF_TEXT})
        self.assert_same(new)


class YesterdaysBackup(Disasters):
    is_encrypted = False

    def set_back(self):
        """A day's work that is on the laptops only: a consent was withdrawn, goals were added."""
        backup = os.path.join(self.folder, 'backup.db')
        self.administer('backup', '--to', backup)
        self.anna.put(change(('consent', self.granted, self.case, 'withdrawn', day())))
        self.goal(self.anna, LATE_TEXT)
        self.goal(self.bo, 'efter')
        self.settle(self.anna, self.bo)
        self.assertEqual(self.texts(self.bo), {AF_TEXT, 'efter'})
        self.server.stop()
        self.administer('restore', '--from', backup, '--force')
        self.server.start()

    def test_laptops_fill_it_up_and_what_was_withdrawn_stays_so(self):
        self.set_back()
        self.assertEqual(self.administer('status')['laptops waited for'], '2')
        self.bo.sync()
        self.assertEqual(self.texts(self.bo), {AF_TEXT, 'efter'})
        self.settle(self.anna, self.bo)
        self.assertEqual(self.administer('status')['state'], 'open')
        self.assertEqual(self.texts(self.anna), {FK_TEXT, LATE_TEXT, AF_TEXT, 'efter'})
        self.assertEqual(self.texts(self.bo), {AF_TEXT, 'efter'})

        # The server has it all again: new laptops get what they may have of it.
        for user, agency, texts in (('anna', 'FK', {FK_TEXT, LATE_TEXT, AF_TEXT, 'efter'}),
                                    ('bo', 'AF', {AF_TEXT, 'efter'})):
            new = self.open_laptop(user, agency, user + '-new')
            self.settle(new, self.anna, self.bo)
            self.assertEqual(self.texts(new), texts)
            self.assert_same(new)

    def test_nothing_is_undone_while_who_withdrew_is_away(self):
        """Anna's laptop is at the bottom of a lake. The withdrawal stands in the safeguard file."""
        self.set_back()
        self.administer('confirm-restore')
        new = self.open_laptop('bo', 'AF', 'bo-new')
        self.settle(self.bo, new)
        for laptop in (self.bo, new):
            self.assertEqual(self.texts(laptop), {AF_TEXT, 'efter'})
            self.assertEqual(laptop.must('verify'), 'ok\n')


class DamagedPage(Disasters):
    def damage(self, laptop):
        """Overwrites the pages of the file's middle, as a dying disk would."""
        size = os.path.getsize(laptop.path)
        with open(laptop.path, 'r+b') as file:
            file.seek(size // PAGE_BYTES // 2 * PAGE_BYTES)
            file.write(bytes(4 * PAGE_BYTES))

    def test_it_is_named_and_repaired(self):
        for number in range(60):
            self.goal(self.anna, f'mål {number} ' + 'x' * 2000)
        self.settle(self.anna, self.bo)
        own = self.goal(self.bo, 'osänt')
        self.damage(self.bo)
        done = self.bo.run('verify')
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r'[Pp]age \d+')

        self.assertRegex(self.bo.must('salvage'), r'^\d+ changes saved; the damaged file is \S+\n$')
        self.assertEqual(self.bo.must('verify'), 'ok\n')
        # It has a name of its own now, for which it signs in.
        self.assertEqual(self.bo.login(self.server.url).returncode, 0)
        self.settle(self.bo, self.anna)
        self.assert_same(self.bo, self.anna)
        self.assertIsNotNone(self.anna.record(own))
        aside = [name for name in self.left(self.bo) if '.damaged-' in name]
        self.assertTrue(aside)


if __name__ == '__main__':
    unittest.main()
