#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts may rely on: exit codes, the form of lines, what is refused."""

import json
import os
import unittest

from office import Office, Replica, change, new_id, run


class Usage(Office):
    def test_wrong_calls_end_with_64(self):
        replica = Replica(self.folder, 'anna', 'FK')
        for line in ([], ['dance'], ['init'], ['init', 'x'], ['init', 'x', '--user', 'a'],
                     ['init', 'x', '--user', 'a', '--agency', 'XX', '--unencrypted'],
                     ['init', 'x', '--user', 'a', '--agency', 'FK'],
                     ['get'], ['get', replica.path, '--nonsense'], ['get', replica.path, 'more'],
                     ['get', replica.path, '--id', 'not-an-id'],
                     ['get', replica.path, '--case', '123'],
                     ['login', replica.path], ['seed', replica.path],
                     ['seed', replica.path, '--cases', 'many', '--seed', '1'],
                     ['search', replica.path], ['form'], ['form', 'dance', 'x'],
                     ['form', 'fill', 'x']):
            with self.subTest(line=line):
                done = run(*line)
                self.assertEqual(done.returncode, 64)
                self.assertEqual(done.stdout, '')
                self.assertNotEqual(done.stderr, '')

    def test_help_is_no_mistake(self):
        done = run('--help')
        self.assertEqual(done.returncode, 0)
        for command in ('init', 'login', 'put', 'get', 'sync', 'log', 'search', 'verify', 'seed',
                        'form check', 'form fill',
                        'form migrate', 'form compare'):
            self.assertIn(f'  {command} ', done.stdout)

    def test_what_is_not_a_replica_is_said_and_left(self):
        path = os.path.join(self.folder, 'letter.txt')
        with open(path, 'w', encoding='utf-8') as letter:
            letter.write('Kära du!\n' * 1000)
        for command in ('get', 'log', 'verify', 'sync', 'put'):
            done = run(command, path)
            self.assertEqual(done.returncode, 1, command)
            self.assertNotEqual(done.stderr, '')
        with open(path, encoding='utf-8') as letter:
            self.assertEqual(letter.read(), 'Kära du!\n' * 1000)
        self.assertEqual(run('get', os.path.join(self.folder, 'nothing')).returncode, 1)

    def test_init_never_replaces_a_file(self):
        replica = Replica(self.folder, 'anna', 'FK')
        again = run('init', replica.path, '--user', 'bo', '--agency', 'AF', '--unencrypted')
        self.assertEqual(again.returncode, 1)
        self.assertEqual(replica.must('verify'), 'ok\n')


class Passphrase(Office):
    def setUp(self):
        super().setUp()
        self.path = os.path.join(self.folder, 'secret.db')
        self.good = self.write('good', 'trettio blå tåg\n')
        self.bad = self.write('bad', 'fel\n')

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return {'AMIA_PASSPHRASE_FILE': path}

    def init(self, *more, env=None):
        return run('init', self.path, '--user', 'anna', '--agency', 'FK', *more, env=env)

    def test_opens_with_the_right_one_only(self):
        self.assertEqual(self.init(env=self.good).returncode, 0)
        self.assertEqual(run('verify', self.path, env=self.good).returncode, 0)
        for env in (self.bad, {}, self.write('empty', ''), self.write('blank', '\n'),
                    {'AMIA_PASSPHRASE_FILE': '/nonexistent'}):
            done = run('get', self.path, env=env)
            self.assertEqual(done.returncode, 1)
            self.assertNotEqual(done.stderr, '')

    def test_wants_one_or_the_word_that_there_is_none(self):
        self.assertEqual(self.init().returncode, 64)
        self.assertFalse(os.path.exists(self.path))

    def test_the_word_is_stronger_than_the_environment(self):
        self.assertEqual(self.init('--unencrypted', env=self.good).returncode, 0)
        self.assertEqual(run('verify', self.path).returncode, 0)

    def test_one_that_is_not_needed_is_left_alone(self):
        self.assertEqual(self.init('--unencrypted').returncode, 0)
        self.assertEqual(run('verify', self.path, env=self.bad).returncode, 0)


