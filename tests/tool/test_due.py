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

    def test_a_case_from_beginning_to_end(self):
        self.assertEqual(self.due('2014-01-14'), {
            'first-meeting': '2014-01-27', 'look': '2014-01-31', 'benefit-ends': '2014-08-31'})

        self.write('meeting', kind='trepartsmote', start='2014-01-24T10:00', end='2014-01-24T11:00')
        self.write('visit', step='1', **{'from': '2014-01-24'})
        self.assertEqual(self.due('2014-01-24'), {
            'survey/1': '2014-01-24', 'mapping': '2014-02-14', 'follow-up': '2014-02-24', 'hours/201401': '2014-02-28',
            'survey/2': '2014-05-13', 'care-meeting': '2014-08-31', 'benefit-ends': '2014-08-31',
            'survey/3': '2014-09-01'})

        self.write('visit', step='2', **{'from': '2014-02-10'})
        self.write('survey-key', number='K7M2', questionnaire=FORMS + 'enkat-1|1.0.0')
        self.write('form', questionnaire=FORMS + 'aktivitetsrapport|1.0.0', status='completed',
                   **{'answer/manad/manad-fran': '2014-01-01'})
        self.write('meeting', kind='avstamningsmote', start='2014-02-20T13:00', end='2014-02-20T14:00')
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

    def test_only_who_is_in_the_team(self):
        self.assertNotEqual(self.due('2014-01-14', '--user', 'anna'), {})
        self.assertEqual(self.due('2014-01-14', '--user', 'bo'), {})

    def test_a_day_that_is_none(self):
        done = self.replica.run('due', '--on', '2014-02-30')
        self.assertEqual(done.returncode, 64)
        self.assertIn('2014-02-30', done.stderr)


if __name__ == '__main__':
    unittest.main()
