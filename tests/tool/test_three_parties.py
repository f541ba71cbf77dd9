#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""FK, AF and care on real processes: what one agency wrote is not in any byte of another's laptop
before there is a consent, is there while one is valid, and is gone after it was withdrawn. With
either ledger; and with encrypted laptops, in which no word is ever to be found."""

import datetime
import os
import threading
import unittest

from cluster import Cluster
from office import PASSWORD, Office, Replica, change, new_id

PEOPLE = (('anna', 'FK'), ('bo', 'AF'), ('cecilia', 'VARD'))

# Words that stand nowhere else, each in one area of one agency's writing; without letters that JSON
# may escape.
FK_NAME = 'Kanarienamn'
FK_PLAN = 'kanarieplan'
FK_HEALTH = 'kanariehalsa'
FK_NOTE = 'kanarieanteckning'
AF_PLAN = 'domherreplan'
CANARIES = (FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE, AF_PLAN)


def today(days=0):
    return (datetime.date.today() + datetime.timedelta(days)).isoformat()


def find_words(folder, words):
    """Which of the words are in any byte of the folder's files?"""
    found = set()
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                with open(os.path.join(path, name), 'rb') as file:
                    content = file.read()
            except FileNotFoundError:
                continue
            found.update(word for word in words if word.encode() in content)
    return found


class ThreeParties(Office):
    def setUp(self):
        super().setUp()
        self.server = self.open_server(*PEOPLE)
        self.anna, self.bo, self.cecilia = (self.open_laptop(*person) for person in PEOPLE)
        self.everybody = (self.anna, self.bo, self.cecilia)
        self.case = self.begin()
        self.rest()

    def open_laptop(self, user, agency):
        folder = os.path.join(self.folder, user)
        os.mkdir(folder)
        laptop = self.make_replica(folder, user, agency)
        self.assertEqual(laptop.login(self.server.url).returncode, 0)
        return laptop

    def make_replica(self, folder, user, agency):
        return Replica(folder, user, agency)

    def begin(self):
        """A case of Anna's with a text in each of several areas, and all three in the team."""
        case, person = new_id(), new_id()
        self.anna.put(change(('participant', person, None, 'name', FK_NAME),
                             ('case', case, case, 'title', 'Hulda'),
                             ('case', case, case, 'participant', person)),
                      change(('goal', new_id(), case, 'text', FK_PLAN)),
                      change(('form', new_id(), case, 'answer/sleep', FK_HEALTH, 'health')),
                      change(('journal', new_id(), case, 'headline', 'Samtal'),))
        self.anna.put(change(('journal', new_id(), case, 'text', FK_NOTE)))
        for user, role in (('bo', 'caseworker'), ('cecilia', 'navigator')):
            member = new_id()
            self.anna.put(change(('member', member, case, 'user', user),
                                 ('member', member, case, 'role', role)))
        return case

    def rest(self):
        self.settle(*self.everybody)

    def consent(self, who, *arguments, **fields):
        return super().consent(who, self.case, *arguments, valid_from=today(-1), **fields)

    def withdraw(self, who, consent):
        who.put(change(('consent', consent, self.case, 'withdrawn', today())))

    def holds(self, laptop, word):
        """Is the word in any byte of the laptop's folder?"""
        return word in find_words(os.path.dirname(laptop.path), [word])

    def assert_holds(self, laptop, *words):
        for word in words:
            self.assertTrue(self.holds(laptop, word), f'{laptop.user} lacks {word}')

    def assert_lacks(self, laptop, *words):
        for word in words:
            self.assertFalse(self.holds(laptop, word), f'{laptop.user} has {word}')

    def assert_sound(self):
        for laptop in self.everybody:
            self.assertEqual(laptop.must('verify'), 'ok\n')

    def test_nothing_crosses_before_a_consent(self):
        self.assert_holds(self.anna, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)
        for laptop in (self.bo, self.cecilia):
            # The envelope came: that there is a case, with this team.
            self.assertIsNotNone(laptop.record(self.case))
            self.assert_lacks(laptop, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)
        self.assert_sound()

    def test_it_crosses_with_a_consent_and_is_gone_after_its_withdrawal(self):
        consent = self.consent(self.anna)
        self.bo.put(change(('goal', new_id(), self.case, 'text', AF_PLAN)))
        self.rest()
        self.assert_holds(self.bo, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE, AF_PLAN)
        self.assert_holds(self.cecilia, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)
        # Anna's consent releases what FK wrote and nothing else.
        self.assert_lacks(self.anna, AF_PLAN)
        self.assert_lacks(self.cecilia, AF_PLAN)

        self.withdraw(self.anna, consent)
        self.rest()
        self.assert_lacks(self.bo, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)
        self.assert_lacks(self.cecilia, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)
        self.assert_holds(self.bo, AF_PLAN)
        self.assert_holds(self.anna, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)
        self.assert_sound()

        # And a new one brings it all back.
        self.consent(self.anna)
        self.rest()
        self.assert_holds(self.bo, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)
        self.assert_sound()

    def test_care_gets_the_areas_it_was_let_have(self):
        consent = self.consent(self.anna, ('FK', 'VARD'), ('health',))
        self.rest()
        self.assert_holds(self.cecilia, FK_HEALTH)
        self.assert_lacks(self.cecilia, FK_NAME, FK_PLAN, FK_NOTE)
        self.assert_lacks(self.bo, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)

        self.consent(self.anna, ('FK', 'VARD'), ('plan',))
        self.withdraw(self.anna, consent)
        self.rest()
        self.assert_holds(self.cecilia, FK_PLAN)
        self.assert_lacks(self.cecilia, FK_HEALTH, FK_NAME, FK_NOTE)
        self.assert_sound()

    def test_who_leaves_the_team_keeps_nothing(self):
        self.consent(self.anna)
        self.rest()
        member = next(m for m in self.anna.get('--kind', 'member')
                      if m['fields'].get('user') == 'bo')
        self.anna.put(change(('member', member['id'], self.case, 'removed', True)))
        self.rest()
        self.assert_lacks(self.bo, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)
        self.assert_holds(self.cecilia, FK_NAME, FK_PLAN)

        again = new_id()
        self.anna.put(change(('member', again, self.case, 'user', 'bo'),
                             ('member', again, self.case, 'role', 'caseworker')))
        self.rest()
        self.assert_holds(self.bo, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)
        self.assert_sound()

    def test_af_cannot_write_itself_a_consent(self):
        self.consent(self.bo)
        self.rest()
        self.assert_lacks(self.bo, FK_NAME, FK_PLAN, FK_HEALTH, FK_NOTE)
        self.assert_sound()

    def test_unsent_work_outlives_a_withdrawal(self):
        consent = self.consent(self.anna)
        self.rest()
        self.bo.put(change(('goal', new_id(), self.case, 'text', AF_PLAN)))
        self.withdraw(self.anna, consent)
        self.anna.sync()
        self.rest()
        self.assert_holds(self.bo, AF_PLAN)
        self.assert_lacks(self.bo, FK_PLAN)

        self.consent(self.bo)
        self.rest()
        self.assert_holds(self.anna, AF_PLAN)
        self.assert_sound()


