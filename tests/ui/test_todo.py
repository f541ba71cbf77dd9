#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be done, by the keyboard alone: found, done, moved, taken back, opened where it is done."""
import datetime
import re

import desk

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6335001'
PERSON = '018f5892-fa3f-7ce2-9bfa-8417f6335002'
OTHER = '018f5892-fa3f-7ce2-9bfa-8417f6335003'
HIDDEN = '018f5892-fa3f-7ce2-9bfa-8417f6335004'
TODO = '018f5892-fa3f-7ce2-9bfa-8417f6335005'
REASON = 'Hulda är bortrest'


def day(ahead):
    return (datetime.date.today() + datetime.timedelta(ahead)).isoformat()


def case_ops(case, person, name, opened, number, **fields):
    return [('participant', person, None, 'name', name), ('participant', person, None, 'protected', number == 2),
            ('case', case, case, 'participant', person), ('case', case, case, 'subproject', 'Öst'),
            ('case', case, case, 'opened', opened)]


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    ops = case_ops(CASE, PERSON, 'Hulda Ekvall', day(-20), 1)
    ops += [('todo', TODO, CASE, 'text', 'Ring hälsocentralen'), ('todo', TODO, CASE, 'who', 'anna'),
            ('todo', TODO, CASE, 'due', day(0))]
    ops += case_ops(OTHER, HIDDEN, 'Agda Hemlig', day(-1), 2)
    desk.put(path, *ops)
    return path


def due(replica):
    return {line['rule']: line for line in desk.lines(desk.tool('due', replica, '--json'))
            if line['case'] == CASE}


def open_place(program):
    program.go_to(1)


def focus_row(program, pattern):
    """By the arrow keys, as long as it takes."""
    row = program.find('list item', re.compile(pattern))
    keys = iter(('Home', *('Down',) * 20))  # once the list is reached

    def reach():
        if row.getState().contains(desk.pyatspi.STATE_FOCUSED):
            return True
        at = next((node for node in program.walk() if node.getState().contains(desk.pyatspi.STATE_FOCUSED)), None)
        program.key(next(keys) if at is not None and at.parent.name == 'Att göra' else 'Tab')
        return False

    desk.until(reach, f'{pattern} to have the focus', step=0.1)


def opens_the_place(program):
    open_place(program)
    row = program.find('list item', re.compile('^Kontakta deltagaren, Hulda Ekvall, '))
    program.find('list item', re.compile('^Ring hälsocentralen, Hulda Ekvall, i dag, '))
    assert 'Rutin i Öst: inom 5 dagar' in row.name, row.name
    program.find('list item', 'Försenat')
    # Who is protected is not named, and so not heard either.
    program.find('list item', re.compile('^Kontakta deltagaren, Skyddade personuppgifter, '))
    assert 'Agda' not in program.dump()
    program.find('list item', re.compile('^Att göra, 2 saker försenade eller för i dag$'))
    program.shot('todo')


def is_done_and_taken_back(program, replica):
    assert set(due(replica)) == {'contact', 'todo'}
    focus_row(program, '^Ring hälsocentralen')
    program.key('ctrl+Return')
    program.gone('list item', re.compile('^Ring hälsocentralen'))
    desk.until(lambda: set(due(replica)) == {'contact'}, 'the task to be done')
    program.find('list item', re.compile('^Att göra, 1 sak försenad'))
    program.key('ctrl+z')
    program.find('list item', re.compile('^Ring hälsocentralen'))
    assert set(due(replica)) == {'contact', 'todo'}


def is_moved_with_a_reason(program, replica):
    focus_row(program, '^Kontakta deltagaren, Hulda')
    program.key('F2')
    program.write(program.find('text', 'Till när'), '+1v')
    program.press(program.find('push button', 'Flytta'))
    program.sees('några ord räcker')
    program.write(program.find('text', 'Varför'), REASON)
    program.shot('todo-move')
    program.press(program.find('push button', 'Flytta'))
    program.find('list item', re.compile(f'^Kontakta deltagaren, Hulda.*{REASON}'))
    line = due(replica)['contact']
    assert line['day'] == day(7) and line['reason'] == REASON, line
    program.key('ctrl+z')
    program.gone('list item', re.compile(f'^Kontakta deltagaren, Hulda.*{REASON}'))
    assert due(replica)['contact']['was'] is None


def opens_where_it_is_done(program, replica):
    focus_row(program, '^Ring hälsocentralen')
    program.key('Return')
    program.turn_to('Plan')
    program.key('ctrl+shift+Tab')
    block = program.find('list', 'Härnäst')
    program.press(program.find('push button', 'Klart: Ring hälsocentralen', within=block))
    desk.until(lambda: 'todo' not in due(replica), 'the task to be done')
    program.gone('push button', 'Klart: Ring hälsocentralen')
    program.shot('todo-next')
    program.key('alt+Left')
    program.gone('list item', re.compile('^Ring hälsocentralen'))


def empties(replica):
    for case in (CASE, OTHER):
        desk.tool('due', replica, '--case', case, '--rule', 'contact', '--done')


def changes_a_routine(work):
    """An administrator gives Öst ten days, and then five again."""
    server = desk.Server(work).start()
    server.add_user('asta', 'FK', 'admin')
    replica = server.replica(f'{work}/asta.amia', 'asta', 'FK')
    desk.tool('put', replica, stdin=desk.change(*case_ops(CASE, PERSON, 'Hulda Ekvall', day(-20), 1)))
    desk.tool('sync', replica)
    program = desk.Program('--replica', replica)
    open_place(program)
    program.press(program.find('push button', 'Rutiner'))
    before = due(replica)['contact']['day']
    field = program.find('text', re.compile('^Öst, Första kontakten'))
    assert program.text_of(field) == '5', program.text_of(field)
    # Its row is made anew by that, and so it is not read again.
    assert field.queryEditableText().setTextContents('10')
    program.find('label', re.compile('^Version 2 · asta'))
    program.shot('routines')
    assert due(replica)['contact']['day'] > before
    assert program.find('text', re.compile('^Öst, Första kontakten')).queryEditableText().setTextContents('5')
    program.find('label', re.compile('^Version 3 · asta'))
    assert due(replica)['contact']['day'] == before
    program.close()
    server.stop()


def main():
    with desk.tempfile.TemporaryDirectory() as work:
        replica = make_replica(f'{work}/anna.amia')
        program = desk.Program('--replica', replica)
        opens_the_place(program)
        is_done_and_taken_back(program, replica)
        is_moved_with_a_reason(program, replica)
        opens_where_it_is_done(program, replica)
        program.close()

        empties(replica)
        program = desk.Program('--replica', replica)
        open_place(program)
        program.sees('Inget att göra')
        program.shot('todo-empty')
        program.close()
        changes_a_routine(work)
    print('ok')


if __name__ == '__main__':
    main()
