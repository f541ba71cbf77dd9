#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking after a server from its command line: accounts, offices, devices, the audit, backups."""

import json
import os
import sqlite3
import subprocess
import unittest

from office import PASSWORD, SERVER, Office, Replica, admin, change, environment, new_id


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
        self.must('user', 'passwd', 'bo', feed='ett nytt lösenord')
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
        other = os.path.join(self.folder, 'other.db')
        third = os.path.join(self.folder, 'third.db')
        add = ('office', 'add', 'kansli', '--name', 'Kansliet', '--agency', 'FK')
        for path, words in ((self.db, ('--config', config)), (other, ('--config', config, '--db', other)),
                            (third, ('--set', f'ledger.db={third}'))):
            # What only looks makes nothing: a mistyped path is not found in order.
            looked = admin('user', 'list', *words)
            self.assertEqual(looked.returncode, 1)
            self.assertIn(f'There is no ledger at {path}', looked.stderr)
            self.assertFalse(os.path.exists(path))
            self.assertEqual(admin(*add, *words).returncode, 0)
            self.assertTrue(os.path.exists(path))

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


class Backups(Office):
    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo = self.open_office(('anna', 'FK'), ('bo', 'AF'))
        self.case, _ = self.open_case(self.anna, self.bo)
        self.settle(self.anna, self.bo)
        self.backup = os.path.join(self.folder, 'backup.db')

    def run_admin(self, *arguments):
        return admin(*arguments, '--db', self.server.db)

    def must(self, *arguments):
        done = self.run_admin(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return dict(line.split('\t', 1) for line in done.stdout.splitlines())

    def add_goal(self, text):
        goal = new_id()
        self.anna.put(change(('goal', goal, self.case, 'text', text)))
        return goal

    def test_a_dead_disk(self):
        """The server's disk dies; from last night's backup nothing is lost that a laptop has."""
        kept = self.add_goal('Före säkerhetskopian')
        self.settle(self.anna, self.bo)
        made = self.must('backup', '--to', self.backup)
        self.assertEqual(len(made['sha256']), 64)
        self.assertEqual(os.stat(self.backup).st_mode & 0o077, 0)
        self.assertEqual(os.stat(self.backup + '.manifest').st_mode & 0o077, 0)

        lost = self.add_goal('Efter säkerhetskopian')
        self.settle(self.anna, self.bo)
        self.server.stop()
        os.rename(self.server.db, self.server.db + '.dead')

        restored = self.must('restore', '--from', self.backup)
        self.assertEqual(restored['head'], made['head'])
        self.server.start()
        self.settle(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)

        # Whoever comes new gets it all from the server.
        folder = os.path.join(self.folder, 'new')
        os.mkdir(folder)
        new = Replica(folder, 'bo', 'AF')
        self.assertEqual(new.login(self.server.url).returncode, 0)
        self.settle(new, self.anna, self.bo)
        for goal in (kept, lost):
            self.assertIsNotNone(new.record(goal))
        self.must_verify()

    def must_verify(self):
        done = self.run_admin('audit', 'verify')
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.split()[1]

    def test_the_audit_shows_that_its_end_was_lost(self):
        self.must('backup', '--to', self.backup)
        self.run_admin('office', 'add', 'x', '--name', 'X', '--agency', 'FK')
        anchor = self.must_verify()
        self.server.stop()
        self.must('restore', '--from', self.backup, '--force')
        self.must_verify()
        done = self.run_admin('audit', 'verify', '--anchor', anchor)
        self.assertEqual(done.returncode, 2, done.stdout)

    def test_nothing_is_overwritten(self):
        self.must('backup', '--to', self.backup)
        again = self.run_admin('backup', '--to', self.backup)
        self.assertEqual(again.returncode, 2, again.stderr)

        running = self.run_admin('restore', '--from', self.backup, '--force')
        self.assertEqual(running.returncode, 1)
        self.assertIn('stop the server', running.stderr)
        self.settle(self.anna, self.bo)

        self.server.stop()
        refused = self.run_admin('restore', '--from', self.backup)
        self.assertEqual(refused.returncode, 2)
        self.assertIn('--force', refused.stderr)
        aside = self.must('restore', '--from', self.backup, '--force')['set aside']
        self.assertTrue(os.path.exists(aside))
        self.assertEqual(admin('audit', 'verify', '--db', aside).returncode, 0)

    def test_what_is_no_backup_is_refused(self):
        self.must('backup', '--to', self.backup)
        self.server.stop()
        with open(self.backup, 'rb') as file:
            whole = file.read()
        with open(self.backup + '.manifest', encoding='utf-8') as file:
            manifest = file.read()
        target = os.path.join(self.folder, 'restored.db')

        def restore():
            return admin('restore', '--from', self.backup, '--db', target)

        damaged = bytearray(whole)
        damaged[len(damaged) // 2] ^= 1
        for content in (bytes(damaged), whole[:-4096], b'', b'not a ledger'):
            with open(self.backup, 'wb') as file:
                file.write(content)
            done = restore()
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn('manifest', done.stderr)
        with open(self.backup, 'wb') as file:
            file.write(whole)

        for wrong in (manifest.replace('head=', 'head=9'), manifest.replace('epoch=', 'epoch=0'),
                      '', '[backup]\n'):
            with open(self.backup + '.manifest', 'w', encoding='utf-8') as file:
                file.write(wrong)
            self.assertEqual(restore().returncode, 1, wrong)
        os.remove(self.backup + '.manifest')
        self.assertEqual(restore().returncode, 1)
        self.assertFalse(os.path.exists(target))

        with open(self.backup + '.manifest', 'w', encoding='utf-8') as file:
            file.write(manifest)
        self.assertEqual(restore().returncode, 0)

    def test_it_is_refused_where_it_cannot_be_done(self):
        for arguments, code, words in (
                (('backup',), 64, '--to'),
                (('backup', '--to', os.path.join(self.folder, 'no', 'where')), 1, 'where'),
                (('restore',), 64, '--from'),
                (('restore', '--from', self.backup, '--by-hand'), 64, '--from'),
                (('restore', '--from', self.backup), 1, 'manifest')):
            done = self.run_admin(*arguments)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn(words, done.stderr)
        for command in (('backup', '--to'), ('restore', '--from')):
            done = admin(*command, self.backup, '--db', 'postgres://user:hemligt@localhost/x')
            self.assertEqual(done.returncode, 2)
            self.assertIn('pg_', done.stderr)
            self.assertNotIn('hemligt', done.stderr)

    def test_a_laptop_that_was_lost_since_stays_out(self):
        self.must('backup', '--to', self.backup)
        listed = self.run_admin('device', 'list', '--user', 'bo').stdout.split('\t')
        self.must('device', 'revoke', listed[0])
        self.server.stop()
        self.must('restore', '--from', self.backup, '--force')
        self.server.start()
        self.assertNotEqual(self.bo.run('sync').returncode, 0)
        self.assertNotEqual(self.bo.login(self.server.url).returncode, 0)
        self.assertIn('revoked', self.run_admin('device', 'list', '--user', 'bo').stdout)
        self.settle(self.anna)

    def test_a_restore_is_confirmed(self):
        self.must('backup', '--to', self.backup)
        self.server.stop()
        self.must('restore', '--from', self.backup, '--force')
        status = self.must('status')
        self.assertEqual((status['state'], status['laptops waited for'], status['accounts']),
                         ('closed after a restore', '2', '2'))
        self.assertIn('laptops', self.must('confirm-restore')['open'])
        self.assertIn('nothing', self.must('confirm-restore')['open'])
        self.assertEqual(self.must('status')['state'], 'open')
        self.server.start()
        self.settle(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)


class Log(Office):
    def run_logged(self, form):
        """What a server writes of a day's work, and the words that must not be in it."""
        server = self.open_server(('anna', 'FK'), ('bo', 'AF'))
        server.stop()
        path = os.path.join(self.folder, 'log')
        with open(path, 'w', encoding='utf-8') as log:
            process = subprocess.Popen([SERVER, '--db', server.db, '--listen', '127.0.0.1:0',
                                        '--log-format', form], stdout=subprocess.PIPE, stderr=log,
                                       text=True, env=environment())
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        url = process.stdout.readline().split()[1]
        anna, bo = Replica(self.folder, 'anna', 'FK'), Replica(self.folder, 'bo', 'AF')
        self.assertNotEqual(anna.login(url, 'anna', 'fel lösenord').returncode, 0)
        for replica in (anna, bo):
            self.assertEqual(replica.login(url).returncode, 0)
        case, person = self.open_case(anna, bo)
        self.settle(anna, bo)
        process.terminate()
        process.wait()
        with open(path, encoding='utf-8') as log:
            lines = log.read().splitlines()
        self.assertGreater(len(lines), 4)
        for secret in ('anna', 'Hulda', case, person, '18870613', PASSWORD, 'fel lösenord'):
            self.assertFalse([line for line in lines if secret in line], secret)
        return lines

    def test_lines_of_pairs(self):
        for line in self.run_logged('text'):
            self.assertRegex(line, r'^time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ event=[a-z]+( [a-z]+=\S+)*$')

    def test_lines_of_json(self):
        for line in self.run_logged('json'):
            entry = json.loads(line)
            self.assertEqual(list(entry)[:2], ['time', 'event'])


class Laptops(Office):
    def test_a_lost_laptop(self):
        server, anna, bo = self.open_office(('anna', 'FK'), ('bo', 'AF'))
        case, _ = self.open_case(anna, bo)
        self.settle(anna, bo)

        listed = [line.split('\t')
                  for line in admin('device', 'list', '--db', server.db).stdout.splitlines()]
        self.assertEqual([row[1] for row in listed], ['anna', 'bo'])
        device = listed[1][0]
        shown = admin('device', 'show', device, '--db', server.db).stdout
        self.assertIn('receipts outstanding\t0', shown)
        self.assertRegex(shown, r'version\tAMiA/\d')
        self.assertRegex(shown, r'last contact\t20\d\d-')
        self.assertEqual(admin('device', 'revoke', device, '--db', server.db).returncode, 0)
        self.assertNotEqual(bo.run('sync').returncode, 0)
        self.assertNotEqual(bo.login(server.url).returncode, 0)
        self.assertIn('state\trevoked', admin('device', 'show', device, '--db', server.db).stdout)

        # The colleague goes on, and the participant can be told.
        anna.put(change(('goal', new_id(), case, 'text', 'Vidare')))
        self.settle(anna)
        extract = admin('audit', 'extract', '--case', case, '--db', server.db)
        self.assertEqual(extract.returncode, 0, extract.stderr)
        self.assertIn('bo (Arbetsförmedlingen) fick uppgifter ur ärendet till sin dator.',
                      extract.stdout)
        self.assertEqual(admin('device', 'revoke', new_id(), '--db', server.db).returncode, 1)
        self.assertEqual(admin('device', 'revoke', 'x', '--db', server.db).returncode, 64)
        self.assertEqual(admin('forgets', '--db', server.db).returncode, 0)
        self.assertEqual(admin('audit', 'verify', '--db', server.db).returncode, 0)


if __name__ == '__main__':
    unittest.main()
