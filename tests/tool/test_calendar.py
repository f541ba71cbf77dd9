#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calendar of two offices: a time that both booked, and files from and for other calendars."""

import json
import os
import unittest

from office import Office, Replica, change, day, new_id

EVENT = ('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Prov//SV\r\nBEGIN:VEVENT\r\nUID:prov-1\r\n'
         'DTSTART:{start}\r\nDURATION:PT1H\r\nSUMMARY:Tandläkaren med Hulda\r\nLOCATION:Järpen\r\n'
         'ATTENDEE:mailto:hulda@example.se\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n')


class DoubleBooking(Office):
    """Anna publishes; Anna and Bo book the same time, each without a network."""

    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo = self.open_office(('anna', 'FK'), ('bo', 'AF'))
        self.annas_case, _ = self.open_case(self.anna)
        self.bos_case, _ = self.open_case(self.bo)
        self.slot, self.next = self.publish(day(14), '10:00', '11:00'), self.publish(day(21), '10:00', '11:00')
        self.late = self.publish(day(3), '10:00', '11:00')
        self.settle(self.anna, self.bo)

    def publish(self, on, start, end):
        slot = new_id()
        self.anna.put(change(('slot', slot, None, 'user', 'anna'), ('slot', slot, None, 'start', f'{on}T{start}'),
                             ('slot', slot, None, 'end', f'{on}T{end}'), ('slot', slot, None, 'days-ahead', 7)))
        return slot

    def book(self, who, case, slot, on):
        booking, meeting = new_id(), new_id()
        who.put(change(('booking', booking, None, 'slot', slot), ('booking', booking, None, 'user', who.user),
                       ('booking', booking, None, 'meeting', meeting), ('meeting', meeting, case, 'slot', slot),
                       ('meeting', meeting, case, 'start', f'{on}T10:00')))
        return booking, meeting

    def slots(self, who, *more):
        found = [json.loads(line) for line in who.must('calendar', '--slots', '--json', *more).splitlines()]
        return {slot['id']: slot for slot in found}

    def test_both_see_it_and_one_choice_settles_it(self):
        mine, _ = self.book(self.anna, self.annas_case, self.slot, day(14))
        his, meeting = self.book(self.bo, self.bos_case, self.slot, day(14))
        self.assertEqual(self.slots(self.anna)[self.slot]['state'], 'booked')
        self.settle(self.anna, self.bo)
        for who in (self.anna, self.bo):
            slot = self.slots(who)[self.slot]
            self.assertEqual(slot['state'], 'double')
            self.assertEqual({booking['user'] for booking in slot['bookings']}, {'anna', 'bo'})
        self.assertNotIn('Hulda', self.bo.must('calendar', '--slots', '--json'))

        self.bo.put(change(('slot-choice', choice := new_id(), None, 'slot', self.slot),
                           ('slot-choice', choice, None, 'booking', mine)))
        self.settle(self.bo, self.anna)
        for who in (self.anna, self.bo):
            slot = self.slots(who)[self.slot]
            self.assertEqual((slot['state'], slot['booking']), ('booked', mine))

        # Bo takes the next that is free; a week ahead is the latest.
        self.assertEqual(list(self.slots(self.bo, '--open')), [self.next])
        self.bo.put(change(('booking', his, None, 'removed', True), ('booking', new := new_id(), None, 'slot', self.next),
                           ('booking', new, None, 'user', 'bo'), ('booking', new, None, 'meeting', meeting),
                           ('meeting', meeting, self.bos_case, 'start', f'{day(21)}T10:00')))
        self.settle(self.bo, self.anna)
        for who in (self.anna, self.bo):
            self.assertEqual([booking['user'] for booking in self.slots(who)[self.slot]['bookings']], ['anna'])
            self.assertEqual(self.slots(who)[self.next]['booking'], new)
            self.assertEqual(self.slots(who, '--open'), {})
            self.assertEqual(who.must('verify'), 'ok\n')

    def test_two_choices_mean_the_same_to_both(self):
        mine, _ = self.book(self.anna, self.annas_case, self.slot, day(14))
        his, _ = self.book(self.bo, self.bos_case, self.slot, day(14))
        self.settle(self.anna, self.bo)
        for who, booking in ((self.anna, mine), (self.bo, his)):
            who.put(change(('slot-choice', choice := new_id(), None, 'slot', self.slot),
                           ('slot-choice', choice, None, 'booking', booking)))
        self.settle(self.anna, self.bo)
        self.assertEqual(self.slots(self.anna)[self.slot]['booking'], self.slots(self.bo)[self.slot]['booking'])
        self.assertEqual(self.slots(self.anna)[self.slot]['state'], 'booked')