class OnPostgres(ThreeParties):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.stop)

    def open_server(self, *people):
        self.cluster.query('DROP SCHEMA public CASCADE')
        self.cluster.query('CREATE SCHEMA public')
        return super().open_server(*people, db=self.cluster.url)


class Watched(Replica):
    """An encrypted laptop whose folder is read over and over while its tool runs, and after."""

    def __init__(self, folder, *arguments):
        self.folder = folder
        self.seen = set()
        self.n_looks = 0
        # Beside the folder, for it is the user who knows it.
        passphrase_file = folder + '.passphrase'
        with open(passphrase_file, 'w', encoding='utf-8') as file:
            file.write(PASSWORD + '\n')
        super().__init__(folder, *arguments, passphrase_file=passphrase_file)

    def look(self):
        self.seen |= find_words(self.folder, CANARIES)
        self.n_looks += 1

    def run(self, *arguments, **options):
        is_over = threading.Event()

        def watch():
            while not is_over.wait(0.01):
                self.look()

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            return super().run(*arguments, **options)
        finally:
            is_over.set()
            watcher.join()
            self.look()


class Encrypted(ThreeParties):
    """The same with encrypted laptops: who holds a word can be shown it, and no file has it."""

    def make_replica(self, folder, user, agency):
        return Watched(folder, user, agency)

    def tearDown(self):
        for laptop in self.everybody:
            self.assertGreater(laptop.n_looks, 1)
            self.assertEqual(laptop.seen, set())
        super().tearDown()

    def holds(self, laptop, word):
        return word in laptop.must('get') or word in laptop.must('log')


if __name__ == '__main__':
    unittest.main()