class Put(Office):
    def setUp(self):
        super().setUp()
        self.replica = Replica(self.folder, 'anna', 'FK')
        self.case = new_id()
        self.op = {'kind': 'case', 'id': self.case, 'case': self.case, 'field': 'title',
                   'value': 'Ett'}

    def put(self, *lines):
        return self.replica.run('put', feed=''.join(line + '\n' for line in lines))

    def test_a_line_is_a_change_and_is_named(self):
        done = self.put(json.dumps({'set': [self.op]}), '', '  ',
                        json.dumps({'set': [{**self.op, 'value': 'Två'}], 'over': 'all'}))
        self.assertEqual(done.returncode, 0, done.stderr)
        names = done.stdout.split()
        self.assertEqual([name.split(':')[1] for name in names], ['1', '2'])
        log = self.replica.log()
        self.assertEqual([f'{c["device"]}:{c["n"]}' for c in log], names)
        self.assertEqual(list(log[0]), ['device', 'n', 'at', 'author', 'agency', 'ops'])
        self.assertEqual((log[0]['author'], log[0]['agency']), ('anna', 'FK'))
        self.assertEqual(log[1]['ops'][0]['over'], [names[0]])
        self.assertEqual(log[1]['ops'][0]['area'], 'basics')

    def test_stops_at_the_first_bad_line_and_keeps_those_before(self):
        good = json.dumps({'set': [self.op]})
        for bad in ('{', 'null', '[]', '{}', '{"set":1}', '{"set":[]}', '{"set":[1]}', '{"set":[{}]}',
                    '{"set":[],"set":[]}', '{"set":[],"extra":1}', 'x' * 1000, '{"set":[]} x',
                    json.dumps({'set': [self.op], 'over': 'most'}),
                    json.dumps({'set': [{**self.op, 'id': 'x'}]}),
                    json.dumps({'set': [{**self.op, 'kind': 7}]}),
                    json.dumps({'set': [{**self.op, 'colour': 'red'}]}),
                    json.dumps({'set': [{**self.op, 'value': 7}]}),
                    json.dumps({'set': [self.op, self.op]}),
                    json.dumps({'set': [{k: v for k, v in self.op.items() if k != 'value'}]})):
            with self.subTest(bad=bad[:80]):
                before = len(self.replica.log())
                done = self.put(good, bad, good)
                self.assertEqual(done.returncode, 1)
                self.assertEqual(len(done.stdout.splitlines()), 1)
                self.assertIn('line 2', done.stderr)
                self.assertEqual(len(self.replica.log()), before + 1)

    def test_any_json_is_a_value_of_a_field_that_is_not_known(self):
        values = [None, True, 0, -1.5, 'Åäö "citat" \\ \n', [], [1, [2]], {'a': {'b': []}}]
        record = new_id()
        self.put(json.dumps({'set': [self.op]}))
        for value in values:
            self.replica.put(change(('gizmo', record, self.case, 'future', value)))
            self.assertEqual(self.replica.record(record)['fields']['future'], value)

    def test_what_could_not_be_read_again_is_not_written(self):
        self.put(json.dumps({'set': [self.op]}))
        deep = '[' * 60 + ']' * 60
        for field, value in (('deep', json.loads(deep)), ('"' * 1000, 1), ('\x01' * 300, 1)):
            done = self.put(json.dumps(change(('gizmo', new_id(), self.case, field, value))))
            self.assertEqual(done.returncode, 1)
            self.assertIn('line 1', done.stderr)
        self.replica.put(change(('gizmo', new_id(), self.case, '"' * 500, json.loads(deep[14:-14]))))
        self.assertEqual(len(self.replica.log()), 2)
        self.assertEqual(len(self.replica.get('--kind', 'gizmo')), 1)
        self.assertEqual(self.replica.must('verify'), 'ok\n')

    def test_a_case_may_name_what_is_no_participant(self):
        goal = new_id()
        self.replica.put({'set': [self.op]}, change(('goal', goal, self.case, 'text', 'Gå ut')))
        for named in (self.case, goal, new_id()):
            self.replica.put(change(('case', self.case, self.case, 'participant', named)))
            self.assertEqual(self.replica.must('verify'), 'ok\n')

    def test_a_journal_note_is_written_once(self):
        note = new_id()
        self.put(json.dumps({'set': [self.op]}))
        self.replica.put(change(('journal', note, self.case, 'headline', 'Möte'),
                                ('journal', note, self.case, 'text', 'Vi talade.')))
        done = self.put(json.dumps(change(('journal', note, self.case, 'text', 'Nej.'))))
        self.assertEqual(done.returncode, 1)
        self.assertEqual(self.replica.record(note)['fields']['text'], 'Vi talade.')

    def test_get_is_sorted_and_selects(self):
        person = new_id()
        self.replica.put({'set': [self.op]}, change(('participant', person, None, 'name', 'Åsa')))
        everything = self.replica.get()
        self.assertEqual(everything, sorted(everything, key=lambda r: (r['kind'], r['id'])))
        self.assertEqual(list(everything[0]),
                         ['kind', 'id', 'case', 'removed', 'fields', 'conflicts'])
        self.assertEqual([r['id'] for r in self.replica.get('--kind', 'participant')], [person])
        self.assertEqual({r['kind'] for r in self.replica.get('--case', self.case)},
                         {'case', 'member'})
        self.assertEqual(self.replica.get('--id', new_id()), [])

    def test_who_opens_a_case_is_its_first_member(self):
        self.put(json.dumps({'set': [self.op]}))
        members = self.replica.get('--kind', 'member')
        self.assertEqual([m['fields']['user'] for m in members], ['anna'])

    def test_removed_is_removed_and_search_knows(self):
        goal = new_id()
        self.replica.put({'set': [self.op]},
                         change(('goal', goal, self.case, 'text', 'Ännu ett mål')))
        self.assertEqual(len(self.replica.must('search', 'ännu').splitlines()), 1)
        self.replica.put(change(('goal', goal, self.case, 'removed', True)))
        self.assertTrue(self.replica.record(goal)['removed'])
        self.assertEqual(self.replica.must('search', 'ännu'), '')
        self.assertEqual(self.replica.must('verify'), 'ok\n')