class Files(Office):
    def setUp(self):
        super().setUp()
        self.anna = Replica(self.folder, 'anna', 'FK')
        self.case, self.person = self.open_case(self.anna)

    def bring_in(self, text, *more):
        path = os.path.join(self.folder, 'in.ics')
        with open(path, 'w', encoding='utf-8', newline='') as file:
            file.write(text)
        return self.anna.run('calendar', '--import', path, *more)

    def meet(self, **fields):
        meeting = new_id()
        self.anna.put(change(*(('meeting', meeting, self.case, name, value) for name, value in fields.items())))
        return meeting

    def test_what_leaves_names_nobody(self):
        self.meet(start='2014-07-14T09:00', end='2014-07-14T10:00', kind='trepartsmote', title='Hulda och läkaren',
                  place='Hälsocentralen', participants=['Hulda', 'Anna (FK)'], note='Hulda är trött')
        file = self.anna.must('calendar', '--ics', '--from', '2014-07-01', '--to', '2014-07-31')
        self.assertIn('SUMMARY:Trepartsmöte', file)
        self.assertIn('LOCATION:Hälsocentralen', file)
        self.assertIn('TZID=Europe/Stockholm', file)
        for word in ('Hulda', 'Anna', 'läkaren', 'trött'):
            self.assertNotIn(word, file)
        self.assertNotIn('VEVENT', self.anna.must('calendar', '--ics', '--from', '2015-01-01', '--to', '2015-02-01'))

    def test_of_a_protected_identity_not_even_the_place_leaves(self):
        self.meet(start='2014-07-14T09:00', place='Hemma hos Hulda', title='Hulda', participants=['Hulda'])
        self.anna.put(change(('participant', self.person, None, 'protected', True)))
        where = ('--from', '2014-07-01', '--to', '2014-07-31')
        for form in ('--ics', '--json', '--mine'):
            self.assertNotIn('Hulda', self.anna.must('calendar', *where, form))
        self.assertIn('(protected)', self.anna.must('calendar', *where))

    def test_what_comes_in_says_no_more_than_that_time_is_taken(self):
        done = self.bring_in(EVENT.format(start='20140714T070000Z', more='DESCRIPTION:Hulda\r\n'))
        self.assertEqual((done.returncode, done.stdout), (0, 'new 1 changed 0 same 0 skipped 0\n'))
        occasion, = self.anna.get('--kind', 'occasion')
        self.assertEqual(occasion['fields']['start'], '2014-07-14T09:00')
        self.assertEqual(occasion['fields']['kind'], 'upptaget')
        self.assertNotIn('Hulda', str(occasion))
        self.assertNotIn('Järpen', str(occasion))

    def test_the_same_file_twice_changes_nothing_and_a_new_one_moves(self):
        text = EVENT.format(start='20140714T070000Z', more='')
        self.bring_in(text, '--with-titles')
        n = len(self.anna.log())
        self.assertEqual(self.bring_in(text, '--with-titles').stdout, 'new 0 changed 0 same 1 skipped 0\n')
        self.assertEqual(len(self.anna.log()), n)
        done = self.bring_in(EVENT.format(start='20140114T070000Z', more='STATUS:CANCELLED\r\n'), '--with-titles')
        self.assertEqual(done.stdout, 'new 0 changed 1 same 0 skipped 0\n')
        occasion, = self.anna.get('--kind', 'occasion')
        self.assertEqual(occasion['fields']['start'], '2014-01-14T08:00')
        self.assertEqual(occasion['fields']['status'], 'cancelled')
        self.assertEqual(occasion['fields']['title'], 'Tandläkaren med Hulda')

    def test_a_meeting_that_was_moved_elsewhere_moves_here(self):
        meeting = self.meet(start='2014-07-14T09:00', end='2014-07-14T10:00', title='Hulda', kind='trepartsmote')
        file = self.anna.must('calendar', '--ics', '--from', '2014-07-01', '--to', '2014-07-31')
        done = self.bring_in(file.replace('20140714T090000', '20140715T130000').replace('20140714T100000',
                                                                                     '20140715T140000'), '--with-titles')
        self.assertEqual(done.stdout, 'new 0 changed 1 same 0 skipped 0\n')
        fields = self.anna.record(meeting)['fields']
        self.assertEqual((fields['start'], fields['end'], fields['title']),
                         ('2014-07-15T13:00', '2014-07-15T14:00', 'Hulda'))

    def test_what_recurs_goes_out_and_comes_back_as_one(self):
        self.bring_in(EVENT.format(start='20140317T080000Z', more='RRULE:FREQ=WEEKLY;COUNT=3\r\n'), '--with-titles')
        listed = self.anna.must('calendar', '--from', '2014-03-01', '--to', '2014-04-30').splitlines()
        self.assertEqual([line.split()[0] for line in listed],
                         ['2014-03-17T09:00', '2014-03-24T09:00', '2014-03-31T09:00'])
        file = self.anna.must('calendar', '--ics', '--from', '2014-03-20', '--to', '2014-04-30')
        self.assertEqual(file.count('BEGIN:VEVENT'), 1)
        self.assertEqual(self.bring_in(file, '--with-titles').stdout, 'new 0 changed 0 same 1 skipped 0\n')

    def test_a_file_that_is_none_changes_nothing(self):
        n = len(self.anna.log())
        for text in ('', 'hej', 'BEGIN:VCARD\r\nEND:VCARD\r\n'):
            self.assertEqual(self.bring_in(text).returncode, 1)
        self.assertEqual(self.bring_in('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n').returncode, 2)
        self.assertEqual(len(self.anna.log()), n)

    def test_wrong_days_are_said(self):
        self.assertEqual(self.anna.run('calendar', '--from', 'snart').returncode, 64)


if __name__ == '__main__':
    unittest.main()
