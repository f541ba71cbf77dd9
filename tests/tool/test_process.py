#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case's way over the process map, forwards and back, with what is missing in each step. Going back
is history: the old visits stand as they were."""

import json
import unittest

from office import Office, Replica, change, new_id

FORMS = 'https://amia.se/fhir/Questionnaire/'


class Process(Office):
    def setUp(self):
        super().setUp()
        self.replica = Replica(self.folder, 'anna', 'FK')
        self.case, self.person = new_id(), new_id()
        self.write('participant', self.person, None, name='Hulda Ekvall')
        self.write('case', self.case, participant=self.person, subproject='Väst', opened='2014-01-13')

    def write(self, of, record=None, case=True, **fields):
        case = self.case if case else None
        record = record or new_id()
        self.replica.put(change(*((of, record, case, *field) for field in fields.items())))
        return record

    def process(self, *more, code=0):
        done = self.replica.run('process', '--case', self.case, '--json', *more)
        self.assertEqual(done.returncode, code, done.stderr)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        self.missing = {row['missing']: row['step'] for row in rows if 'missing' in row}
        self.visits = [(row['step'], row['from'], row['to'], row['author'], row['agency'])
                       for row in rows if 'visit' in row]
        return rows[0] if rows else done.stderr

    def test_there_and_back(self):
        self.assertIsNone(self.process('--on', '2014-01-14')['step'])
        self.assertEqual(len(self.missing), 19)

        for step, day in (('1', '2014-01-15'), ('2', '2014-02-03'), ('3', '2014-03-10'), ('2', '2014-03-24')):
            self.assertEqual(self.process('--enter', step, '--on', day)['step'], step)
        self.assertEqual(self.visits, [
            ('1', '2014-01-15', '2014-02-03', 'anna', 'FK'),
            ('2', '2014-02-03', '2014-03-10', 'anna', 'FK'),
            ('3', '2014-03-10', '2014-03-24', 'anna', 'FK'),
            ('2', '2014-03-24', None, 'anna', 'FK')])

        self.assertIsNone(self.process('--leave', '--on', '2014-04-01')['step'])
        self.assertIn('no step', self.process('--leave', '--on', '2014-04-02', code=1))

    def test_what_is_missing_goes_as_it_comes(self):
        def gone(*names):
            before = set(self.missing)
            self.process('--on', '2014-06-01')
            self.assertEqual(before - set(self.missing), set(names))

        self.process('--on', '2014-06-01')
        self.write('participant', self.person, None, **{'benefit-end': '2014-08-31'})
        gone('benefit-end')
        self.write('consent', kind='participation', parties=['FK', 'AF'], areas=['*'], **{'valid-from': '2014-01-22'})
        gone('consent')
        for form, need in (('kartlaggning', 'mapping'), ('dagboksblad', 'diary'), ('natverkskarta', 'network'),
                           ('veckoschema', 'week'), ('sammanstallning-infor-overlamnande', 'summary')):
            self.write('form', questionnaire=f'{FORMS}{form}|1.0.0')
            gone(need)
        self.write('survey-key', number='K7M2', questionnaire=FORMS + 'enkat-2|1.0.0')
        gone('survey-2')
        goal = self.write('goal', text='En vardag som håller')
        gone()
        self.write('goal', text='Sova', parent=goal)
        gone('sub-goal')
        activity = self.write('activity', title='MediYoga', status='planned')
        gone('activity')
        self.write('activity', activity, purpose='Sova bättre', status='ongoing')
        gone('purpose', 'under-way')
        self.write('revision', date='2014-04-01', plan={})
        gone('agreed-plan')
        self.write('meeting', kind='avstamningsmote', start='2014-06-02T10:00')
        gone()
        self.write('meeting', kind='avstamningsmote', start='2014-05-20T10:00', status='missed')
        gone()
        self.write('meeting', kind='avstamningsmote', start='2014-05-27T10:00', status='held')
        gone('care-meeting', 'follow-up')

    def test_goes_by_the_routine_of_the_organisation(self):
        self.process('--on', '2014-01-14')
        self.assertLessEqual({'survey-1', 'survey-2', 'survey-3'}, set(self.missing))
        self.write('routine', case=False, subproject='Väst', version=2, **{'n-surveys': 1})
        self.process('--on', '2014-01-14')
        self.assertIn('survey-1', self.missing)
        self.assertNotIn('survey-2', self.missing)

    def test_a_consent_that_ended_is_missing_again(self):
        self.write('consent', kind='participation', parties=['FK', 'AF'], areas=['*'],
                   **{'valid-from': '2014-01-22', 'valid-to': '2014-03-31'})
        self.process('--on', '2014-03-31')
        self.assertNotIn('consent', self.missing)
        self.process('--on', '2014-04-01')
        self.assertEqual(self.missing['consent'], '1.5')

    def test_only_an_approved_document_lets_a_case_be_closed(self):
        self.assertFalse(self.process('--on', '2014-06-01')['may-close'])
        self.write('form', questionnaire=FORMS + 'slutdokumentation|1.0.0', status='completed')
        self.assertFalse(self.process('--on', '2014-06-01')['may-close'])

    def test_called_wrongly(self):
        for wrong in (['--on', '2014-02-30'], ['--enter', '9'], ['--enter', '2', '--leave'], ['--note', 'nej']):
            done = self.replica.run('process', '--case', self.case, *wrong)
            self.assertEqual(done.returncode, 64, done.stdout)
        self.assertEqual(self.replica.run('process').returncode, 64)
        self.assertEqual(self.replica.run('process', '--case', new_id()).returncode, 1)


if __name__ == '__main__':
    unittest.main()
