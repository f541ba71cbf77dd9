#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day with a case: find it, change step, write in the journal, team and consent; nothing typed is lost."""
import os

import desk

PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b33'
CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334811'


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    desk.tool('seed', path, '--cases', '20', '--seed', '7')
    ops = (('participant', PERSON, None, 'name', 'Åsa Örnfjäll'),
           ('participant', PERSON, None, 'personnummer', '18840312-2388'),
           ('case', CASE, CASE, 'title', 'Åsa Örnfjäll'),
           ('case', CASE, CASE, 'participant', PERSON))
    change = {'set': [dict(zip(('kind', 'id', 'case', 'field', 'value'), op)) for op in ops]}
    desk.tool('put', path, stdin=desk.json.dumps(change) + '\n')
    return path


def records(replica, kind):
    return desk.lines(desk.tool('get', replica, '--case', CASE, '--kind', kind))


def finds_by_typing(program):
    """Letters typed anywhere go into the search field; Enter opens the first hit, even before it is shown."""
    program.find('label', '21 ärenden')
    program.type_fast('örnfj', 'Return')
    program.find('heading', 'Åsa Örnfjäll')
    program.sees('18840312-2388 · Före steg 1')  # which its row in the list says, too


def says_what_is_empty(program):
    program.find('label', '21 ärenden')
    program.key('ctrl+f')
    program.type('finns inte')
    program.find('label', '0 träffar')
    program.press(program.find('push button', 'Visa alla ärenden'))
    program.find('label', '21 ärenden')


def changes_step_and_back(program, replica):
    program.press(program.find('push button', 'Byt steg'))
    program.sees('Steg 3 · Identifiera mål och motivation')
    program.key('Down', 'Return')
    program.sees('18840312-2388 · Steg 2 · Kartlägg situationen')
    desk.until(lambda: [visit['fields']['step'] for visit in records(replica, 'visit')] == ['2'], 'the visit')
    program.press(program.find('push button', desk.re.compile('^Ångra')))
    program.sees('18840312-2388 · Före steg 1')


def writes_a_draft(program):
    program.key('ctrl+j')
    program.write(program.find('text', 'Rubrik'), 'Samtal om sömnen')
    program.write(program.find('text', 'Anteckning'), 'Åsa sover bättre.\nHon vill fortsätta.')
    program.find('status bar', 'Utkast, sparat bara på den här datorn')


def enters_the_draft(program, replica):
    assert not records(replica, 'journal')
    program.key('ctrl+j')
    field = program.find('text', 'Rubrik')
    desk.until(lambda: program.text_of(field) == 'Samtal om sömnen', 'the draft after the power went')
    assert field.queryText().getNSelections() == 0, 'the whole headline is selected'
    program.press(program.find('push button', 'För in i journalen'))
    desk.until(lambda: records(replica, 'journal'), 'the note in the journal')
    note, = records(replica, 'journal')
    assert note['fields']['text'] == 'Åsa sover bättre.\nHon vill fortsätta.', note
    desk.until(lambda: program.text_of(field) == '', 'the field to be empty for the next note')


def adds_a_colleague(program, replica):
    program.key('ctrl+Tab', 'ctrl+Tab')
    program.sees('Inget samtycke gäller i dag.')
    program.key('ctrl+n')
    program.write(program.find('text', 'Kollegans namn'), 'bertil')
    program.press(program.find('push button', 'Lägg till i teamet'))
    program.find('push button', 'Ta bort bertil ur teamet')
    assert {member['fields']['user'] for member in records(replica, 'member')} == {'anna', 'bertil'}


def registers_a_consent(program, replica):
    program.click(program.find('list item', 'Registrera ett samtycke'))
    button = program.find('push button', 'Registrera samtycket')
    program.press(button)
    program.sees('Välj minst två.')
    program.click(program.find('check box', 'Arbetsförmedlingen'))  # the own agency is ticked already
    program.press(button)
    program.find('push button', 'Återkalla samtycket mellan FK och AF')
    consent, = records(replica, 'consent')
    assert consent['fields']['parties'] == ['FK', 'AF'] and consent['fields']['areas'] == ['*'], consent


def passes_by_the_name(program):
    """The view of the participant begins with the name, and a stray key must not take its place."""
    program.turn_to('Deltagare')
    field = program.find('text', 'Namn')
    program.wait(lambda: program.has_focus(field), 'the focus in the name')
    assert field.queryText().getNSelections() == 0, 'the whole name is selected'


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    says_what_is_empty(program)
    finds_by_typing(program)
    changes_step_and_back(program, replica)
    writes_a_draft(program)
    program.kill()

    program = desk.Program('--replica', replica)
    finds_by_typing(program)
    enters_the_draft(program, replica)
    adds_a_colleague(program, replica)
    registers_a_consent(program, replica)
    program.shot('case-team')
    passes_by_the_name(program)
    program.close()


if __name__ == '__main__':
    main()
