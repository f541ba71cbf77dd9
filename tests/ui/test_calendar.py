#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calendar: days by arrow keys, a meeting booked, moved and called off, free times published and booked."""
import datetime
import os

import desk

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334811'
PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b33'
HIDDEN = '018f5892-fa3f-7ce2-9bfa-8417f6334812'
HIDDEN_PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b34'
SLOT = '018f5892-fa3f-7ce2-9bfa-841700005100'
BOOKINGS = '018f5892-fa3f-7ce2-9bfa-841700006100', '018f5892-fa3f-7ce2-9bfa-841700006200'
TODAY = datetime.date.today()
WEEKDAYS = ('Måndag', 'Tisdag', 'Onsdag', 'Torsdag', 'Fredag', 'Lördag', 'Söndag')
MONTHS = ('januari', 'februari', 'mars', 'april', 'maj', 'juni', 'juli', 'augusti', 'september', 'oktober',
          'november', 'december')


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    desk.put(path, ('participant', PERSON, None, 'name', 'Brita Ek'),
        ('case', CASE, CASE, 'title', 'Brita Ek'), ('case', CASE, CASE, 'participant', PERSON))
    desk.put(path, ('participant', HIDDEN_PERSON, None, 'name', 'Hilma Gömd'),
        ('participant', HIDDEN_PERSON, None, 'protected', True),
        ('case', HIDDEN, HIDDEN, 'title', 'Hilma Gömd'), ('case', HIDDEN, HIDDEN, 'participant', HIDDEN_PERSON))
    add_meeting(path, 'a1', CASE, TODAY, '09:00', '10:00', 'trepartsmote', place='Hälsocentralen', km=12)
    add_meeting(path, 'a2', HIDDEN, TODAY, '10:30', '11:30', 'avstamningsmote', title='Möte med Hilma',
                place='Hemma hos Hilma')
    return path


def book_twice(path):
    """A time of next month that has been booked for two meetings."""
    day = TODAY + datetime.timedelta(30)
    desk.put(path, ('slot', SLOT, None, 'start', f'{day}T14:00'), ('slot', SLOT, None, 'end', f'{day}T15:00'))
    for number, booking, title in (('b1', BOOKINGS[0], 'Första'), ('b2', BOOKINGS[1], 'Andra')):
        meeting = add_meeting(path, number, CASE, day, '14:00', '15:00', 'flerpartssamtal', title=title, slot=SLOT)
        desk.put(path, ('booking', booking, None, 'slot', SLOT), ('booking', booking, None, 'user', 'anna'),
            ('booking', booking, None, 'meeting', meeting))


def add_meeting(path, number, case, day, start, end, kind, **fields):
    record = f'018f5892-fa3f-7ce2-9bfa-84170000{number}00'
    fields.update(kind=kind, start=f'{day}T{start}', end=f'{day}T{end}')
    desk.put(path, *(('meeting', record, case, field, value) for field, value in fields.items()))
    return record


def day_name(day, n):
    count = 'inga möten' if n == 0 else f'{n} möte' if n == 1 else f'{n} möten'
    return f'{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}, {count}'


def meetings(replica, kind='meeting', case=CASE):
    where = ('--case', case) if case else ()
    return [record['fields'] for record in desk.lines(desk.tool('get', replica, *where, '--kind', kind))
            if not record.get('removed') and not record['fields'].get('removed')]


def goes_from_day_to_day(program):
    """Every day says what it is and how much there is; arrows go over the edge of the month, too."""
    program.go_to(4)
    program.find('push button', day_name(TODAY, 2))
    program.key('t', 'Right')
    tomorrow = TODAY + datetime.timedelta(1)
    program.find('push button', day_name(tomorrow, 0))
    program.shot('calendar-month')
    program.key('Next')
    program.key('t')
    program.find('push button', day_name(TODAY, 2))


def hides_who_is_protected(program):

    program.key('Return')
    program.find('push button', desk.re.compile('^09:00–10:00 Trepartsmöte · Brita Ek · Hälsocentralen · 12 km'))
    program.find('push button', desk.re.compile('^10:30–11:30 Avstämningsmöte · Skyddade personuppgifter'))
    assert 'Hilma' not in program.dump(), program.dump()
    program.shot('calendar-day')


