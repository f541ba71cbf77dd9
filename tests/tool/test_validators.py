#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our forms, and responses to them, before validators that others wrote (Node, from the npm registry).

Skips, saying so, where there is no Node or the packages can't be had."""
import filecmp
import glob
import json
import os
import shutil
import subprocess
import tempfile
import unittest

import form_answers

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = os.path.join(HERE, 'validators')
TEMPLATES = os.path.join(HERE, '..', '..', 'data', 'forms', 'templates')
SHARED = os.environ.get('AMIA_SHARED_DIR', os.path.join(HERE, '..', '..', '..', 'shared'))
MODULES = os.environ.get('AMIA_VALIDATORS', os.path.join(tempfile.gettempdir(), 'amia-validators'))
# Its dependencies are a browser's; what is needed of it stands alone in its package.
FORMS = 'lforms@40.1.3'
# LHC-Forms takes no time zone, no reference and no url.
NOT_THEIRS = ('valueDateTime', 'valueReference', 'valueUri')

RESPONSE = {'resourceType': 'QuestionnaireResponse', 'status': 'completed',
            'item': [{'linkId': 'a', 'answer': [{'valueDate': '2024-05-04'}]}]}


def npm(*words):
    return subprocess.run(['npm', *words], cwd=MODULES, capture_output=True, text=True, timeout=240,
                          check=False).returncode == 0


def unpack_forms():
    target = os.path.join(MODULES, 'node_modules', 'lforms')
    if not npm('pack', FORMS):
        return False
    shutil.unpack_archive(os.path.join(MODULES, FORMS.replace('@', '-') + '.tgz'),
                          os.path.join(MODULES, 'unpacked'))
    os.rename(os.path.join(MODULES, 'unpacked', 'package'), target)
    return True


def install():
    """The packages, once for each build folder and list of packages."""
    wanted = os.path.join(SCRIPTS, 'package.json')
    stamp = os.path.join(MODULES, 'installed.json')
    if os.path.exists(stamp) and filecmp.cmp(stamp, wanted, shallow=False):
        return True
    shutil.rmtree(MODULES, ignore_errors=True)
    os.makedirs(MODULES)
    shutil.copy(wanted, MODULES)
    if not (npm('install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock') and
            unpack_forms()):
        return False
    shutil.copy(wanted, stamp)
    return True


def setUpModule():
    if shutil.which('node') is None or shutil.which('npm') is None:
        raise unittest.SkipTest('no Node here')
    if not install():
        raise unittest.SkipTest('the validators can\'t be had from the npm registry')


def node(script, lines):
    done = subprocess.run(['node', os.path.join(SCRIPTS, script), MODULES], text=True,
                          input='\n'.join(lines) + '\n', capture_output=True, timeout=240,
                          check=True)
    return [line.split('\t') for line in done.stdout.splitlines()]


class Validators(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(content if isinstance(content, str) else json.dumps(content))
        return path

    def responses(self, forms):
        """(form, response) for two sets of answers to each."""
        pairs = []
        for form in forms:
            for salt in (0, 1):
                name = f'{os.path.basename(form)}.{salt}'
                done = form_answers.fill(form, salt, self.write('answers.json', ''))
                self.assertEqual(done.returncode, 0, f'{name}: {done.stderr}')
                pairs.append((form, self.write(name, done.stdout)))
        return pairs

    def own_forms(self):
        forms = sorted(glob.glob(os.path.join(TEMPLATES, '*.json')))
        self.assertGreater(len(forms), 15)
        return forms

    def test_they_are_awake(self):
        def broken(name, change):
            response = json.loads(json.dumps(RESPONSE))
            change(response)
            return self.write(name, response)

        question = {'linkId': 'a', 'type': 'string'}
        files = [
            self.write('good', RESPONSE),
            broken('bad-date', lambda one: one['item'][0]['answer'][0].update(valueDate='4 maj')),
            broken('no-status', lambda one: one.pop('status')),
            broken('answer-and-item', lambda one: one['item'][0].update(item=[{'linkId': 'b'}])),
            broken('empty', lambda one: one['item'][0].update(answer=[])),
            self.write('twice', {'resourceType': 'Questionnaire', 'status': 'active',
                                 'item': [question, question]}),
        ]
        found = {(os.path.basename(name), validator)
                 for name, validator, _words in node('validate.js', files)}
        self.assertGreaterEqual(found, {('bad-date', 'schema'), ('no-status', 'fhir'),
                                        ('answer-and-item', 'medplum'), ('empty', 'shape'),
                                        ('twice', 'path')})
        self.assertFalse([one for one in found if one[0] == 'good'])

    def test_the_other_renderer_is_awake(self):
        form = self.write('q', {'resourceType': 'Questionnaire', 'status': 'active', 'item': [
            {'linkId': 'a', 'type': 'date'},
            {'linkId': 'b', 'type': 'string', 'enableWhen': [
                {'question': 'a', 'operator': 'exists', 'answerBoolean': False}]}]})
        good = self.write('good', RESPONSE)
        disabled = json.loads(json.dumps(RESPONSE))
        disabled['item'].append({'linkId': 'b', 'answer': [{'valueString': 'x'}]})
        bad = self.write('bad', disabled)
        verdicts = node('roundtrip.js', [f'{form}\t{good}', f'{form}\t{bad}'])
        self.assertEqual([verdict[1] for verdict in verdicts], ['equal', 'different'])

    def test_our_forms_are_valid(self):
        self.assertEqual(node('validate.js', self.own_forms()), [])

    def test_responses_to_our_forms_are_valid_and_read_alike(self):
        pairs = self.responses(self.own_forms())
        self.assertEqual(node('validate.js', [response for _form, response in pairs]), [])
        verdicts = node('roundtrip.js', ['\t'.join(pair) for pair in pairs])
        self.assertEqual(len(verdicts), len(pairs))
        self.assertEqual([verdict for verdict in verdicts if verdict[1] != 'equal' and
                          not any(name in verdict[-1] for name in NOT_THEIRS)], [])

    def test_responses_to_foreign_forms_are_valid(self):
        forms = sorted(glob.glob(os.path.join(SHARED, 'questionnaires', '*.json')))
        if not forms:
            self.skipTest('no collection of questionnaires here')
        pairs = self.responses(forms)
        self.assertEqual(node('validate.js', [response for _form, response in pairs]), [])


if __name__ == '__main__':
    unittest.main()
