#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""FK and AF approve one closing document without a network, in any order: both words stand once both
laptops know of both, and neither stands once somebody has changed anything."""

import json
import subprocess
import unittest

from office import TOOL, Office, change, environment, new_id

CLOSING = 'https://amia.se/fhir/Questionnaire/slutdokumentation|1.0.0'
REASON = {'system': 'https://amia.se/fhir/CodeSystem/avslutsorsak', 'code': 'arbete', 'display': 'Arbete'}
LAST_DAY, CAUSE, RESULT = ('answer/tiden/tiden-slut', 'answer/tiden/tiden-orsak',
                           'answer/resultat/resultat-beskrivning')
PEOPLE = (('anna', 'FK'), ('bo', 'AF'))


class Approval(Office):
    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo = self.open_office(*PEOPLE)
        self.case, _ = self.open_case(self.anna, self.bo)
        self.form = new_id()
        self.write(self.anna, questionnaire=CLOSING, status='in-progress')
        self.write(self.anna, **{LAST_DAY: '2026-11-20', CAUSE: REASON})
        self.settle(self.anna, self.bo)

    def write(self, who, **fields):
        who.put(change(*(('form', self.form, self.case, *field) for field in fields.items())))

    def call(self, who, command):
        return subprocess.run([TOOL, 'form', command, who.path, '--id', self.form], text=True,
                              encoding='utf-8', capture_output=True, env=environment(), timeout=60)

    def approve(self, who):
        done = self.call(who, 'approve')
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def approvals(self, who):
        done = self.call(who, 'approvals')
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def assert_stands(self, who, expected):
        """expected is {agency: state}, joint if there are two that stand."""
        told = self.approvals(who)
        self.assertEqual({one['agency']: one['state'] for one in told['approvals']}, expected, told)
        self.assertEqual(told['joint'], list(expected.values()) == ['stands'] * 2, told)
        return told

    def changed(self, who):
        return {tuple(one['changed']) for one in self.approvals(who)['approvals']}

    def test_both_approve_offline_and_it_stands_on_both(self):
        self.assertEqual(self.approve(self.anna), self.approve(self.bo))
        self.assert_stands(self.anna, {'FK': 'stands'})
        self.assert_stands(self.bo, {'AF': 'stands'})
        self.settle(self.bo, self.anna)
        for laptop in (self.anna, self.bo):
            told = self.assert_stands(laptop, {'FK': 'stands', 'AF': 'stands'})
            self.assertEqual([one['changed'] for one in told['approvals']], [[], []])

    def test_an_edit_that_nobody_had_seen_voids_both(self):
        self.approve(self.anna)
        self.write(self.bo, **{RESULT: 'Tränar två gånger i veckan'})
        self.settle(self.anna, self.bo)
        self.assert_stands(self.anna, {'FK': 'void'})
        self.approve(self.bo)
        self.settle(self.anna, self.bo)
        self.assert_stands(self.anna, {'FK': 'void', 'AF': 'stands'})
        self.approve(self.anna)
        self.settle(self.anna, self.bo)
        for laptop in (self.anna, self.bo):
            told = self.approvals(laptop)
            self.assertTrue(told['joint'])
            self.assertEqual(sorted((one['agency'], one['state']) for one in told['approvals']),
                             [('AF', 'stands'), ('FK', 'stands'), ('FK', 'void')])

    def test_a_change_after_both_voids_both_and_is_named(self):
        self.approve(self.anna)
        self.approve(self.bo)
        self.settle(self.anna, self.bo)
        self.write(self.bo, **{RESULT: 'Något annat'})
        self.settle(self.anna, self.bo)
        for laptop in (self.anna, self.bo):
            self.assert_stands(laptop, {'FK': 'void', 'AF': 'void'})
            self.assertEqual(self.changed(laptop), {(RESULT,)})
        # Taken back: it is the approved content again, word for word.
        self.write(self.bo, **{RESULT: None})
        self.settle(self.anna, self.bo)
        self.assert_stands(self.anna, {'FK': 'stands', 'AF': 'stands'})

    def test_two_versions_void_both_until_they_are_settled(self):
        self.approve(self.anna)
        self.approve(self.bo)
        self.write(self.anna, **{LAST_DAY: '2026-11-21'})
        self.write(self.bo, **{LAST_DAY: '2026-11-22'})
        self.settle(self.anna, self.bo)
        for laptop in (self.anna, self.bo):
            told = self.assert_stands(laptop, {'FK': 'void', 'AF': 'void'})
            self.assertIsNone(told['hash'])
            self.assertEqual(self.changed(laptop), {(LAST_DAY,)})
        self.assertEqual(self.call(self.anna, 'approve').returncode, 1)

    def test_nothing_is_approved_that_lacks_an_answer(self):
        self.write(self.anna, **{CAUSE: None})
        done = self.call(self.anna, 'approve')
        self.assertEqual(done.returncode, 1)
        self.assertIn('tiden-orsak', done.stderr)
        self.assertEqual(self.approvals(self.anna)['approvals'], [])

    def test_who_may_not_read_the_form_hears_of_no_approval(self):
        self.approve(self.anna)
        self.settle(self.anna, self.bo)
        self.assertEqual(len(self.bo.get('--kind', 'approval')), 1)
        for one in self.anna.get('--kind', 'consent'):
            self.anna.put(change(('consent', one['id'], self.case, 'withdrawn', '2026-01-02')))
        self.settle(self.anna, self.bo)
        self.assertEqual([one for one in self.bo.get('--kind', 'approval') if one['fields']], [])


if __name__ == '__main__':
    unittest.main()
