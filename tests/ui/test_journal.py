#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal: filter it and search in it, correct a note by another, write from a template, and what only the
two caseworkers read."""
import os

import desk

CASE = '01440000-0003-7002-8000-000000000001'  # Brita


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    with open(f'{desk.SOURCE}/app/demo/fk.jsonl', encoding='utf-8') as story:
        desk.tool('put', path, stdin=story.read())
    return path


def records(replica, kind, *more):
    return [row['fields'] for row in desk.lines(desk.tool('get', replica, '--kind', kind, *more))]


def opens_the_journal(program):
    program.find('label', '4 ärenden')
    program.key('ctrl+f')
    program.type('handell')
    program.find('label', '1 träff')
    program.key('Return')
    program.find('label', 'Brita Handell')
    program.find('list item', 'Arbeta lagom, och hålla')  # her goals, in the overview
    program.shot('case-overview')
    program.key('ctrl+j')
    program.find('entry', 'Sök i journalen')
    program.shot('journal')


def finds_words(program, replica):
    notes = records(replica, 'journal', '--case', CASE)
    wanted = [note for note in notes if 'dagböcker' in (note['headline'] + note['text']).lower()]
    assert 0 < len(wanted) < len(notes)
    program.key('ctrl+f')
    program.type('DAGBÖCKER')
    program.find('status bar', f'{len(wanted)} anteckningar' if len(wanted) > 1 else '1 anteckning')
    program.shot('journal-found')
    program.type(' finns inte')
    program.find('status bar', '0 anteckningar')
    program.key('ctrl+a', 'BackSpace')


def corrects_a_note(program, replica):
    first = sorted(records(replica, 'journal', '--case', CASE), key=lambda note: note['date'])[-1]
    program.press(program.find('push button', f"Rätta ”{first['headline']}”"))
    program.sees(f"Rättar ”{first['headline']}”")
    program.write(program.find('text', 'Rubrik'), 'Rätt dag')
    program.press(program.find('push button', 'För in i journalen'))
    program.sees('Rättad av ”Rätt dag”')
    note, = [note for note in records(replica, 'journal', '--case', CASE) if note['headline'] == 'Rätt dag']
    cited, = [row for row in desk.lines(desk.tool('get', replica, '--kind', 'journal')) if row['id'] == note['cites']]
    assert cited['fields']['headline'] == first['headline'] and note['kind'] == first['kind'], note


def writes_from_a_template(program, replica):
    program.write(program.find('text', 'Rubrik'), 'Uppföljning på telefon')
    program.write(program.find('text', 'Anteckning'), 'Hur har veckan varit?')
    program.press(program.find('push button', 'Mall'))
    program.sees('Det finns inga mallar än.')
    program.press(program.find('push button', 'Spara anteckningen som mall'))
    desk.until(lambda: [row['title'] for row in records(replica, 'note-template')] == ['Uppföljning på telefon'],
               'the template')
    program.write(program.find('text', 'Rubrik'), '')
    program.write(program.find('text', 'Anteckning'), '')
    program.press(program.find('push button', 'Mall'))
    program.find('list item', 'Uppföljning på telefon')
    program.key('Tab', 'Return')
    desk.until(lambda: program.text_of(program.find('text', 'Anteckning')) == 'Hur har veckan varit?', 'its text')
    program.press(program.find('push button', 'För in i journalen'))
    desk.until(lambda: any(note['headline'] == 'Uppföljning på telefon'
                           for note in records(replica, 'journal', '--case', CASE)), 'the note')


def changes_a_template(program, replica):
    """One's own agency's templates can be changed and taken away."""
    program.press(program.find('push button', 'Mall'))
    program.press(program.find('push button', 'Ändra mallen: Uppföljning på telefon'))
    change = program.find('push button', 'Ändra mallen')  # the fields are filled by then
    program.shot('journal-template')
    program.write(program.find('text', 'Mallens rubrik'), 'Uppföljning per telefon')
    program.press(change)
    desk.until(lambda: [row['title'] for row in records(replica, 'note-template')] == ['Uppföljning per telefon'],
               'the new name')
    assert records(replica, 'note-template')[0]['text'] == 'Hur har veckan varit?'
    program.press(program.find('push button', 'Mall'))
    program.press(program.find('push button', 'Ta bort mallen: Uppföljning per telefon'))
    desk.until(lambda: all(row['removed'] for row in desk.lines(desk.tool('get', replica, '--kind', 'note-template'))),
               'the template to be gone')
    program.press(program.find('push button', 'Mall'))
    program.sees('Det finns inga mallar än.')
    program.key('Escape')


def reflects(program, replica):
    before = len(records(replica, 'journal', '--case', CASE))
    program.choose('Typ av anteckning', 'Reflektion, bara för er två')
    program.write(program.find('text', 'Anteckning'), 'Vi hade olika tempo.')
    program.press(program.find('push button', 'För in i journalen'))
    desk.until(lambda: 'Vi hade olika tempo.' in [row['text'] for row in records(
        replica, 'reflection', '--case', CASE)], 'the reflection')
    assert not program.has('label', 'Vi hade olika tempo.')  # somebody may be looking over the shoulder
    program.choose('Vilken typ av anteckningar', 'Reflektion')
    program.sees('Bara ni två')
    assert len(records(replica, 'journal', '--case', CASE)) == before
    program.shot('journal-reflection')


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    opens_the_journal(program)
    finds_words(program, replica)
    corrects_a_note(program, replica)
    writes_from_a_template(program, replica)
    changes_a_template(program, replica)
    reflects(program, replica)
    program.close()


if __name__ == '__main__':
    main()
