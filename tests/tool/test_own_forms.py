#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The organisation's own forms between laptops: one that came in at FK is used at AF, its answers go
where its area and the consents let them, and come out as files with no more than the reader may see."""

import csv
import io
import json
import unittest

from office import Office, change, new_id, run

URL = 'https://jamtland.example/fhir/Questionnaire/vilotid'
CANONICAL = URL + '|1.0'
FORM = {'resourceType': 'Questionnaire', 'status': 'active', 'url': URL, 'version': '1.0', 'title': 'Vilotid',
        'item': [{'linkId': 'vila', 'type': 'text', 'text': 'Hur vilar du?'},
                 {'linkId': 'kropp', 'type': 'text', 'text': 'Hur mår kroppen?', 'extension': [
                     {'url': 'https://amia.se/fhir/StructureDefinition/consent-area', 'valueCode': 'health'}]},
                 {'linkId': 'timmar', 'type': 'decimal', 'text': 'Hur många timmar?', 'repeats': True}]}


def template(area=None, form=FORM):
    identity = new_id()
    fields = {'url': form['url'], 'version': form['version'], 'title': form['title'],
              'data': json.dumps(form, ensure_ascii=False), 'status': 'active'}
    if area:
        fields['area'] = area
    return change(*(('template', identity, None, field, value) for field, value in fields.items()))


class OwnForms(Office):
    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo = self.open_office(('anna', 'FK', 'leader'), ('bo', 'AF'))
        self.case, self.person = self.open_case(self.anna, self.bo)
        self.settle(self.anna, self.bo)

    def answer(self, who, field, value, form=None):
        form = form or new_id()
        who.put(change(('form', form, self.case, 'questionnaire', CANONICAL),
                       ('form', form, self.case, 'status', 'in-progress'),
                       ('form', form, self.case, f'answer/{field}', value)))
        return form

    def settle_both(self):
        self.settle(self.anna, self.bo)

    def test_answers_follow_the_area_that_the_form_was_given(self):
        self.anna.put(template('social'))
        self.settle_both()
        form = self.answer(self.bo, 'vila', 'På soffan.')
        self.settle_both()
        self.assertEqual(self.anna.record(form)['fields']['answer/vila'], 'På soffan.')

    def test_answers_without_an_area_stay_with_the_agency(self):
        self.anna.put(template())
        self.settle_both()
        form = self.answer(self.bo, 'vila', 'På soffan.')
        self.settle_both()
        self.assertNotIn('answer/vila', self.anna.record(form)['fields'])
        self.assertIn('answer/vila', self.bo.record(form)['fields'])

    def test_response_comes_out(self):
        self.anna.put(template('social'))
        self.settle_both()
        form = self.answer(self.bo, 'vila', 'På soffan.')
        self.settle_both()
        response = json.loads(self.export(self.anna, '--id', form))
        self.assertEqual((response['resourceType'], response['questionnaire']),
                         ('QuestionnaireResponse', CANONICAL))
        self.assertEqual(response['item'][0]['answer'], [{'valueString': 'På soffan.'}])

    def export(self, who, *arguments):
        done = run('form', 'export', who.path, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def table(self, who):
        text = self.export(who, '--form', URL, '--csv')
        self.assertTrue(text.startswith('\ufeff'))
        return list(csv.reader(io.StringIO(text[1:], newline=''), delimiter=';'))

    def test_table_has_what_the_reader_may_see(self):
        self.anna.put(template())
        self.settle_both()
        form = self.answer(self.bo, 'vila', '=1+1; "citat"\nny rad')
        self.answer(self.bo, 'kropp', 'Bra.', form)
        self.answer(self.bo, 'timmar', [1.5, 8], form)
        self.settle_both()
        heads, words, line = self.table(self.bo)
        self.assertEqual(heads, ['case', 'subproject', 'version', 'status', 'vila', 'kropp', 'timmar'])
        self.assertEqual(words[4:], ['Hur vilar du?', 'Hur mår kroppen?', 'Hur många timmar?'])
        self.assertEqual(line[2:], ['1.0', 'in-progress', '\'=1+1; "citat"\nny rad', 'Bra.', '1.5 | 8'])
        self.assertEqual(self.table(self.anna)[2][4:], ['', 'Bra.', ''])

    def test_protected_people_are_in_no_table(self):
        self.anna.put(template('social'), change(('participant', self.person, None, 'protected', True)))
        self.answer(self.anna, 'vila', 'Ingenstans.')
        self.assertEqual(len(self.table(self.anna)), 2)


if __name__ == '__main__':
    unittest.main()
