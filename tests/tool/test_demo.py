#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stories of app/demo are told through a real server, and are right in themselves."""

import datetime
import json
import os
import re
import subprocess
import tempfile
import unittest

from office import SERVER, TOOL, environment, run

SOURCE = os.environ['AMIA_SOURCE_DIR']
DEMO = os.path.join(SOURCE, 'app', 'demo')
TEMPLATES = os.path.join(SOURCE, 'data', 'forms', 'templates')
STORIES = ('fk', 'around', 'fk-later', 'af')

# What app/run gives it; the server is stopped again.
SCRIPT = '''
say () { :; }
fail () { printf '%s\\n' "$*" >&2; exit 1; }
demo_dir=$1 tool_program=$2 server_program=$3
. "$4/demo.sh"
trap stop_server EXIT
make_demo
'''


def read_stories():
    for story in STORIES:
        with open(os.path.join(DEMO, story + '.jsonl'), encoding='utf-8') as lines:
            for line in lines:
                yield from json.loads(line)['set']


def is_valid(number):
    """The check digit of a personnummer, by the Luhn formula over its last ten digits."""
    digits = [int(d) for d in re.sub(r'\D', '', number)[2:]]
    doubled = [d * 2 if i % 2 == 0 else d for i, d in enumerate(digits)]
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def fill(answers, path, value):
    """Puts one answer field into what `form fill` reads; rows stand under their ids for now."""
    *way, last = path.split('/')[1:]
    place = answers
    for name in way:
        place = place.setdefault(name, {})
    place[last] = value


def list_rows(answers):
    """The rows of repeating groups as lists."""
    if not isinstance(answers, dict):
        return answers
    if answers and all(key[0] == '[' for key in answers):
        return [list_rows(row) for row in answers.values()]
    return {key: list_rows(value) for key, value in answers.items()}


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix='amia-demo-')
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = cls.temporary.name
        cls.made = subprocess.run(['bash', '-uc', SCRIPT, 'demo', cls.folder, TOOL, SERVER, DEMO],
                                  capture_output=True, text=True, timeout=120, env=environment())

    def laptop(self, name):
        return os.path.join(self.folder, name + '.amia')

    def get(self, name, *arguments):
        got = run('get', self.laptop(name), *arguments)
        return [json.loads(line) for line in got.stdout.splitlines()]

    def test_two_laptops_tell_the_same_four_stories(self):
        """But for the people on the selection list, whom nobody has handed over yet."""
        self.assertEqual((self.made.returncode, self.made.stderr), (0, ''))
        candidates = [case for case in self.get('fk', '--kind', 'case') if case['fields'].get('status') == 'selection']
        hidden = {case['id'] for case in candidates} | {case['fields']['participant'] for case in candidates}
        shared = [record for record in self.get('fk') if not {record['id'], record.get('case')} & hidden]
        self.assertEqual(len(candidates), 4)
        self.assertEqual(shared, self.get('af'))
        for name, n_cases in (('fk', 8), ('af', 4)):
            self.assertEqual(run('verify', self.laptop(name)).stdout, 'ok\n')
            self.assertEqual(len(self.get(name, '--kind', 'case')), n_cases)

    def test_each_place_has_something_to_show(self):
        for kind, n_min in (('offer', 7), ('group', 2), ('seat', 3), ('enrolment', 2), ('occasion', 8), ('suggestion', 2),
                            ('income', 5), ('todo', 5), ('revision', 1)):
            self.assertGreaterEqual(len(self.get('af', '--kind', kind)), n_min, kind)

    def test_what_is_closed_was_approved_by_both(self):
        closed = [case['id'] for case in self.get('fk', '--kind', 'case') if case['fields'].get('status') == 'closed']
        self.assertEqual(len(closed), 2)
        for case in closed:
            self.assertIn('may-close yes', run('process', self.laptop('af'), '--case', case).stdout)

    def test_who_is_protected_is_in_no_list(self):
        self.assertNotIn('Fjällsjö', run('search', self.laptop('fk'), 'Fjällsjö').stdout)

    def test_it_ends_this_week(self):
        """Told as of today: what is due in the demo is due now, and no day of the written story is left."""
        days = [note['fields']['date'] for note in self.get('fk', '--kind', 'journal')]
        self.assertLess((datetime.date.today() - datetime.date.fromisoformat(max(days))).days, 14)
        everything = run('get', self.laptop('fk')).stdout
        self.assertNotRegex(everything, r'2014-\d\d-\d\d|\\x01|\\u0001')

    def test_nothing_is_refused(self):
        with open(os.path.join(self.folder, 'server.log'), encoding='utf-8') as log:
            text = log.read()
        self.assertIn('refused=0', text)
        self.assertNotRegex(text, r'refused=[1-9]')

    def test_two_answers_have_two_versions(self):
        conflicts = {field: heads for form in self.get('fk', '--kind', 'form')
                     for field, heads in form['conflicts'].items()}
        self.assertEqual(len(conflicts), 2)
        for heads in conflicts.values():
            self.assertEqual({head['author'] for head in heads}, {'anna', 'bertil'})

    def test_passwords_are_the_owners_only(self):
        for user in ('anna', 'bertil'):
            mode = os.stat(os.path.join(self.folder, user + '.password')).st_mode
            self.assertEqual(mode & 0o777, 0o600)


class Stories(unittest.TestCase):
    def test_people_are_of_the_nineteenth_century(self):
        numbers = [op['value'] for op in read_stories() if op['field'] == 'personnummer']
        self.assertEqual(len(numbers), 8)
        for number in numbers:
            self.assertRegex(number, r'^18[89]\d{5}-\d{4}$')
            self.assertTrue(is_valid(number), number)

    def test_codes_are_those_that_the_program_has_words_for(self):
        known = {('offer', 'category'): '1234', ('group', 'kind'): ('redo', 'komigang', 'deltagartraff', 'halsa', 'annan'),
                 ('suggestion', 'status'): ('new', 'doing', 'done', 'declined')}
        for op in read_stories():
            codes = known.get((op['kind'], op['field']))
            self.assertTrue(codes is None or op['value'] in codes, op)

    def test_forms_have_nothing_to_complain_of(self):
        forms = {}
        for op in read_stories():
            if op['kind'] == 'form':
                fields = forms.setdefault(op['id'], {})
                fields[op['field']] = op['value']
        self.assertGreaterEqual(len(forms), 12)
        for form, fields in forms.items():
            with self.subTest(form=form):
                self.check_form(fields)

    def check_form(self, fields):
        name, version = fields['questionnaire'].split('/')[-1].split('|')
        # An older version than the one that new forms begin with has its number in its name.
        older = os.path.join(TEMPLATES, f'{name}-{version}.json')
        template = older if os.path.exists(older) else os.path.join(TEMPLATES, name + '.json')
        answers = {}
        for path, value in fields.items():
            # A row's own field is its place among the rows.
            if path.startswith('answer/') and not path.endswith(']'):
                fill(answers, path, value)
        with tempfile.NamedTemporaryFile('w', suffix='.json', encoding='utf-8') as file:
            json.dump(list_rows(answers), file)
            file.flush()
            filled = run('form', 'fill', template, file.name,
                         *(['--draft'] if fields['status'] != 'completed' else []))
        self.assertEqual((filled.returncode, filled.stderr), (0, ''))
        response = json.loads(filled.stdout)
        self.assertEqual(response['questionnaire'], fields['questionnaire'])


if __name__ == '__main__':
    unittest.main()
