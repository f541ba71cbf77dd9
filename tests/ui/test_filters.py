#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of cases, narrowed down: chips that can be taken away, a combination kept under a name, used again after a
start, renamed and taken away; and an empty list says which filters make it so."""
import os
import re

import desk

LONG = 'Västra delprojektet i inlandet och längs kusten, med fyra kommuner och sex hälsocentraler'
CASES = (('Hulda Ekvall', 'bertil', 'open', 'nord'), ('Ebba Lind', 'cecilia', 'open', LONG),
         ('Otto Ström', 'bertil', 'closed', 'Nord'))
NAMES = {'bertil': 'Bertil Qvarnström', 'cecilia': 'Cecilia Ahl'}


def new_id(n):
    return f'018f5892-fa3f-7ce2-9bfa-8417f64448{n:02d}'


def make_case(replica, n, name, colleague, status, subproject):
    person, case, own, other = (new_id(n + k) for k in range(4))
    ops = [('participant', person, None, 'name', name), ('case', case, case, 'title', name),
           ('case', case, case, 'participant', person), ('case', case, case, 'status', status),
           ('case', case, case, 'subproject', subproject)]
    for member, user in ((own, 'anna'), (other, colleague)):
        ops += [('member', member, case, 'user', user), ('member', member, case, 'role', 'caseworker'),
                ('member', member, case, 'from', '2014-01-13')]
        ops += [('member', member, case, 'name', NAMES[user])] if user in NAMES else []
    change = {'set': [dict(zip(('kind', 'id', 'case', 'field', 'value'), op)) for op in ops]}
    desk.tool('put', replica, stdin=desk.json.dumps(change) + '\n')


def choose(program, name, words, *keys):
    """A choice of a drop-down: its button opens the list, and the keys go to what has the words."""
    program.press(program.find('push button', re.compile(f'^{name}: ')))
    program.find('label', words)
    program.key(*keys, 'Return')
    program.find('push button', f'{name}: {words}')


def closed_ones(program):
    program.find('label', '2 ärenden')
    program.press(program.find('push button', 'Fler filter'))
    choose(program, 'Del av vägen', 'Avslutade ärenden', 'Home', 'Down', 'Down')
    program.find('label', '1 träff')
    program.shot('filters')
    program.key('Escape')
    program.find('push button', 'Ta bort filtret ”Avslutade ärenden”')
    program.find('list item', re.compile('Otto Ström, .*, Avslutat'))
    program.shot('filters-chip')


def nothing_left(program):
    """A step that no closed case is in: the page says what hides the rest, and one button shows all."""
    program.press(program.find('push button', 'Två versioner'))
    program.sees('Med de här filtren finns inget kvar: Avslutade ärenden · Två versioner')
    program.shot('filters-nothing')
    program.press(program.find('push button', 'Två versioner'))
    program.find('list item', re.compile('Otto Ström'))


def keeps(program):
    program.press(program.find('push button', 'Fler filter'))
    program.write(program.find('text', 'Filtrets namn'), 'Klara')
    program.press(program.find('push button', 'Behåll filtret'))
    program.find('list item', 'Klara')
    program.shot('filters-kept')
    program.key('Escape')
    program.press(program.find('push button', 'Ta bort filtret ”Avslutade ärenden”'))
    program.find('label', '2 ärenden')
    program.gone('push button', 'Ta bort filtret ”Avslutade ärenden”')


def uses_again(program):
    program.find('label', '2 ärenden')
    program.press(program.find('push button', 'Fler filter'))
    program.press(program.find('push button', 'Byt namn på ”Klara”'))
    rename = program.find('push button', 'Byt namn')  # the field has the old name by then
    program.write(program.find('text', 'Filtrets namn'), 'Avklarade')
    program.press(rename)
    program.click(program.find('list item', 'Avklarade'))
    program.find('label', '1 träff')
    program.find('push button', 'Ta bort filtret ”Avslutade ärenden”')
    program.press(program.find('push button', 'Fler filter'))
    program.press(program.find('push button', 'Ta bort ”Avklarade”'))
    program.sees('Inget filter är sparat på den här datorn än.')
    program.key('Escape')


def by_a_long_name(program):
    """Neither its choice nor its chip is as wide as what somebody has written."""
    program.find('label', '2 ärenden')
    before = program.width()
    program.press(program.find('push button', 'Fler filter'))
    choose(program, 'Delprojekt', LONG, 'Home', 'Down', 'Down')
    program.find('label', '1 träff')
    button = program.find('push button', f'Delprojekt: {LONG}')
    width = program.wait(lambda: button.queryComponent().getExtents(desk.pyatspi.WINDOW_COORDS).width, 'its width')
    program.shot('filters-long')
    program.key('Escape')
    program.press(program.find('push button', f'Ta bort filtret ”{LONG}”'))
    program.find('label', '2 ärenden')
    assert width < 500 and program.width() == before, (width, before, program.width())


def by_subproject_and_name(program):
    """Whoever typed the sub-project how, it is one; and a colleague is there by name."""
    program.find('label', '2 ärenden')
    program.press(program.find('push button', 'Fler filter'))
    choose(program, 'Delprojekt', 'Nord', 'Home', 'Down')
    program.find('label', '1 träff')
    program.shot('filters-subproject')
    choose(program, 'Kollega i teamet', 'Bertil Qvarnström', 'Home', 'Down')
    program.key('Escape')
    program.find('push button', 'Ta bort filtret ”Nord”')
    program.find('list item', re.compile('Hulda Ekvall'))
    program.shot('filters-subproject-chip')
    program.press(program.find('push button', 'Ta bort filtret ”Nord”'))
    program.gone('push button', 'Ta bort filtret ”Nord”')
    program.press(program.find('push button', 'Ta bort filtret ”Med Bertil Qvarnström”'))
    program.find('label', '2 ärenden')


def types_on_from_a_row(program):
    """Letters typed at a row are all kept, though the first of them takes the row away."""
    program.type('Hulda')
    program.find('label', '1 träff')
    program.key('Down')
    row = program.find('list item', re.compile('^Hulda Ekvall'))
    program.wait(lambda: program.has_focus(row), 'the focus in the row')
    program.key('x')
    program.find('label', '0 träffar')
    program.key('y', 'z', 'BackSpace', 'BackSpace', 'BackSpace')  # to no avail if the focus had gone with the row
    program.find('label', '1 träff')
    program.key('Escape')
    program.find('label', '2 ärenden')


def main():
    replica = f"{os.environ['UI_WORK']}/anna.amia"
    desk.tool('init', replica, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    for n, case in enumerate(CASES):
        make_case(replica, 10 * (n + 1), *case)
    program = desk.Program('--replica', replica)
    program.go_to(2)
    types_on_from_a_row(program)
    by_a_long_name(program)
    by_subproject_and_name(program)
    closed_ones(program)
    nothing_left(program)
    keeps(program)
    program.close()
    program = desk.Program('--replica', replica)
    program.go_to(2)
    uses_again(program)
    program.close()


if __name__ == '__main__':
    main()
