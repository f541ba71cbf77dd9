#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What consents and memberships do to work in progress, at the real programs: work that is in the
way of an end, texts that were written past each other or made of each other, days that pass while
nobody has a network. What each agency may see before, during and after stands in
test_three_parties.py; every other order of events in the unit tests of rounds and store."""

import json
import os
import sqlite3
import unittest
import urllib.error
import urllib.request

from office import Office, Replica, admin, change, clock, day, new_id

AF_TEXT = 'domherretext'
FK_TEXT = 'kanarietext'


class Consents(Office):
    def setUp(self):
        super().setUp()
        self.server = self.open_server(('anna', 'FK'), ('bo', 'AF'), ('disa', 'AF'))
        self.anna, self.bo, self.disa = (self.open_laptop(*person) for person in
                                         (('anna', 'FK'), ('bo', 'AF'), ('disa', 'AF')))
        self.everybody = (self.anna, self.bo, self.disa)
        self.case = new_id()
        self.anna.put(change(('case', self.case, self.case, 'title', 'Hulda')))
        self.add_member('bo')
        self.add_member('disa')
        self.rest()

    def open_laptop(self, user, agency):
        folder = os.path.join(self.folder, user)
        os.mkdir(folder)
        laptop = Replica(folder, user, agency)
        self.assertEqual(laptop.login(self.server.url).returncode, 0)
        return laptop

    def add_member(self, user):
        member = new_id()
        self.anna.put(change(('member', member, self.case, 'user', user),
                             ('member', member, self.case, 'role', 'caseworker')))

    def remove_member(self, user):
        for member in self.anna.get('--kind', 'member'):
            if member['fields'].get('user') == user and not member['removed']:
                self.anna.put(change(('member', member['id'], self.case, 'removed', True)))

    def rest(self):
        self.settle(*self.everybody)

    def goal(self, who, text, goal=None, **more):
        goal = goal or new_id()
        name = who.put(change(('goal', goal, self.case, 'text', text), **more))[0]
        return goal, name

    def text(self, who, goal):
        record = who.record(goal)
        return record['fields'].get('text') if record else None

    def status(self, who, *arguments):
        return json.loads(who.must('status', '--json', *arguments))

    def where(self, who, record):
        told = self.status(who, '--case', self.case)
        return next((r['where'] for r in told['records'] if r['id'] == record), None)

    def sharing(self, who, *arguments):
        return json.loads(who.must('consent', '--case', self.case, '--json', *arguments))

    def sees(self, who, user, *arguments):
        return next(m['sees'] for m in self.sharing(who, *arguments)['members']
                    if m['user'] == user)

    def has_byte(self, who, word):
        folder = os.path.dirname(who.path)
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), 'rb') as file:
                if word.encode() in file.read():
                    return True
        return False

    def escrow(self, *arguments):
        told = admin('escrow', '--db', self.server.db, *arguments)
        self.assertEqual(told.returncode, 0, told.stderr)
        return told.stdout

    def assert_sound(self):
        for laptop in self.everybody:
            self.assertEqual(laptop.must('verify'), 'ok\n')

    def live(self, days_ahead):
        """All programs that are started from now on."""
        for one in (*self.everybody, self.server):
            one.env = clock(days_ahead)


class InTheWay(Consents):
    def test_work_after_the_end_is_kept_in_escrow(self):
        """Bo writes without a network while he is taken out of the team, and is let in again."""
        self.consent(self.bo, self.case)
        self.rest()
        goal, name = self.goal(self.bo, AF_TEXT)
        self.assertEqual(self.where(self.bo, goal), 'here')
        self.remove_member('bo')
        self.anna.sync()

        self.bo.sync()
        told = self.status(self.bo)
        self.assertEqual((told['waiting'], told['refused'], told['escrow']), (0, 0, 1))
        told = self.status(self.bo, '--case', self.case)
        self.assertEqual((told['lock'], told['escrow'], told['records']), ('over', 1, []))
        self.assertIsNone(self.text(self.bo, goal))
        self.rest()
        for laptop in (self.anna, self.disa):
            self.assertFalse(self.has_byte(laptop, AF_TEXT), laptop.user)
        counted = self.escrow()
        self.assertRegex(counted, rf'^{self.case}\tAF\twaiting 1\trefused 0\tsince 2\S+Z\n$')
        self.assertEqual(self.escrow('--case', self.case), counted)
        self.assertEqual(self.escrow('--case', new_id()), '')

        self.add_member('bo')
        self.anna.sync()
        self.rest()
        self.assertEqual(self.status(self.bo)['escrow'], 0)
        self.assertEqual(self.escrow(), '')
        for laptop in (self.anna, self.disa, self.bo):
            self.assertEqual(self.text(laptop, goal), AF_TEXT, laptop.user)
            self.assertIn(name, [f'{c["device"]}:{c["n"]}' for c in laptop.log()])
        self.assert_sound()

    def test_unsent_work_of_who_loses_a_consent_arrives(self):
        """A withdrawn consent takes what Bo could see, and nothing that he wrote meanwhile."""
        consent = self.consent(self.anna, self.case)
        goal, _ = self.goal(self.anna, FK_TEXT)
        self.rest()
        self.goal(self.bo, AF_TEXT, goal)
        self.anna.put(change(('consent', consent, self.case, 'withdrawn', day())))
        self.anna.sync()
        self.rest()
        # He replaced her text; without it his stands, and without his, hers.
        self.assertEqual(self.text(self.bo, goal), AF_TEXT)
        self.assertEqual(self.text(self.anna, goal), FK_TEXT)
        self.assertFalse(self.has_byte(self.bo, FK_TEXT))
        self.assertFalse(self.has_byte(self.anna, AF_TEXT))
        self.assertIn(self.where(self.bo, goal), ('server', 'colleague'))
        self.assert_sound()

    def test_a_status_is_never_too_green(self):
        goal, _ = self.goal(self.anna, FK_TEXT)
        self.assertEqual(self.where(self.anna, goal), 'here')
        self.anna.sync()
        self.rest()
        # Colleagues have come as far, and may not see it.
        self.assertEqual(self.where(self.anna, goal), 'server')
        self.consent(self.anna, self.case)
        self.rest()
        # Somebody has to tell the server that they have come so far before it can be known.
        self.goal(self.anna, 'ett mål till')
        self.rest()
        self.assertEqual(self.where(self.anna, goal), 'colleague')


class PastEachOther(Consents):
    def test_both_versions_are_there_after_a_consent(self):
        """Neither could see what the other wrote in the same field; both stand when they can."""
        goal, _ = self.goal(self.anna, FK_TEXT)
        self.rest()
        self.goal(self.bo, AF_TEXT, goal)
        self.rest()
        self.assertEqual(self.text(self.anna, goal), FK_TEXT)
        self.assertEqual(self.text(self.bo, goal), AF_TEXT)
        for laptop in self.everybody:
            self.assertEqual(laptop.record(goal)['conflicts'], {})

        for laptop in (self.anna, self.bo):
            self.consent(laptop, self.case)
        self.rest()
        for laptop in self.everybody:
            both = laptop.record(goal)['conflicts']['text']
            self.assertEqual({(one['author'], one['value']) for one in both},
                             {('anna', FK_TEXT), ('bo', AF_TEXT)})
        self.goal(self.anna, 'gemensamt', goal, over='all')
        self.rest()
        for laptop in self.everybody:
            self.assertEqual(self.text(laptop, goal), 'gemensamt')
            self.assertEqual(laptop.record(goal)['conflicts'], {})
        self.assert_sound()

    def test_a_merged_text_goes_with_its_source(self):
        """Bo takes words of Anna's into a text of his own; she withdraws; only she may keep it."""
        consent = self.consent(self.anna, self.case)
        self.consent(self.bo, self.case)
        _, source = self.goal(self.anna, FK_TEXT)
        self.rest()
        merged = new_id()
        line = change(('goal', merged, self.case, 'text', f'{FK_TEXT} och {AF_TEXT}'))
        line['set'][0]['sources'] = [source]
        self.bo.put(line)
        self.rest()
        for laptop in self.everybody:
            self.assertEqual(self.text(laptop, merged), f'{FK_TEXT} och {AF_TEXT}')

        self.anna.put(change(('consent', consent, self.case, 'withdrawn', day())))
        self.rest()
        self.assertEqual(self.text(self.anna, merged), f'{FK_TEXT} och {AF_TEXT}')
        for laptop in (self.bo, self.disa):
            self.assertIsNone(self.text(laptop, merged))
            self.assertFalse(self.has_byte(laptop, FK_TEXT), laptop.user)
        self.assert_sound()

    def test_removed_and_added_again(self):
        self.consent(self.anna, self.case)
        goal, _ = self.goal(self.anna, FK_TEXT)
        self.rest()
        for _ in range(2):
            self.remove_member('bo')
            self.rest()
            self.assertIsNone(self.bo.record(self.case))
            self.assertFalse(self.has_byte(self.bo, FK_TEXT))
            self.assertEqual(self.text(self.disa, goal), FK_TEXT)
            self.add_member('bo')
            self.rest()
            self.assertEqual(self.text(self.bo, goal), FK_TEXT)
        self.assertEqual(self.bo.must('get'), self.disa.must('get'))
        self.assert_sound()


