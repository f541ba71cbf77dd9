#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who gets what: the team of a case and nobody else, and who comes later gets the past too."""

import os
import shutil
import subprocess
import unittest

from office import PASSWORD, SERVER, Office, Replica, change, environment, new_id


class Team(Office):
    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo, self.cecilia = self.open_office(
            ('anna', 'FK'), ('bo', 'AF'), ('cecilia', 'VARD'))

    def test_a_stranger_gets_nothing(self):
        self.open_case(self.anna, self.bo)
        self.settle(self.anna, self.bo, self.cecilia)
        self.assert_same(self.anna, self.bo)
        self.assertEqual(self.cecilia.get(), [])
        self.assertEqual(self.cecilia.log(), [])

    def test_who_comes_later_gets_what_was_written_before(self):
        case, person = self.open_case(self.anna, self.bo)
        self.anna.put(*(change(('goal', new_id(), case, 'text', f'Mål {n}')) for n in range(300)))
        self.settle(self.anna, self.bo, self.cecilia)

        member = new_id()
        self.bo.put(change(('member', member, case, 'user', 'cecilia'),
                           ('member', member, case, 'role', 'navigator')))
        self.settle(self.bo, self.anna, self.cecilia)
        self.assert_same(self.anna, self.bo, self.cecilia)
        self.assertEqual(self.cecilia.record(person)['fields']['name'], 'Hulda Lövstig')

        # And writes on from there.
        self.consent(self.cecilia, case)
        self.cecilia.put(change(('goal', new_id(), case, 'text', 'Vårdens mål')))
        self.settle(self.cecilia, self.anna, self.bo)
        self.assert_same(self.anna, self.bo, self.cecilia)

    def test_a_second_laptop_of_the_same_person(self):
        self.open_case(self.anna, self.bo)
        self.settle(self.anna)
        folder = os.path.join(self.folder, 'other')
        os.mkdir(folder)
        other = Replica(folder, 'anna', 'FK')
        self.assertEqual(other.login(self.server.url).returncode, 0)
        other.sync()
        self.settle(self.anna, self.bo, other)
        self.assert_same(self.anna, self.bo, other)

    def test_a_stranger_is_refused_and_keeps_what_was_written(self):
        case, _ = self.open_case(self.anna)
        self.settle(self.anna)
        goal = new_id()
        self.cecilia.put(change(('goal', goal, case, 'text', 'Utan att vara med')))
        self.assertEqual(self.cecilia.sync(), (0, 0, 1))
        self.assertEqual(self.cecilia.sync(), (0, 0, 0))
        self.settle(self.anna)
        self.assertIsNone(self.anna.record(goal))
        self.assertEqual(self.cecilia.log()[0]['ops'][0]['value'], 'Utan att vara med')
        self.assertEqual(self.cecilia.must('verify'), 'ok\n')

        # A refused change holds nothing up.
        own, _ = self.open_case(self.cecilia)
        self.assertEqual(self.cecilia.sync()[2], 0)
        self.assertIsNotNone(self.cecilia.record(own))

    def test_a_refused_change_is_not_in_the_way_of_what_comes_later(self):
        # The case comes in an earlier page than its participant, of whom only a refusal is known:
        # what a newcomer is owed comes in the order of the ids.
        case, person = sorted((new_id(), new_id()))
        self.anna.put(change(('participant', person, None, 'name', 'Hulda Lövstig')),
                      change(('case', case, case, 'participant', person)),
                      *(change(('goal', new_id(), case, 'text', f'Mål {n}')) for n in range(700)))
        self.anna.sync()
        self.bo.put(change(('participant', person, None, 'name', 'Obehörig')))
        self.assertEqual(self.bo.sync(), (0, 0, 1))
        self.anna.put(change(('member', member := new_id(), case, 'user', 'bo'),
                             ('member', member, case, 'role', 'caseworker')))
        self.consent(self.anna, case)
        self.settle(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)

    def test_sign_in_is_checked(self):
        self.assertEqual(self.anna.login(self.server.url, password='fel').returncode, 1)
        self.assertEqual(self.anna.login(self.server.url, user='nobody').returncode, 1)
        done = self.anna.login(self.server.url, user='bo')
        self.assertEqual(done.returncode, 1)
        self.assertNotEqual(done.stderr, '')
        # The sign-in that was there before still holds.
        self.anna.sync()

    def test_an_account_is_added_while_the_server_runs(self):
        self.server.add_user('disa', 'KOMMUN')
        disa = Replica(self.folder, 'disa', 'KOMMUN')
        self.assertEqual(disa.login(self.server.url).returncode, 0)
        case, _ = self.open_case(self.anna, disa)
        self.settle(self.anna, disa)
        self.assertIsNotNone(disa.record(case))


