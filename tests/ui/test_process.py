#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The process map by keyboard: see where a case is and what is missing, enter a step, go back, undo, leave."""
import os

import desk

CASE = '01440000-0003-7002-8000-000000000001'  # Brita, whose way went back twice
EMPTY = '018f5892-fa3f-7ce2-9bfa-8417f6334811'


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    with open(f'{desk.SOURCE}/app/demo/fk.jsonl', encoding='utf-8') as story:
        desk.tool('put', path, stdin=story.read())
    desk.tool('put', path, stdin=desk.json.dumps(
        {'set': [{'kind': 'case', 'id': EMPTY, 'case': EMPTY, 'field': 'title', 'value': 'Åsa Örnfjäll'}]}) + '\n')
    return path


def visits(replica, case):
    rows = desk.lines(desk.tool('process', replica, '--case', case, '--json'))
    return [(row['step'], row['to'] is None) for row in rows if 'visit' in row]


def open_map(program, words, name):
    program.find('label', desk.re.compile('^(5 ärenden|1 träff)$'))
    program.key('ctrl+f', 'ctrl+a')
    program.type(words)
    program.find('label', '1 träff')
    program.key('Return')
    program.find('heading', name)
    program.press(program.find('push button', 'Processkarta'))
    program.find('push button', desk.re.compile('^Steg 1 · Informera och skriv in'))


def begins_with_nothing(program, replica):
    open_map(program, 'örnfj', 'Åsa Örnfjäll')
    program.find('push button', 'Steg 2 · Kartlägg situationen, Inte påbörjat, 3 saknas')
    program.find('list item', 'Samtycke som gäller i dag')
    program.shot('process-empty')
    program.key('Right', 'Return', 'Return')  # step 2, to its button, press
    program.find('push button', 'Steg 2 · Kartlägg situationen, Här nu, Påbörjat 1 gång, 3 saknas')
    assert visits(replica, EMPTY) == [('2', True)]
    program.key('alt+Left', 'alt+Left')


def shows_a_way_that_turned(program):
    open_map(program, 'handell', 'Brita Handell')
    program.find('push button', desk.re.compile('^Steg 4 · Gör en planering, Här nu, Påbörjat 2 gånger'))
    program.find('list item', 'Sedan 9 juni 2014')
    program.shot('process-map')
    program.key('alt+l')
    program.find('list item', 'Steg 2 · Kartlägg situationen')
    program.shot('process-list')
    program.key('alt+l')


def goes_back_and_undoes(program, replica):
    before = visits(replica, CASE)
    program.key('Left', 'Left', 'Return')
    program.find('push button', 'Gå in i steget')
    program.key('Return')
    undo = program.find('push button', desk.re.compile('^Ångra'))  # it is offered for ten seconds
    desk.until(lambda: visits(replica, CASE) == [(step, False) for step, _ in before] + [('2', True)], 'the way back')
    program.press(undo)
    desk.until(lambda: visits(replica, CASE) == before, 'it to be undone')
    program.find('push button', desk.re.compile('^Steg 4 · Gör en planering, Här nu'))


def writes_a_note_and_leaves(program, replica):
    program.key('Right', 'Right')
    note = program.find('text', 'Anteckning om det här besöket', within=program.find('filler', 'AmiaProcessPage'))
    program.write(note, 'Tredje planen, i mindre steg.')
    desk.until(lambda: 'Tredje planen' in desk.tool('process', replica, '--case', CASE), 'the note')
    day = program.find('text', 'Vilken dag')
    program.write(day, '2014-10-01')
    program.press(program.find('push button', 'Lämna steget'))
    program.find('list item', '9 juni 2014 – 1 oktober 2014')
    assert visits(replica, CASE)[-1] == ('4', False)


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    begins_with_nothing(program, replica)
    shows_a_way_that_turned(program)
    goes_back_and_undoes(program, replica)
    writes_a_note_and_leaves(program, replica)
    program.close()


if __name__ == '__main__':
    main()