class Days(Consents):
    def test_a_consent_ends_at_midnight_while_everybody_is_offline(self):
        self.consent(self.anna, self.case, valid_to=day())
        goal, _ = self.goal(self.anna, FK_TEXT)
        self.rest()
        self.assertEqual(self.text(self.bo, goal), FK_TEXT)
        self.assertEqual(self.sees(self.bo, 'bo')['from'], {'FK': ['*']})
        self.assertEqual(self.sees(self.bo, 'bo', '--on', day(1))['from'], {})
        self.server.stop()

        self.live(1)
        self.assertIsNone(self.text(self.bo, goal))
        self.assertEqual(self.bo.must('search', FK_TEXT), '')
        self.assertEqual(self.status(self.bo)['narrowed'], 1)
        self.assertEqual(self.status(self.bo, '--case', self.case)['lock'], 'day')
        self.assertEqual(self.text(self.anna, goal), FK_TEXT)
        self.assertIn('expired', self.bo.must('consent', '--case', self.case))

        self.server.start()
        self.rest()
        self.assertFalse(self.has_byte(self.bo, FK_TEXT))
        self.assertEqual(self.status(self.bo, '--case', self.case)['lock'], 'open')
        self.assert_sound()

    def test_a_lease_runs_out_and_comes_back(self):
        self.consent(self.anna, self.case)
        goal, _ = self.goal(self.anna, FK_TEXT)
        own, _ = self.goal(self.bo, AF_TEXT)
        self.rest()
        self.server.stop()

        self.live(31)
        self.assertTrue(self.status(self.bo)['lapsed'])
        self.assertEqual(self.sharing(self.bo)['lock'], 'lease')
        self.assertIn('longer than its lease', self.bo.must('consent', '--case', self.case))
        self.assertIsNone(self.text(self.bo, goal))
        self.assertEqual(self.text(self.bo, own), AF_TEXT)
        # What is written meanwhile waits as always.
        self.goal(self.bo, 'medan', own)

        # After so long everybody signs in anew.
        self.server.start()
        for laptop in self.everybody:
            self.assertEqual(laptop.run('sync').returncode, 1)
            self.assertEqual(laptop.login(self.server.url).returncode, 0)
        self.rest()
        self.assertFalse(self.status(self.bo)['lapsed'])
        self.assertEqual(self.text(self.bo, goal), FK_TEXT)
        self.assertEqual(self.text(self.disa, own), 'medan')
        self.assert_sound()


