#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two and three laptops edited apart and synced in any order: the same everywhere, nothing lost,
conflicts listed on both sides."""

import itertools
import json
import random
import unittest

from office import Office, change, new_id

PEOPLE = (('anna', 'FK'), ('bo', 'AF'))


class TwoLaptops(Office):
    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo = self.open_office(*PEOPLE)
        self.case, self.person = self.open_case(self.anna, self.bo)
        self.goal = new_id()
        self.anna.put(change(('goal', self.goal, self.case, 'text', 'Ett mål')))
        self.settle(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)

    def write(self, who, value, field='text', over=None):
        who.put(change(('goal', self.goal, self.case, field, value), over=over))

    def heads(self, who, field='text'):
        return [(h['value'], h['author'], h['agency'])
                for h in who.record(self.goal)['conflicts'].get(field, [])]

    def sync_and_compare(self, *order):
        for replica in order or (self.anna, self.bo):
            replica.sync()
        self.settle(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)

    def test_what_one_writes_the_other_reads(self):
        self.write(self.anna, 'Annas mål')
        self.sync_and_compare()
        self.assertEqual(self.bo.record(self.goal)['fields']['text'], 'Annas mål')
        self.assertEqual(self.bo.record(self.goal)['conflicts'], {})

    def test_different_fields_do_not_meet(self):
        self.write(self.anna, 'Annas mål')
        self.write(self.bo, 'pågår', 'status')
        self.sync_and_compare()
        self.assertEqual(self.anna.record(self.goal)['fields'],
                         {'text': 'Annas mål', 'status': 'pågår'})
        self.assertEqual(self.anna.record(self.goal)['conflicts'], {})

    def test_same_field_keeps_both_and_can_be_settled(self):
        self.write(self.anna, 'Annas mål')
        self.write(self.bo, 'Bos mål')
        self.sync_and_compare(self.bo, self.anna)
        both = [('Annas mål', 'anna', 'FK'), ('Bos mål', 'bo', 'AF')]
        self.assertEqual(sorted(self.heads(self.anna)), both)
        self.assertEqual(sorted(self.heads(self.bo)), both)
        ats = [h['at'] for h in self.anna.record(self.goal)['conflicts']['text']]
        self.assertEqual(ats, sorted(ats))

        self.write(self.bo, 'Vårt mål', over='all')
        self.sync_and_compare()
        self.assertEqual(self.heads(self.anna), [])
        self.assertEqual(self.anna.record(self.goal)['fields']['text'], 'Vårt mål')

    def test_typing_on_replaces_the_shown_one_only(self):
        self.write(self.anna, 'Annas mål')
        self.write(self.bo, 'Bos mål')
        self.sync_and_compare()
        self.write(self.anna, 'Annas nästa mål')
        self.sync_and_compare()
        values = {value for value, _, _ in self.heads(self.bo)}
        self.assertIn('Annas nästa mål', values)
        self.assertEqual(len(values), 2)

    def test_same_value_is_no_conflict(self):
        self.write(self.anna, 'Samma')
        self.write(self.bo, 'Samma')
        self.sync_and_compare()
        self.assertEqual(self.heads(self.anna), [])
        self.assertEqual(self.anna.record(self.goal)['fields']['text'], 'Samma')

    def test_settled_by_both_is_open_again(self):
        self.write(self.anna, 'A')
        self.write(self.bo, 'B')
        self.sync_and_compare()
        self.write(self.anna, 'Annas val', over='all')
        self.write(self.bo, 'Bos val', over='all')
        self.sync_and_compare()
        self.assertEqual({value for value, _, _ in self.heads(self.anna)}, {'Annas val', 'Bos val'})

    def test_deletion_against_edit_loses_no_edit(self):
        for first, second in ((self.anna, self.bo), (self.bo, self.anna)):
            with self.subTest(remover=first.user):
                self.goal = new_id()
                self.write(self.anna, 'Ett mål')
                self.sync_and_compare()
                self.write(first, True, 'removed')
                self.write(second, 'Ändrat ändå')
                self.sync_and_compare(second, first)
                for replica in (self.anna, self.bo):
                    goal = replica.record(self.goal)
                    self.assertFalse(goal['removed'])
                    self.assertEqual(goal['fields']['text'], 'Ändrat ändå')

    def test_deletion_by_both_is_a_deletion(self):
        self.write(self.anna, True, 'removed')
        self.write(self.bo, True, 'removed')
        self.sync_and_compare()
        self.assertTrue(self.anna.record(self.goal)['removed'])

    def test_deletion_that_was_seen_and_undone(self):
        self.write(self.anna, True, 'removed')
        self.sync_and_compare()
        self.assertTrue(self.bo.record(self.goal)['removed'])
        self.write(self.bo, False, 'removed')
        self.sync_and_compare()
        self.assertFalse(self.anna.record(self.goal)['removed'])

    def test_syncing_often_changes_nothing(self):
        self.write(self.anna, 'Annas mål')
        self.sync_and_compare()
        before = self.anna.must('get')
        for replica in (self.anna, self.bo, self.bo, self.anna, self.anna):
            self.assertEqual(replica.sync(), (0, 0, 0))
        self.assertEqual(self.anna.must('get'), before)

    def test_form_answers_meet_only_in_the_same_question(self):
        form = new_id()
        canonical = 'https://amia.se/fhir/Questionnaire/kartlaggning|1.0.0'
        self.anna.put(change(('form', form, self.case, 'questionnaire', canonical),
                             ('form', form, self.case, 'status', 'in-progress')))
        self.sync_and_compare()
        self.anna.put(change(('form', form, self.case, 'answer/framtid/framtid-oro', 'Annas')),
                      change(('form', form, self.case, 'answer/framtid/framtid-behov', 3)))
        self.bo.put(change(('form', form, self.case, 'answer/framtid/framtid-oro', 'Bos')),
                    change(('form', form, self.case, 'answer/halsan/halsa-nu', [1, 2])))
        self.sync_and_compare()
        record = self.anna.record(form)
        self.assertEqual(list(record['conflicts']), ['answer/framtid/framtid-oro'])
        fields = record['fields']
        self.assertEqual((fields['answer/framtid/framtid-behov'], fields['answer/halsan/halsa-nu']), (3, [1, 2]))


class ManyChanges(Office):
    def make_changes(self, chance, who, case, goals, count):
        """A file for put: edits of shared goals, own notes, removals and settlements."""
        own = []
        for number in range(count):
            kind = chance.random()
            goal = chance.choice(goals + own)
            text = f'{who} {number}'
            if kind < 0.1:
                own.append(new_id())
                yield change(('goal', own[-1], case, 'text', text))
            elif kind < 0.2:
                note = new_id()
                yield change(('journal', note, case, 'headline', 'Möte'),
                             ('journal', note, case, 'text', text))
            elif kind < 0.25:
                yield change(('goal', goal, case, 'removed', chance.random() < 0.7))
            elif kind < 0.3:
                yield change(('goal', goal, case, 'text', text), over='all')
            else:
                yield change(('goal', goal, case, chance.choice(('text', 'status')), text))

    def check_nothing_is_lost(self, replicas, written):
        """Everything written is in every log; every value is shown, listed, or was replaced."""
        for replica in replicas:
            log = replica.log()
            names = {f'{c["device"]}:{c["n"]}' for c in log}
            self.assertLessEqual(set(written), names)
            self.check_heads(replica, log)

    def check_heads(self, replica, log):
        replaced, ops = set(), {}
        for one in log:
            for op in one['ops']:
                name = f'{one["device"]}:{one["n"]}'
                ops[(op['id'], op['field'], name)] = op
                for over in op['over']:
                    device, n, *field = over.split(':', 2)
                    replaced.add((op['id'], field[0] if field else op['field'], f'{device}:{n}'))
        records = {record['id']: record for record in replica.get()}
        for (record_id, field, name), op in ops.items():
            if (record_id, field, name) in replaced or field == 'removed':
                continue
            record = records[record_id]
            shown = [record['fields'][field]]
            listed = [h['value'] for h in record['conflicts'].get(field, [])]
            self.assertIn(op['value'], shown + listed)

    def test_500_changes_each_in_every_order(self):
        for order in itertools.permutations((0, 1)):
            with self.subTest(order=order):
                self.run_office(PEOPLE, order, 500, seed=order[0])

    def test_three_laptops_with_a_care_navigator(self):
        self.run_office(PEOPLE + (('cecilia', 'VARD'),), (2, 0, 1), 120, seed=9)

    def run_office(self, people, order, count, seed):
        chance = random.Random(seed)
        self.setUp()
        _, *replicas = self.open_office(*people)
        case, _ = self.open_case(replicas[0], *replicas[1:])
        goals = [new_id() for _ in range(10)]
        replicas[0].put(*(change(('goal', g, case, 'text', 'Från början')) for g in goals))
        self.settle(*replicas)

        written = []
        for replica in replicas:
            lines = list(self.make_changes(chance, replica.user, case, goals, count))
            written += replica.put(*lines)
        self.assertEqual(len(written), count * len(replicas))
        for index in order:
            self.assertEqual(replicas[index].sync()[0], count)
        self.settle(*replicas)
        self.assert_same(*replicas)
        self.check_nothing_is_lost(replicas, written)
        self.assertTrue(any(r['conflicts'] for r in replicas[0].get()))


if __name__ == '__main__':
    unittest.main()
