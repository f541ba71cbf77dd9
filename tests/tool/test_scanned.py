#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Printed, written on with a pencil, scanned: a page finds its way back to its form, or is told which."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from office import change, new_id, run

PLACES = 'https://amia.se/fhir/Questionnaire/tillganglighet|1.0.0'
TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../data/forms/templates')


@unittest.skipIf(shutil.which('pdftoppm') is None, 'pdftoppm is not here')
class Scanned(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.replica = os.path.join(self.folder, 'anna.amia')
        self.case, self.form, self.other = new_id(), new_id(), new_id()
        self.do('init', self.replica, '--user', 'anna', '--agency', 'FK', '--unencrypted')
        ops = [('case', self.case, self.case, 'title', 'Hulda Ekvall')]
        for form in (self.form, self.other):
            ops += [('form', form, self.case, 'questionnaire', PLACES), ('form', form, self.case, 'status', 'in-progress')]
        self.do('put', self.replica, feed=json.dumps(change(*ops)) + '\n')

    def do(self, *arguments, feed=''):
        done = run(*arguments, feed=feed)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def scan(self, *ids):
        """The second page, as a scanner would see it."""
        pdf, picture = os.path.join(self.folder, 'form.pdf'), os.path.join(self.folder, 'scan')
        self.do('form', 'print', os.path.join(TEMPLATES, 'tillganglighet.json'), '--blank', '--pdf', pdf, *ids)
        subprocess.run(['pdftoppm', '-r', '150', '-f', '2', '-l', '2', '-singlefile', '-png', pdf, picture], check=True)
        return picture + '.png'

    def attach(self, path, *more):
        done = self.do('attach', self.replica, path, '--case', self.case, *more)
        record = json.loads(self.do('get', self.replica, '--id', done.stdout.strip()).stdout)
        return record['fields'].get('form'), done.stderr.strip()

    def test_a_page_finds_its_form_by_its_code(self):
        page = self.scan('--case', self.case, '--form', self.form)
        self.assertEqual(self.attach(page), (self.form, f'page 2 of form {self.form}'))

    def test_a_page_of_another_case_stays_by_itself(self):
        self.assertEqual(self.attach(self.scan('--case', new_id(), '--form', self.form)), (None, ''))

    def test_a_page_without_a_form_is_told_which(self):
        page = self.scan()
        self.assertEqual(self.attach(page), (None, ''))
        self.assertEqual(self.attach(page, '--form', self.other), (self.other, ''))


if __name__ == '__main__':
    unittest.main()
