#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is due in one case, from the day it is opened to 270 days after ALI: each date appears when its
rule begins to hold, and goes when the thing is done. No network, no clock: --on says the day."""

import json
import unittest

from office import Office, Replica, change, new_id

FORMS = 'https://amia.se/fhir/Questionnaire/'


class Due(Office):
    def setUp(self):
        super().setUp()
        self.replica = Replica(self.folder, 'anna', 'FK')
        self.case, self.person = new_id(), new_id()
        self.write('participant', self.person, None, name='Hulda Ekvall', **{'benefit-end': '2014-08-31'})
        self.write('case', self.case, participant=self.person, subproject='Väst', opened='2014-01-13')
        self.write('member', user='anna', role='caseworker')

    def write(self, of, record=None, case=True, **fields):
        case = self.case if case else None
        record = record or new_id()
        self.replica.put(change(*((of, record, case, *field) for field in fields.items())))
        return record

    def due(self, day, *more):
        done = self.replica.run('due', '--on', day, '--json', *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return {f"{one['rule']}/{one['number']}" if one['number'] else one['rule']: one['day']
                for one in map(json.loads, done.stdout.splitlines())}

    def settle(self, rule, *how, on='2014-01-14'):
        self.replica.must('due', '--case', self.case, '--rule', rule, '--on', on, *how)

    def test_a_case_from_beginning_to_end(self):
        self.assertEqual(self.due('2014-01-14'), {
            'first-meeting': '2014-01-27', 'look': '2014-01-31', 'benefit-ends': '2014-08-31'})

        self.write('meeting', kind='trepartsmote', status='held', start='2014-01-24T10:00',
                   end='2014-01-24T11:00')
        self.write('visit', step='1', **{'from': '2014-01-24'})
        self.assertEqual(self.due('2014-01-24'), {
            'survey/1': '2014-01-24', 'mapping': '2014-02-14', 'follow-up': '2014-02-24', 'hours/201401': '2014-02-28',
            'survey/2': '2014-05-13', 'care-meeting': '2014-08-31', 'benefit-ends': '2014-08-31',
            'survey/3': '2014-09-01'})

        self.write('visit', step='2', **{'from': '2014-02-10'})
        self.write('survey-key', number='K7M2', questionnaire=FORMS + 'enkat-1|1.0.0')
        self.write('form', questionnaire=FORMS + 'aktivitetsrapport|1.0.0', status='completed',
                   **{'answer/manad/manad-fran': '2014-01-01'})
        self.write('meeting', kind='avstamningsmote', status='held', start='2014-02-20T13:00',
                   end='2014-02-20T14:00')
        self.assertEqual(self.due('2014-02-21'), {
            'follow-up': '2014-03-20', 'hours/201402': '2014-03-31', 'survey/2': '2014-05-13',
            'benefit-ends': '2014-08-31', 'survey/3': '2014-09-01'})

        # Planned meetings are no meetings yet, and cancelled ones never will be.
        self.write('meeting', kind='uppfoljningsmote', start='2014-03-18T10:00', status='cancelled')
        self.assertEqual(self.due('2014-03-19')['follow-up'], '2014-03-20')

        self.write('case', self.case, **{'ali-from': '2014-09-01'})
        self.assertEqual(self.due('2014-09-01')['ali-ends'], '2014-11-29')
        self.write('case', self.case, closed='2015-01-30', **{'status-90': 'arbete'})
        late = self.due('2015-02-02')
        self.assertEqual(late['status/270'], '2015-08-26')
        self.assertNotIn('status/90', late)
        self.assertNotIn('follow-up', late)

    def test_what_was_done_or_moved_by_word(self):
        self.settle('look', '--done')
        self.settle('first-meeting', '--move-to', '2014-02-03', '--reason', 'Hulda är bortrest')
        self.assertEqual(self.due('2014-01-14'), {'first-meeting': '2014-02-03', 'benefit-ends': '2014-08-31'})
        self.settle('first-meeting', '--move-to', '2014-02-10', '--reason', 'Snö')
        self.settle('first-meeting', '--done')
        self.assertEqual(self.due('2014-01-14'), {'benefit-ends': '2014-08-31'})
        self.assertEqual(len(self.replica.get('--kind', 'duty')), 2)
        self.assertNotEqual(self.replica.run('due', '--case', self.case, '--rule', 'look', '--done').returncode, 0)

    def test_records_that_are_to_be_done(self):
        todo = self.write('todo', text='Ring vårdcentralen', who='anna', due='2014-01-20')
        meeting = self.write('meeting', kind='uppfoljningsmote', status='planned', start='2014-01-15T10:00')
        handover = self.write('handover', **{'from': 'cilla', 'to': 'anna', 'date': '2014-01-13'})
        referral = self.write('referral', kind='question', to='Hälsocentralen', sent='2014-01-13',
                              **{'answer-by': '2014-02-03'})
        self.write('offer', case=False, title='MediYoga', owner='anna', checked='2013-12-02')
        listed = {'benefit-ends': '2014-08-31', 'offer': '2014-06-02'}
        asked = {'todo': '2014-01-20', 'handover': '2014-01-20', 'referral': '2014-02-03'}
        self.assertEqual(self.due('2014-01-15'), {**listed, **asked})
        self.assertEqual(self.due('2014-01-16'), {**listed, **asked, 'meeting': '2014-01-16'})
        self.assertEqual(self.due('2014-01-14'), {
            **listed, **asked, 'look': '2014-01-31', 'first-meeting': '2014-01-27'})
        for rule, record in (('meeting', meeting), ('todo', todo), ('handover', handover), ('referral', referral)):
            self.settle(f'{rule}/{record}', '--done', on='2014-01-16')
        self.assertEqual(self.due('2014-01-16'), listed)
        self.assertEqual(self.replica.record(meeting)['fields']['status'], 'held')

    def test_the_organisations_own_routine(self):
        self.write('routine', case=False, subproject='väst', version=2, **{'first-meeting-days': 7, 'look-months': 3})
        self.write('routine', case=False, subproject='Väst', version=1, **{'first-meeting-days': 90})
        self.assertEqual(self.due('2014-01-14'), {
            'first-meeting': '2014-01-20', 'look': '2014-06-02', 'benefit-ends': '2014-08-31'})

    def test_whoever_is_selected_is_looked_at_only(self):
        self.write('case', self.case, status='selection')
        self.assertEqual(self.due('2014-01-14'), {'look': '2014-01-31', 'benefit-ends': '2014-08-31'})
        self.write('case', self.case, **{'handed-over': '2014-02-03', 'status': 'open'})
        self.assertEqual(self.due('2014-02-04')['first-meeting'], '2014-02-17')
        self.write('case', self.case, selection='not-current', status='selection')
        self.assertEqual(self.due('2014-02-04'), {})

    def test_what_is_whose(self):
        self.write('member', user='bo', role='caseworker')
        self.write('member', user='rut', role='navigator', **{'from': '2014-02-01', 'to': '2014-02-28'})
        self.write('todo', text='Ring', who='bo', due='2014-01-20')
        self.write('todo', text='Boka', who='rut', due='2014-02-20')
        everything = {'look', 'todo', 'benefit-ends', 'first-meeting'}
        for user, only, on, rules in (
                ('anna', 'team', '2014-01-14', everything), ('anna', 'pair', '2014-01-14', everything),
                ('anna', 'mine', '2014-02-03', everything - {'todo'}), ('bo', 'mine', '2014-01-14', everything),
                ('rut', 'mine', '2014-02-14', {'todo'}), ('rut', 'team', '2014-02-14', everything),
                ('rut', 'team', '2014-03-03', {'todo'}), ('eva', 'team', '2014-01-14', set())):
            with self.subTest(user=user, only=only, on=on):
                self.assertEqual(set(self.due(on, '--user', user, '--only', only)), rules)

    def test_a_closed_case_whose_day_is_not_shared(self):
        self.write('case', self.case, status='closed')
        self.assertEqual(self.due('2014-01-14'), {})

    def test_nobody_is_named_who_is_protected(self):
        self.write('participant', self.person, None, protected=True)
        self.assertNotIn('Hulda', self.replica.must('due', '--on', '2014-01-14'))

    def test_only_who_is_in_the_team(self):
        self.assertNotEqual(self.due('2014-01-14', '--user', 'anna'), {})
        self.assertEqual(self.due('2014-01-14', '--user', 'bo'), {})

    def test_words_that_are_none(self):
        for words in (('--only', 'ours'), ('--case', 'x'), ('--rule', 'look', '--done')):
            self.assertEqual(self.replica.run('due', *words).returncode, 64, words)

    def test_a_day_that_is_none(self):
        done = self.replica.run('due', '--on', '2014-02-30')
        self.assertEqual(done.returncode, 64)
        self.assertIn('2014-02-30', done.stderr)


if __name__ == '__main__':
    unittest.main()
