#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers as files: out of one case and into another, all of a case's at once, and nothing by halves."""
import csv
import io
import json
import os
import tempfile
import unittest

from office import change, new_id, run

PLAN = 'https://amia.se/fhir/Questionnaire/handlingsplan'
OWN = 'https://jamtland.example/fhir/Questionnaire/vilotid'
OWN_FORM = {'resourceType': 'Questionnaire', 'status': 'active', 'url': OWN, 'version': '1.0', 'title': 'Vilotid',
            'extension': [{'url': 'https://amia.se/fhir/StructureDefinition/joint-approval', 'valueBoolean': True}],
            'item': [{'linkId': 'vila', 'type': 'text', 'text': 'Hur vilar du?'},
                     {'linkId': 'timmar', 'type': 'decimal', 'text': 'Hur många timmar?'},
                     {'linkId': 'foto', 'type': 'attachment', 'text': 'Bild'},
                     {'linkId': 'rad', 'type': 'group', 'repeats': True, 'item': [
                         {'linkId': 'dag', 'type': 'date', 'text': 'Dag'}]}]}


def response(*items, **more):
    return {'resourceType': 'QuestionnaireResponse', 'status': 'completed', 'questionnaire': OWN + '|1.0',
            'item': list(items), **more}


def item(link_id, **value):
    return {'linkId': link_id, 'answer': [value]}


class Exchange(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.replica = os.path.join(self.folder, 'anna.amia')
        self.do('init', self.replica, '--user', 'anna', '--agency', 'FK', '--unencrypted')
        self.case, self.other = new_id(), new_id()
        template, person = new_id(), new_id()
        for case in (self.case, self.other):
            self.put(('participant', person, None, 'name', 'Hulda Ekvall'),
                     ('case', case, case, 'title', 'Hulda Ekvall'), ('case', case, case, 'participant', person))
        self.put(*(('template', template, None, *field) for field in (
            ('url', OWN), ('version', '1.0'), ('title', 'Vilotid'), ('status', 'active'),
            ('data', json.dumps(OWN_FORM, ensure_ascii=False)))))

    def do(self, *arguments, code=0, feed=''):
        done = run(*arguments, feed=feed)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def put(self, *ops):
        self.do('put', self.replica, feed=json.dumps(change(*ops)) + '\n')

    def form(self, url, *answers, kind='form', status='in-progress'):
        identity = new_id()
        self.put((kind, identity, self.case, 'questionnaire', url), (kind, identity, self.case, 'status', status),
                 *((kind, identity, self.case, 'answer/' + path, value) for path, value in answers))
        return identity

    def bring_in(self, content, *more, code=0, case=None):
        path = os.path.join(self.folder, 'svar.json')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(content if isinstance(content, str) else json.dumps(content))
        return self.do('form', 'import', self.replica, '--case', case or self.other, '--response', path, *more, code=code)

    def record(self, identity):
        return json.loads(self.do('get', self.replica, '--id', identity).stdout)

    def forms(self):
        return self.do('get', self.replica, '--kind', 'form').stdout.splitlines()

    def test_out_of_one_case_and_into_another(self):
        form = self.form(OWN + '|1.0', ('vila', 'På soffan.'), ('timmar', 1.5), ('rad/[1]', 'V'),
                         ('rad/[1]/dag', '2014-03-14'))
        out = self.do('form', 'export', self.replica, '--id', form).stdout
        done = self.bring_in(out)
        self.assertIn('3 answered, of ' + OWN + '|1.0', done.stderr)
        again = self.record(done.stdout.strip())
        self.assertEqual((again['kind'], again['case'], again['fields']['status']), ('form', self.other, 'in-progress'))
        self.assertEqual(json.loads(self.do('form', 'export', self.replica, '--id', again['id']).stdout)['item'],
                         json.loads(out)['item'])

    def test_what_has_no_place_is_named_and_left_out(self):
        answers = response(item('vila', valueString='På soffan.'), item('timmar', valueString='många'),
                           item('dans', valueBoolean=True), item('foto', valueAttachment={
                               'contentType': 'image/png', 'data': 'iVBORw0KGgo='}))
        before = self.forms()
        dry = self.bring_in(answers, '--dry-run', code=2)
        self.assertEqual((dry.stdout, self.forms()), ('', before))
        done = self.bring_in(answers)
        self.assertEqual(done.stderr, dry.stderr)
        for words in ('timmar: ', 'dans: ', 'attachments left out: 1', '1 answered'):
            self.assertIn(words, done.stderr)
        fields = self.record(done.stdout.strip())['fields']
        self.assertEqual([name for name in fields if name.startswith('answer/')], ['answer/vila'])

    def test_what_can_not_come_in_leaves_nothing(self):
        before = self.forms()
        survey = {**response(), 'questionnaire': 'https://amia.se/fhir/Questionnaire/enkat-1|1.0.0'}
        for content in ('{"resourceType": "Patient"}', 'inget', response(questionnaire='https://example.org/okänt|1'),
                        {'resourceType': 'QuestionnaireResponse', 'status': 'completed'}, survey):
            self.bring_in(content, code=1)
        self.bring_in(response(), code=1, case=new_id())
        self.assertEqual(self.forms(), before)

    def test_all_of_a_case_in_one_bundle(self):
        empty = json.loads(self.do('form', 'export', self.replica, '--case', self.case).stdout)
        self.assertEqual(empty, {'resourceType': 'Bundle', 'type': 'collection'})
        forms = {self.form(OWN + '|1.0', ('vila', 'På soffan.')), self.form(PLAN + '|1.0.0')}
        unknown = self.form('https://example.org/okänt|1', ('a', 'b'))
        self.form('https://amia.se/fhir/Questionnaire/reflektion|1.0.0', kind='pair-form')
        done = self.do('form', 'export', self.replica, '--case', self.case)
        bundle = json.loads(done.stdout)
        self.assertEqual({entry['fullUrl'] for entry in bundle['entry']}, {'urn:uuid:' + form for form in forms})
        self.assertEqual({entry['resource']['resourceType'] for entry in bundle['entry']}, {'QuestionnaireResponse'})
        self.assertIn('left out: 1', done.stderr)
        self.assertNotIn(unknown, done.stdout)

    def test_the_pairs_own_forms_are_in_their_table(self):
        url = 'https://amia.se/fhir/Questionnaire/reflektion'
        self.form(url + '|1.0.0', kind='pair-form')
        text = self.do('form', 'export', self.replica, '--form', url, '--csv').stdout
        lines = list(csv.reader(io.StringIO(text[1:], newline=''), delimiter=';'))
        self.assertEqual([line[2:4] for line in lines[2:]], [['1.0.0', 'in-progress']])

    def test_an_own_form_is_approved_like_a_shipped_one(self):
        form = self.form(OWN + '|1.0', ('vila', 'På soffan.'))
        content = self.do('form', 'approve', self.replica, '--id', form).stdout.strip()
        found = json.loads(self.do('form', 'approvals', self.replica, '--id', form).stdout)
        self.assertEqual((found['hash'], found['joint']), (content, False))
        self.assertEqual([(one['agency'], one['state']) for one in found['approvals']], [('FK', 'stands')])


if __name__ == '__main__':
    unittest.main()
