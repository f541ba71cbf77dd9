#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking after a server from its command line: accounts, offices, devices, the audit, backups."""

import json
import os
import sqlite3
import unittest

from office import PASSWORD, Office, Replica, Server, admin, change, new_id


class Admin(Office):
    def setUp(self):
        super().setUp()
        self.db = os.path.join(self.folder, 'server.db')

    def run_admin(self, *arguments, feed=''):
        return admin(*arguments, '--db', self.db, feed=feed)

    def must(self, *arguments, feed=''):
        done = self.run_admin(*arguments, feed=feed)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def rows(self, *arguments):
        return [line.split('\t') for line in self.must(*arguments).splitlines()]

    def refuse(self, code, words, *arguments, feed=''):
        done = self.run_admin(*arguments, feed=feed)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertIn(words, done.stderr)


class Accounts(Admin):
    def test_offices_and_who_works_there(self):
        self.must('office', 'add', 'ostersund', '--name', 'Östersund, Storgatan', '--agency', 'FK',
                  '--subproject', 'Nord')
        self.must('office', 'add', 'malmo', '--name', 'Malmö', '--agency', 'AF')
        self.refuse(1, 'already', 'office', 'add', 'malmo', '--name', 'x', '--agency', 'AF')
        self.refuse(64, '--agency', 'office', 'add', 'lund', '--name', 'x', '--agency', 'CIA')
        self.refuse(64, '--name', 'office', 'add', 'lund', '--agency', 'AF')
        self.refuse(64, 'id of an office', 'office', 'add', 'l/und', '--name', 'x', '--agency', 'AF')
        self.refuse(64, 'few words', 'office', 'add', 'lund', '--name', 'a\nb', '--agency', 'AF')

        add = ('user', 'add', 'anna', '--agency', 'FK', '--role', 'caseworker', '--office')
        self.refuse(1, 'malmo', *add, 'malmo', feed=PASSWORD)
        self.refuse(1, 'nowhere', *add, 'nowhere', feed=PASSWORD)
        self.must(*add, 'ostersund', feed=PASSWORD)
        self.assertEqual(self.rows('user', 'list'),
                         [['anna', 'FK', 'caseworker', 'ostersund', 'enabled']])

        self.must('office', 'change', 'ostersund', '--subproject', 'Jämtland')
        self.must('office', 'close', 'ostersund')
        self.assertEqual(self.rows('office', 'list'),
                         [['malmo', 'AF', '-', 'open', 'Malmö'],
                          ['ostersund', 'FK', 'Jämtland', 'closed', 'Östersund, Storgatan']])
        self.refuse(1, 'ostersund', 'user', 'add', 'bo', '--agency', 'FK', '--role', 'coach',
                    '--office', 'ostersund', feed=PASSWORD)
        self.must('user', 'move', 'anna')
        self.assertEqual(self.rows('user', 'list')[0][3], '-')
        self.must('office', 'open', 'ostersund')
        self.must('user', 'move', 'anna', '--office', 'ostersund')
        self.refuse(1, 'no office', 'office', 'close', 'lund')

    def test_every_deed_is_in_the_audit(self):
        self.must('office', 'add', 'malmo', '--name', 'Malmö', '--agency', 'AF')
        self.must('user', 'add', 'bo', '--agency', 'AF', '--role', 'admin', feed=PASSWORD)
        self.must('user', 'passwd', 'bo', feed='nytt')
        self.must('user', 'disable', 'bo')
        self.must('user', 'enable', 'bo')
        self.must('setting', 'lease', 'AF', '14')
        self.refuse(1, 'nobody', 'user', 'disable', 'nobody')
        entries = [json.loads(line) for line in self.must('audit', 'list', '--json').splitlines()]
        self.assertEqual([(e['id'], e['kind'], e['detail'].split()[0]) for e in entries],
                         [(1, 'office', 'action=add'), (2, 'account', 'action=add'),
                          (3, 'account', 'action=passwd'), (4, 'account', 'action=disable'),
                          (5, 'account', 'action=enable'), (6, 'setting', 'name=lease')])
        self.assertTrue(all('by=' in e['detail'] for e in entries))
        self.assertNotIn(PASSWORD, self.must('audit', 'list'))
        self.assertEqual(self.must('setting', 'lease', 'AF'), '14\n')
        self.assertEqual(self.must('setting', 'lease', 'FK'), '30\n')

    def test_settings_come_from_a_file_and_the_line_wins(self):
        config = os.path.join(self.folder, 'server.conf')
        with open(config, 'w', encoding='utf-8') as file:
            file.write(f'[ledger]\ndb={self.db}\n')
        self.assertEqual(admin('user', 'list', '--config', config).returncode, 0)
        self.assertTrue(os.path.exists(self.db))
        other = os.path.join(self.folder, 'other.db')
        self.assertEqual(admin('user', 'list', '--config', config, '--db', other).returncode, 0)
        self.assertTrue(os.path.exists(other))
        third = os.path.join(self.folder, 'third.db')
        self.assertEqual(admin('user', 'list', '--set', f'ledger.db={third}').returncode, 0)
        self.assertTrue(os.path.exists(third))

        for words in (('--set', 'ledger.bd=x'), ('--set', 'nothing'),
                      ('--set', 'limits.held-max=none'), ('--config', third)):
            done = admin('user', 'list', '--db', self.db, *words)
            self.assertEqual(done.returncode, 64, words)
        missing = admin('user', 'list', '--db', self.db, '--config', os.path.join(config, 'no'))
        self.assertEqual(missing.returncode, 64)


class Chain(Admin):
    def setUp(self):
        super().setUp()
        for n in range(5):
            self.must('office', 'add', f'office-{n}', '--name', f'Kontor {n}', '--agency', 'FK')

    def tamper(self, sql):
        database = sqlite3.connect(self.db)
        with database:
            database.execute(sql)
        database.close()

    def test_verify_prints_an_anchor_that_later_holds(self):
        word, anchor = self.must('audit', 'verify').split()
        self.assertEqual(word, 'ok')
        self.assertTrue(anchor.startswith('5:'))
        self.must('office', 'close', 'office-1')
        self.must('audit', 'verify', '--anchor', anchor)
        self.refuse(2, 'Entry 5 ', 'audit', 'verify', '--anchor', '5:' + '0' * 64)
        self.refuse(2, 'Entry 7 ', 'audit', 'verify', '--anchor', '9:' + '0' * 64)
        self.refuse(64, '--anchor', 'audit', 'verify', '--anchor', '5')

    def test_the_first_wrong_entry_is_named(self):
        self.tamper("UPDATE audit SET detail = replace (detail, 'office-2', 'office-9')"
                    " WHERE id = 3")
        self.refuse(2, 'Entry 3 ', 'audit', 'verify')

    def test_the_end_cannot_be_cut_off(self):
        self.tamper('DELETE FROM audit WHERE id > 3')
        self.refuse(2, 'Entry 4 ', 'audit', 'verify')

    def test_the_whole_cannot_be_thrown_away(self):
        self.tamper('DELETE FROM audit')
        self.refuse(2, 'Entry 1 ', 'audit', 'verify')

    def test_days(self):
        self.assertEqual(len(self.rows('audit', 'list', '--from', '2020-01-01')), 5)
        self.assertEqual(self.rows('audit', 'list', '--to', '2020-01-01'), [])
        self.refuse(64, '--from', 'audit', 'list', '--from', 'yesterday')
        self.refuse(64, '--case', 'audit', 'extract')


if __name__ == '__main__':
    unittest.main()