def moves_a_meeting(program, replica):
    program.press(program.find('push button', desk.re.compile('^09:00–10:00 Trepartsmöte')))
    program.find('label', 'Brita Ek')
    program.write(program.find('text', 'Från'), '10.45')
    program.write(program.find('text', 'Till'), '45 min')
    program.key('Tab')
    program.find('status bar', desk.re.compile('^Samtidigt:\n10:30–11:30 Avstämningsmöte · Skyddade personuppgifter'))
    program.shot('calendar-meeting')
    program.key('ctrl+Return')
    program.find('push button', desk.re.compile('^10:45–11:30 Trepartsmöte'))
    meeting, = meetings(replica)
    assert (meeting['start'], meeting['end']) == (f'{TODAY}T10:45', f'{TODAY}T11:30'), meeting


def makes_an_occasion(program, replica):
    program.key('n')
    program.write(program.find('text', 'Från'), 'nio')
    program.key('ctrl+Return')
    program.sees('Skriv en tid, till exempel 9 eller 13:30.')
    program.write(program.find('text', 'Rubrik'), 'Planering')
    program.write(program.find('text', 'Från'), '13')
    program.key('ctrl+Return')
    program.find('push button', desk.re.compile('^13:00–14:30 Planering'))
    occasion, = meetings(replica, 'occasion', None)
    assert occasion['kind'] == 'resursteammote' and occasion['start'] == f'{TODAY}T13:00', occasion


def shows_all_views(program):
    for view in ('agenda', 'month', 'week'):
        program.key('ctrl+Tab')
        program.shot(f'calendar-{view}-all')


def press_menu(program, name):
    """A menu button has a button inside, which is what is pressed."""
    def press():
        shown = [program.tree.handle(node) for node in program.nodes() if node.name == name]
        button = next((node for node in shown if 'Action' in node.get_interfaces() and node.queryAction().nActions), None)
        return button is not None and (program.press(button), True)
    program.wait(press, f'the menu {name}')


def publishes_free_times(program, replica):
    # Also on a page that the time is not on.
    program.find('status bar', 'En ledig tid är bokad två gånger.')
    press_menu(program, 'Mer')
    program.press(program.find('menu item', 'Lediga tider…'))
    program.write(program.find('text', 'Team'), 'Krokom')
    program.press(program.find('push button', 'Lägg ut'))
    desk.until(lambda: len(meetings(replica, 'slot', None)) > 1, 'the free times')
    slots = [slot for slot in meetings(replica, 'slot', None) if 'team' in slot]
    assert all(slot['kind'] == 'flerpartssamtal' and slot['days-ahead'] == 7 for slot in slots), slots
    assert all(datetime.date.fromisoformat(slot['start'][:10]).weekday() == 0 for slot in slots)
    program.find('list item', desk.re.compile('^Måndag'))
    program.shot('calendar-slots')


def settles_a_double_booking(program, replica):
    """One key says whose the time is; the meeting that lost it moves to the next free one."""
    program.find('heading', 'Bokade två gånger')
    program.shot('calendar-double')
    program.key('1')
    program.gone('heading', 'Bokade två gånger')
    choice, = meetings(replica, 'slot-choice', None)
    assert choice['booking'] == BOOKINGS[0], choice
    program.find('heading', 'Behöver en annan tid')
    program.key('alt+Left')
    program.find('status bar', 'Ett av dina möten behöver en annan tid.')
    program.shot('calendar-lost')
    program.press(program.find('push button', 'Lös det'))
    program.press(program.find('push button', desk.re.compile('^Flytta till Måndag')))
    program.gone('heading', 'Behöver en annan tid')
    moved, = [meeting for meeting in meetings(replica) if meeting.get('title') == 'Andra']
    assert moved['slot'] != SLOT and moved['start'][11:] == '10:00', moved


def books_from_the_case(program, replica):
    """The overview says what is next; a free time is booked from there."""
    program.key('ctrl+2')
    program.type('brita')
    program.find('label', '1 träff')
    program.key('Return')
    program.find('list item', desk.re.compile('^Trepartsmöte'))
    program.shot('calendar-overview')
    program.press(program.find('push button', 'Boka ett möte…'))
    press_menu(program, 'Boka en ledig tid…')
    program.find('list', 'Lediga tider')
    program.key('Down', 'Return')
    program.shot('calendar-book')
    desk.until(lambda: program.text_of(program.find('text', 'Från')) in ('10:00', '11:00'), 'the time')
    n = len(meetings(replica, 'booking', None))
    program.key('ctrl+Return')
    desk.until(lambda: len(meetings(replica, 'booking', None)) == n + 1, 'the booking')


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    goes_from_day_to_day(program)
    hides_who_is_protected(program)
    moves_a_meeting(program, replica)
    book_twice(replica)
    makes_an_occasion(program, replica)
    shows_all_views(program)
    publishes_free_times(program, replica)
    settles_a_double_booking(program, replica)
    books_from_the_case(program, replica)
    program.close()


if __name__ == '__main__':
    main()