class Copies(Office):
    """A file that was copied or set back writes under a name that is taken."""

    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo = self.open_office(('anna', 'FK'), ('bo', 'AF'))
        self.case, _ = self.open_case(self.anna, self.bo)
        self.settle(self.anna, self.bo)

    def goal(self, who, text):
        who.put(change(('goal', new_id(), self.case, 'text', text)))

    def texts(self, who):
        return {g['fields']['text'] for g in who.get('--kind', 'goal')}

    def heal(self):
        """A copy is found out, takes a new name, signs in again and syncs."""
        done = self.anna.run('sync')
        self.assertEqual(done.returncode, 1)
        self.assertIn('sign in again', done.stderr.lower())
        self.assertEqual(self.anna.login(self.server.url).returncode, 0)
        self.settle(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)

    def test_set_back_and_written_in(self):
        shutil.copy(self.anna.path, self.anna.path + '.backup')
        self.goal(self.anna, 'Före olyckan')
        self.settle(self.anna, self.bo)
        os.replace(self.anna.path + '.backup', self.anna.path)
        self.goal(self.anna, 'Efter olyckan')
        self.heal()
        self.assertEqual(self.texts(self.bo), {'Före olyckan', 'Efter olyckan'})

    def test_set_back_and_not_written_in(self):
        shutil.copy(self.anna.path, self.anna.path + '.backup')
        self.goal(self.anna, 'Före olyckan')
        self.settle(self.anna, self.bo)
        os.replace(self.anna.path + '.backup', self.anna.path)
        self.heal()
        self.assertEqual(self.texts(self.anna), {'Före olyckan'})

    def test_server_that_lost_everything_is_filled_again(self):
        self.goal(self.anna, 'Finns kvar')
        self.settle(self.anna, self.bo)
        before = self.anna.must('get')
        self.lose_everything()
        self.settle(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)
        self.assertEqual(self.anna.must('get'), before)

    def test_who_comes_before_the_case_is_there_again_loses_nothing(self):
        self.goal(self.bo, 'Bos mål')
        self.settle(self.anna, self.bo)
        before = self.bo.must('get')
        self.lose_everything()
        # The server does not know yet that Bo is in Anna's case.
        self.assertEqual(self.bo.sync()[0], 0)
        self.settle(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)
        self.assertEqual(self.bo.must('get'), before)

    def lose_everything(self):
        self.server.stop()
        for name in os.listdir(self.folder):
            if name.startswith('server.db'):
                os.remove(os.path.join(self.folder, name))
        for user, agency in (('anna', 'FK'), ('bo', 'AF')):
            self.server.add_user(user, agency)
        self.server.start()
        for replica in (self.anna, self.bo):
            self.assertEqual(replica.run('sync').returncode, 1)
            self.assertEqual(replica.login(self.server.url).returncode, 0)


class Tls(Office):
    def test_only_a_server_that_is_trusted(self):
        key, cert = (os.path.join(self.folder, name) for name in ('key.pem', 'cert.pem'))
        if shutil.which('openssl') is None:
            self.skipTest('openssl is not installed, so there is no certificate to try')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2',
                        '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1',
                        '-keyout', key, '-out', cert], check=True, capture_output=True)
        server = self.open_server(('anna', 'FK'))
        server.stop()
        process = subprocess.Popen([SERVER, '--db', server.db, '--listen', '127.0.0.1:0',
                                    '--tls-cert', cert, '--tls-key', key],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                   env=environment())
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        url = process.stdout.readline().split()[1]
        anna = Replica(self.folder, 'anna', 'FK')

        done = anna.login(url)
        self.assertEqual(done.returncode, 1)
        self.assertIn('certificate', done.stderr)
        # The name of the file is relative; later calls are made from elsewhere.
        self.assertEqual(anna.login(url, 'anna', PASSWORD, '--ca',
                                    os.path.relpath(cert)).returncode, 0)
        self.open_case(anna)
        self.assertEqual(anna.sync()[0], 2)


if __name__ == '__main__':
    unittest.main()