class Seed(Office):
    def test_same_seed_same_cases(self):
        one = Replica(self.folder, 'anna', 'FK')
        two = Replica(os.path.join(self.folder, ''), 'bo', 'FK')
        three = Replica(self.folder, 'cecilia', 'FK')
        for replica, seed in ((one, 5), (two, 5), (three, 6)):
            self.assertEqual(replica.must('seed', '--cases', '10', '--seed', str(seed)), '')
        mine = [r for r in one.get() if r['kind'] != 'member']
        yours = [r for r in two.get() if r['kind'] != 'member']
        others = [r for r in three.get() if r['kind'] != 'member']
        self.assertEqual(mine, yours)
        self.assertNotEqual(mine, others)
        self.assertEqual([c['at'] for c in one.log()], [c['at'] for c in two.log()])
        self.assertEqual(len([r for r in mine if r['kind'] == 'case']), 10)
        self.assertEqual(one.must('verify'), 'ok\n')

    def test_nobody_in_it_lives(self):
        replica = Replica(self.folder, 'anna', 'FK')
        replica.must('seed', '--cases', '50', '--seed', '1')
        for person in replica.get('--kind', 'participant'):
            number = person['fields']['personnummer']
            self.assertTrue(1880 <= int(number[:4]) <= 1899)
            digits = [int(d) for d in number[2:8] + number[9:]]
            total = sum(sum(divmod(d * (2 - i % 2), 10)) for i, d in enumerate(digits))
            self.assertEqual(total % 10, 0, number)


class Form(Office):
    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(content if isinstance(content, str) else json.dumps(content))
        return path

    def setUp(self):
        super().setUp()
        self.form = {'resourceType': 'Questionnaire', 'url': 'https://example.org/q',
                     'version': '1', 'status': 'active', 'item': [
                         {'linkId': 'name', 'type': 'string', 'text': 'Namn', 'required': True},
                         {'linkId': 'age', 'type': 'integer', 'text': 'Ålder'}]}

    def test_check_counts_and_says_what_is_not_supported(self):
        done = run('form', 'check', self.write('q.json', self.form))
        self.assertEqual((done.returncode, done.stdout), (0, '2 items\n'))

        # A list that stands elsewhere is named; the question is answered in words.
        self.form['item'] += [{'linkId': x, 'type': 'choice', 'text': x,
                               'answerValueSet': 'https://example.org/vs'} for x in 'ab']
        done = run('form', 'check', self.write('q.json', self.form))
        self.assertEqual((done.returncode, done.stdout), (0, '4 items\n'))
        self.assertIn('https://example.org/vs', done.stderr)

        self.form['item'][0]['extension'] = [{
            'url': 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-answerExpression',
            'valueExpression': {'language': 'text/fhirpath', 'expression': "'x'"}}]
        done = run('form', 'check', self.write('q.json', self.form))
        self.assertEqual(done.returncode, 2)
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], '4 items')
        self.assertEqual(len(lines), 2)

    def test_check_says_why_it_cannot_load(self):
        for content in ('', '{', '[]', '{"resourceType":"Patient"}', '\x00'):
            done = run('form', 'check', self.write('bad.json', content))
            self.assertEqual(done.returncode, 1)
            self.assertNotEqual(done.stderr, '')
        self.assertEqual(run('form', 'check', '/nonexistent').returncode, 1)

    def test_fill_lets_nothing_through_that_fhir_does_not_know(self):
        self.form['item'] = [{'linkId': 'weight', 'type': 'quantity', 'text': 'Vikt'}]
        form = self.write('q.json', self.form)
        quantity = {'value': 70, 'unit': 'kg'}
        for more, code in (({}, 0), ({'comparator': '<'}, 0), ({'comparator': '~'}, 1),
                           ({'unit': 7}, 1), ({'value': '70'}, 1), ({'colour': 'red'}, 1)):
            answers = self.write('a.json', {'weight': {**quantity, **more}})
            self.assertEqual(run('form', 'fill', form, answers).returncode, code, more)

    def test_fill_prints_a_response_or_every_message(self):
        form = self.write('q.json', self.form)
        done = run('form', 'fill', form, self.write('a.json', {'name': 'Åsa', 'age': 7}))
        self.assertEqual(done.returncode, 0, done.stderr)
        response = json.loads(done.stdout)
        self.assertEqual(response['resourceType'], 'QuestionnaireResponse')
        self.assertEqual(response['status'], 'completed')

        done = run('form', 'fill', form, self.write('a.json', {'age': 'sju'}))
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('name', done.stderr)
        self.assertIn('age', done.stderr)

        done = run('form', 'fill', form, self.write('a.json', {'age': 7}), '--draft')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)['status'], 'in-progress')


if __name__ == '__main__':
    unittest.main()
