#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A survey travels under a number: what statistics get leads back to nobody, and only who has the
case has the key."""

import csv
import json
import subprocess
import unittest

from office import TOOL, Office, change, environment, new_id

SURVEY = 'https://amia.se/fhir/Questionnaire/enkat-1|1.0.0'
HOPES = 'answer/forvantningar/forvantningar-hopp'
NUMBER = 'answer/enkaten/enkaten-nummer'
DAY = 'answer/enkaten/enkaten-datum'
PEOPLE = (('anna', 'FK'), ('bo', 'AF'), ('cecilia', 'AF'))


class Surveys(Office):
    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo, self.cecilia = self.open_office(*PEOPLE)
        self.case, self.person = self.open_case(self.anna, self.bo)

    def answer(self, number, hopes, month='2026-11', subproject='Nord'):
        survey = new_id()
        self.anna.put(change(('survey-key', key := new_id(), self.case, 'number', number),
                             ('survey-key', key, self.case, 'survey', survey)),
                      change(('survey', survey, None, 'questionnaire', SURVEY),
                             ('survey', survey, None, 'number', number),
                             ('survey', survey, None, 'month', month),
                             ('survey', survey, None, 'subproject', subproject),
                             ('survey', survey, None, NUMBER, number),
                             ('survey', survey, None, DAY, f'{month}-17'),
                             ('survey', survey, None, HOPES, hopes)))
        return survey

    @staticmethod
    def export(who, *options):
        done = subprocess.run([TOOL, 'survey', 'export', *options, who.path], text=True, encoding='utf-8', check=True,
                              capture_output=True, env=environment(), timeout=60)
        Surveys.warning = done.stderr
        return done.stdout, list(csv.DictReader(done.stdout.splitlines()))

    def test_nothing_in_it_leads_back(self):
        survey = self.answer('K7WM4P', 'Att komma igång')
        for one in self.anna.log():
            if any(op['id'] == survey for op in one['ops']):
                words = json.dumps(one['ops'])
                for word in (self.case, self.person, 'Hulda', '18870613', 'survey-key'):
                    self.assertNotIn(word, words)
        text, rows = self.export(self.anna)
        for word in ('K7WM4P', 'anna', 'FK', survey, self.case, 'Hulda', '2026', 'Nord'):
            self.assertNotIn(word, text)
        self.assertEqual([row['answer'] for row in rows], ['Att komma igång'])

    def test_the_key_stays_with_the_pair(self):
        survey = self.answer('K7WM4P', 'Att komma igång')
        self.settle(self.anna, self.bo, self.cecilia)
        self.assertEqual(len(self.bo.get('--kind', 'survey-key')), 1)
        self.assertIsNotNone(self.cecilia.record(survey))
        self.assertEqual(self.cecilia.get('--kind', 'survey-key'), [])
        self.assertEqual(self.export(self.cecilia), self.export(self.anna))

    def test_month_and_place_only_of_many(self):
        for number in range(5):
            self.answer(f'MANY2{number}', f'Hopp {number}')
        self.answer('FEW222', 'Ensam', month='2026-10')
        _, rows = self.export(self.anna)
        self.assertEqual([row['answer'] for row in rows if row['question'] == 'enkaten-datum'], ['2026-11'] * 5)
        told = {row['answer']: (row['month'], row['subproject']) for row in rows if 'hopp' in row['question']}
        self.assertEqual(told.pop('Ensam'), ('', ''))
        self.assertEqual(set(told.values()), {('2026-11', 'Nord')})
        self.assertEqual(len(told), 5)

    def test_own_words_are_told_of_and_can_be_left_out(self):
        for number in range(5):
            self.answer(f'MANY2{number}', 'Min fru Elsa säger att jag ska hoppas')
        text, _ = self.export(self.anna)
        self.assertIn('Elsa', text)
        self.assertIn("5 answers in participants' own words", self.warning)
        text, rows = self.export(self.anna, '--no-text')
        self.assertNotIn('Elsa', text)
        self.assertEqual([row['question'] for row in rows], ['enkaten-datum'] * 5)
        self.assertEqual(self.warning, '')

    def test_no_formula_gets_into_a_spreadsheet(self):
        self.answer('K7WM4P', '=HYPERLINK("http://example.invalid")')
        _, rows = self.export(self.anna)
        self.assertEqual(rows[0]['answer'], '\'=HYPERLINK("http://example.invalid")')


if __name__ == '__main__':
    unittest.main()