class Words(Consents):
    def test_who_has_confirmed_is_told_to_the_case(self):
        """Its members, and nobody else, see whose laptop has removed what it had to."""
        self.goal(self.anna, FK_TEXT)
        self.rest()
        self.remove_member('bo')
        self.anna.must('sync')
        self.disa.must('sync')
        self.assertEqual([(f['user'], f['confirmed'] > 0) for f in self.forgets(self.disa)], [('bo', False)])
        self.bo.must('sync')
        self.bo.must('sync')
        self.assertEqual([(f['user'], f['confirmed'] > 0) for f in self.forgets(self.disa)], [('bo', True)])
        self.assertIsNone(self.forgets(self.bo))

    def forgets(self, who):
        with sqlite3.connect(who.path) as db:
            token = dict(db.execute('SELECT name, value FROM setting'))['server-token']
        request = urllib.request.Request(f'{self.server.url}/v1/forgets?case={self.case}',
                                         headers={'Authorization': f'Bearer {token}'})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)['forgets']
        except urllib.error.HTTPError as error:
            self.assertEqual(error.code, 404)
            return None

    def test_who_may_see_what(self):
        spoken = self.consent(self.anna, self.case, ('FK', 'AF'), ('health', 'work'),
                              kind='spoken', valid_from=day(-1))
        self.rest()
        words = self.bo.must('consent', '--case', self.case)
        self.assertIn(f'bo (AF, caseworker, this laptop): sees what AF has written\n'
                      f'  from FK: health, work; spoken consent {spoken} from {day(-1)}\n'
                      f'  from VARD, KOMMUN: nothing\n', words)
        self.assertIn(f'FK to AF: health; spoken consent {spoken} from {day(-1)} to {day(28)}, '
                      'valid\n', words)
        self.assertEqual(self.sees(self.bo, 'bo'),
                         {'pair': True, 'from': {'FK': ['health', 'work']}})
        self.assertEqual(self.sees(self.bo, 'anna')['from'], {})
        self.assertEqual(self.sees(self.bo, 'bo', '--on', day(29))['from'], {})
        history = self.sharing(self.bo)['history']
        self.assertEqual([(h['from'], h['to'], h['area'], h['state']) for h in history],
                         [('FK', 'AF', 'health', 'valid'), ('FK', 'AF', 'work', 'valid')])

    def test_called_wrongly(self):
        for code, arguments in ((64, ()), (64, ('--case', 'x')),
                                (64, ('--case', self.case, '--on', '2026-02-30')),
                                (64, ('--case', self.case, '--at', day())),
                                (1, ('--case', new_id()))):
            self.assertEqual(self.bo.run('consent', *arguments).returncode, code, arguments)
        self.assertEqual(self.bo.run('status', '--case', new_id()).returncode, 1)
        self.assertEqual(self.bo.run('status', 'more').returncode, 64)

    def test_status_in_words(self):
        self.goal(self.bo, AF_TEXT)
        told = dict(line.split('\t') for line in self.bo.must('status').splitlines())
        self.assertEqual((told['user'], told['agency'], told['server'], told['waiting']),
                         ('bo', 'AF', self.server.url, '1'))
        self.assertRegex(told['last-contact'], r'^\d{4}-\d\d-\d\dT[\d:]{8}Z$')
        self.assertEqual(set(told), set(self.status(self.bo)))

        attached = os.path.join(self.folder, 'intyg.txt')
        with open(attached, 'w', encoding='utf-8') as file:
            file.write('Intyg')
        record = self.bo.must('attach', attached, '--case', self.case).strip()
        self.assertEqual(self.status(self.bo)['attachments-to-send'], 1)
        self.assertIn(f'contents\t{record}\there\n', self.bo.must('status', '--case', self.case))
        self.rest()
        self.assertIn(f'contents\t{record}\tserver\n', self.bo.must('status', '--case', self.case))


if __name__ == '__main__':
    unittest.main()
