#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms in files: what `amia-tool form` says of them, and what it makes of them."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from office import run

URL = 'https://example.org/q'
TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../data/forms/templates')
CHOICE = {'linkId': 'c', 'type': 'choice', 'answerValueSet': 'http://example.org/vs'}
LIST = {'resourceType': 'ValueSet', 'url': 'http://example.org/vs', 'compose': {'include': [
    {'system': 'http://example.org/cs', 'concept': [{'code': 'x', 'display': 'Ex'}]}]}}


def form(version, *items):
    return {'resourceType': 'Questionnaire', 'status': 'active', 'url': URL, 'version': version,
            'item': list(items)}


class Forms(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(content if isinstance(content, str) else json.dumps(content))
        return path

    def test_check_names_what_is_not_supported(self):
        path = self.file('q.json', form('1', {'linkId': 'a', 'type': 'hologram'}))
        done = run('form', 'check', path)
        self.assertEqual((done.returncode, done.stdout), (2, '1 items\ntype: hologram (a)\n'))

    def test_check_tells_of_a_list_that_is_elsewhere(self):
        path = self.file('q.json', form('1', CHOICE))
        done = run('form', 'check', path)
        self.assertEqual((done.returncode, done.stdout), (0, '1 items\n'))
        self.assertIn('not in the file, answered in words: value set: http://example.org/vs',
                      done.stderr)
        with_list = run('form', 'check', path, '--with', self.file('vs.json', LIST))
        self.assertEqual((with_list.returncode, with_list.stderr), (0, ''))

    def test_fill_answers_from_a_list_that_came_along(self):
        path = self.file('q.json', form('1', CHOICE))
        done = run('form', 'fill', path, self.file('a.json', {'c': 'x'}),
                   '--with', self.file('vs.json', LIST))
        self.assertEqual(done.returncode, 0)
        self.assertEqual(json.loads(done.stdout)['item'][0]['answer'],
                         [{'valueCoding': {'system': 'http://example.org/cs', 'code': 'x',
                                           'display': 'Ex'}}])

    def test_fill_takes_a_response(self):
        path = self.file('q.json', form('1', {'linkId': 'a', 'type': 'decimal'}))
        first = run('form', 'fill', path, self.file('a.json', '{"a": 1.10}'))
        again = run('form', 'fill', path, self.file('r.json', first.stdout))
        self.assertIn('"valueDecimal": 1.10', again.stdout)
        self.assertEqual(again.stdout, first.stdout)

    def test_check_of_a_response(self):
        path = self.file('q.json', form('1', {'linkId': 'a', 'type': 'integer'}))
        response = {'resourceType': 'QuestionnaireResponse', 'status': 'completed',
                    'item': [{'linkId': 'a', 'answer': [{'valueString': 'x'}]}]}
        done = run('form', 'check', path, '--response', self.file('r.json', response))
        self.assertEqual(done.returncode, 1)
        self.assertIn('a: wrong-type “x” “integer”', done.stderr)
        response['item'][0]['answer'] = [{'valueInteger': 7}]
        done = run('form', 'check', path, '--response', self.file('r.json', response))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, '', ''))

    def test_migrate_says_what_becomes_of_each_answer(self):
        old = self.file('1.json', form('1', {'linkId': 'a', 'type': 'string', 'text': 'Ett'},
                                       {'linkId': 'b', 'type': 'integer'}))
        new = self.file('2.json', form('2', {'linkId': 'a', 'type': 'text', 'text': 'En'},
                                       {'linkId': 'c', 'type': 'boolean'}))
        draft = run('form', 'fill', old, self.file('a.json', {'a': 'hej', 'b': 3}), '--draft')
        done = run('form', 'migrate', old, new, self.file('r.json', draft.stdout))
        migrated = json.loads(done.stdout)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.splitlines(), [
            'carried: a (reworded) "hej"', 'new: c', 'unplaced: b 3',
            '1 carried, 0 converted, 0 moved, 0 flagged, 1 new, 1 unplaced'])
        self.assertEqual(migrated['questionnaire'], URL + '|2')
        self.assertEqual(migrated['status'], 'in-progress')
        self.assertEqual([item['linkId'] for item in migrated['item']], ['a'])

    def test_a_diary_of_days_leaves_every_word_readable_in_the_diary_of_weeks(self):
        """The versions have no question in common: a week where there was a day."""
        day, week = (os.path.join(TEMPLATES, name) for name in ('dagboksblad-1.0.0.json', 'dagboksblad.json'))
        answers = {'dag-datum': '2014-03-14', 'somn-timmar': 6.5, 'tanke-dagen': 'En bra dag.',
                   'stund': [{'stund-gjorde': 'Gick till affären.', 'stund-kraft': 2}, {'stund-gjorde': 'Vilade.'}]}
        draft = run('form', 'fill', day, self.file('a.json', answers), '--draft')
        done = run('form', 'migrate', day, week, self.file('r.json', draft.stdout))
        self.assertEqual([line for line in done.stderr.splitlines() if line.startswith('unplaced')], [
            'unplaced: dag-datum "2014-03-14"', 'unplaced: somn-timmar 6.5',
            'unplaced: stund-gjorde "Gick till affären."', 'unplaced: stund-kraft 2', 'unplaced: stund-gjorde "Vilade."', 'unplaced: tanke-dagen "En bra dag."'])
        self.assertRegex(done.stderr.splitlines()[-1],
                         '^0 carried, 0 converted, 0 moved, 0 flagged, [0-9]+ new, 6 unplaced$')
        self.assertEqual(json.loads(done.stdout)['questionnaire'],
                         'https://amia.se/fhir/Questionnaire/dagboksblad|2.0.0')

    def test_print_has_the_variant_of_the_sub_project(self):
        if shutil.which('pdftotext') is None:
            self.skipTest('pdftotext is not here')
        for subproject, named in ((None, ['Öst', 'Väst', 'Syd', 'Nord']), ('Nord', ['Nord']), ('Syd', ['Syd'])):
            pdf = os.path.join(self.folder, 'blank.pdf')
            more = ('--subproject', subproject) if subproject else ()
            done = run('form', 'print', os.path.join(TEMPLATES, 'kartlaggning.json'), '--blank', '--pdf', pdf, *more)
            self.assertEqual(done.returncode, 0, done.stderr)
            text = subprocess.run(['pdftotext', '-layout', pdf, '-'], capture_output=True, text=True, check=True).stdout
            self.assertEqual([name for name in ('Öst', 'Väst', 'Syd', 'Nord') if name + ': ' in text], named)

    def test_print_draws_earlier_ratings(self):
        if shutil.which('pdftotext') is None:
            self.skipTest('pdftotext is not here')
        mapping, pdf = os.path.join(TEMPLATES, 'kartlaggning.json'), os.path.join(self.folder, 'filled.pdf')
        answers = []
        for day, ability in (('2014-01-14', 2), ('2014-04-03', 6)):
            draft = run('form', 'fill', mapping, self.file('a.json', {'skattning-formaga': ability}), '--draft')
            response = dict(json.loads(draft.stdout), authored=f'{day}T09:00:00+01:00')
            answers.append(self.file(f'{day}.json', response))
        done = run('form', 'print', mapping, '--response', answers[1], '--earlier', answers[0],
                   '--on', '2014-04-03', '--pdf', pdf)
        self.assertEqual(done.returncode, 0, done.stderr)
        text = subprocess.run(['pdftotext', '-raw', pdf, '-'], capture_output=True, text=True, check=True).stdout
        self.assertRegex(' '.join(text.split()), r'14 januari 2014 3 april 2014 \(det här\) .* arbeta just nu\? 2 6 ')
        refused = run('form', 'print', mapping, '--blank', '--earlier', answers[0], '--pdf', pdf)
        self.assertEqual(refused.returncode, 64)

    def test_migrate_refuses_another_form(self):
        old = self.file('1.json', form('1', {'linkId': 'a', 'type': 'string'}))
        other = self.file('2.json', dict(form('2'), url='https://example.org/other'))
        draft = run('form', 'fill', old, self.file('a.json', {'a': 'hej'}), '--draft')
        done = run('form', 'migrate', old, other, self.file('r.json', draft.stdout))
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('is no version of', done.stderr)

    def test_compare_marks_what_breaks(self):
        old = self.file('1.json', form('1', {'linkId': 'a', 'type': 'string'}))
        new = self.file('2.json', form('2', {'linkId': 'a', 'type': 'date'}))
        done = run('form', 'compare', old, new)
        self.assertEqual((done.returncode, done.stdout), (2, '! type: a “string” → “date”\n'))
        same = run('form', 'compare', old, old)
        self.assertEqual((same.returncode, same.stdout), (0, ''))


if __name__ == '__main__':
    unittest.main()
