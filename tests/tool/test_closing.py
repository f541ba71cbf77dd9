#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No case is closed without a closing document that FK and AF have both approved as it stands; with one it is, keeps
its days after ALI, and can be taken up again."""

import unittest

from office import Office, change, day, new_id, run

CLOSING = 'https://amia.se/fhir/Questionnaire/slutdokumentation|1.0.0'
REASON = {'system': 'https://amia.se/fhir/CodeSystem/avslutsorsak', 'code': 'arbete', 'display': 'Arbete'}
WAY = ('--cause', 'arbete', '--way-on', 'egen-forsorjning')


class Closing(Office):
    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo = self.open_office(('anna', 'FK'), ('bo', 'AF'))
        self.case, _ = self.open_case(self.anna, self.bo)
        self.form = new_id()
        self.write('form', self.form, questionnaire=CLOSING, status='in-progress',
                   **{'answer/tiden/tiden-slut': '2026-11-20', 'answer/tiden/tiden-orsak': REASON})
        self.write('visit', new_id(), step='7', **{'from': day(-10)})
        self.settle(self.anna, self.bo)

    def write(self, kind, record, **fields):
        self.anna.put(change(*((kind, record, self.case, *field) for field in fields.items())))

    def close(self, who, *more):
        return who.run('close', '--case', self.case, *more)

    def approve(self, who):
        done = run('form', 'approve', who.path, '--id', self.form)
        self.assertEqual(done.returncode, 0, done.stderr)

    def fields(self, who):
        return who.record(self.case)['fields']

    def test_the_hard_rule(self):
        def refused(words, *more):
            done = self.close(self.anna, *more)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(words, done.stderr)

        refused('document', *WAY)
        self.approve(self.anna)
        refused('document', *WAY)
        self.approve(self.bo)
        self.settle(self.anna, self.bo)
        refused('cause', '--way-on', 'egen-forsorjning')
        refused('way-on', '--cause', 'arbete')
        refused('day', *WAY, '--on', day(1))
        self.assertNotIn('closed', self.fields(self.anna))

        # A word changed in the last second makes both approvals void.
        self.write('form', self.form, **{'answer/tiden/tiden-slut': '2026-11-19'})
        refused('document', *WAY)
        self.write('form', self.form, **{'answer/tiden/tiden-slut': '2026-11-20'})
        done = self.close(self.anna, *WAY)
        self.assertEqual((done.returncode, done.stdout), (0, 'closed\n'), done.stderr)
        refused('closed', *WAY)

    def test_closed_and_taken_up_again(self):
        self.write('case', self.case, **{'ali-from': day(-100)})
        self.approve(self.anna)
        self.approve(self.bo)
        self.settle(self.anna, self.bo)
        self.assertEqual(self.close(self.bo, *WAY, '--on', day(-1)).returncode, 0)
        self.settle(self.bo, self.anna)
        fields = self.fields(self.anna)
        self.assertEqual((fields['status'], fields['closed'], fields['outcome'], fields['way-on']),
                         ('closed', day(-1), 'arbete', 'egen-forsorjning'))
        visit, = self.anna.get('--case', self.case, '--kind', 'visit')
        self.assertEqual(visit['fields']['to'], day(-1))
        # What is due after ALI is due in closed cases, too.
        self.assertIn('status/90', self.anna.must('due'))

        self.assertEqual(self.close(self.anna, '--reopen').stdout, 'open\n')
        self.assertEqual(self.fields(self.anna)['status'], 'open')
        self.assertEqual(self.anna.must('verify').strip(), 'ok')

    def test_called_wrongly(self):
        self.assertEqual(self.anna.run('close').returncode, 64)
        self.assertEqual(self.anna.run('close', '--case', 'x').returncode, 64)


if __name__ == '__main__':
    unittest.main()
