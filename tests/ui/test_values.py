#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The value base: two minutes before a meeting, two after, and over time which values are missed."""
import datetime
import os
import re

import desk
from accessible import FocusWatch, findings
from test_paper import facts, prints_to_file

FORMS = 'https://amia.se/fhir/Questionnaire/vardegrund-'
BEFORE, AFTER = FORMS + 'handlaggare-fore|1.0.0', FORMS + 'handlaggare-efter|1.0.0'
VALUES = ('egenmakt', 'bemotande', 'individuell', 'meningsfullhet', 'motivation', 'paverkan', 'delaktighet',
          'ansvar', 'respekt', 'tillganglighet')
LINE = {'egenmakt': 'syn-expert', 'bemotande': 'syn-tala-till-punkt', 'individuell': 'syn-unik',
        'meningsfullhet': 'syn-varde', 'motivation': 'syn-hopp', 'paverkan': 'syn-forslag',
        'delaktighet': 'syn-taltid', 'ansvar': 'syn-tydligt', 'respekt': 'syn-nej', 'tillganglighet': 'syn-natt'}
ANSWERS = {'y': 'ja', 'p': 'delvis', 'n': 'nej'}

# The own case: fourteen meetings in which influence is missed nearly always.
MEETINGS = [f'2014-{month:02}-{day:02}' for month, day in
            ((1, 8), (1, 22), (2, 5), (2, 19), (3, 5), (3, 19), (4, 2), (4, 16), (4, 30), (5, 14), (5, 28), (6, 11),
             (8, 20), (9, 3))]
PATTERNS = ('yyyyyyyyyy', 'yypyynpyyy', 'yyyyynyyyy', 'yyyppnyyyy', 'ppyyynyyny', 'yyyynpyyyy', 'yyyyynyyyy')


def uuid(number):
    return f'018fb8d2-1631-74c4-85fb-48e2efbb{number:04x}'


def case_id(number):
    return f'018f5892-fa3f-7ce2-9bfa-8417f633{number:04x}'


def checklist(number, case, canonical, day, pattern):
    form = uuid(number)
    ops = [('pair-form', form, case_id(case), 'questionnaire', canonical),
           ('pair-form', form, case_id(case), 'status', 'in-progress'),
           ('pair-form', form, case_id(case), 'answer/mote/mote-datum', day)]
    for value, mark in zip(VALUES, pattern):
        if mark in ANSWERS:
            ops.append(('pair-form', form, case_id(case), f'answer/{value}/{value}-{LINE[value]}',
                        {'system': 'https://amia.se/fhir/CodeSystem/ja-delvis-nej', 'code': ANSWERS[mark],
                         'display': ANSWERS[mark].capitalize()}))
    return ops


def make_replica(path, today):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    ops = []
    for number, name in enumerate(('Hulda Ekvall', 'Tyra Lind', 'Nils Berg', 'Vilgot Ahl')):
        ops += [('participant', uuid(number + 1), None, 'name', name),
                ('case', case_id(number), case_id(number), 'title', name),
                ('case', case_id(number), case_id(number), 'participant', uuid(number + 1))]
    for number, day in enumerate(MEETINGS):
        ops += checklist(100 + number, 0, AFTER, day, PATTERNS[number % len(PATTERNS)])
    ops += checklist(200, 0, BEFORE, MEETINGS[1], 'yyyyyyyyyy')
    for number, (case, day) in enumerate(((1, '2014-01-20'), (2, '2014-01-27'), (1, '2014-03-10'), (2, '2014-03-12'))):
        ops += checklist(300 + number, case, AFTER, day, 'yyyyynyyyy')
    meeting, start = uuid(400), today + datetime.timedelta(days=2)
    ops += [('meeting', meeting, case_id(0), 'title', 'Trepartsmöte'),
            ('meeting', meeting, case_id(0), 'start', f'{start}T10:00')]
    desk.put(path, *ops)
    return path


def checklists(replica, canonical):
    return [record for record in desk.lines(desk.tool('get', replica, '--kind', 'pair-form'))
            if record['fields'].get('questionnaire') == canonical]


def begin_before_a_meeting(program, replica, today):
    """From the case, with the day of the meeting that is booked; a second time it is the same one."""
    program.turn_to('Formulär')
    for _ in range(2):
        program.press(program.find('push button', 'Värdegrund'))
        program.press(program.find('menu item', 'Inför ett möte, två minuter'))
        program.find('push button', 'Tillbaka till ärendet')  # the form's title stands in the case, too
        program.key('alt+Left')
        program.gone('push button', 'Tillbaka till ärendet')
        program.find('push button', 'Värdegrund')
    new = [record['fields'] for record in checklists(replica, BEFORE) if record['id'] != uuid(200)]
    assert [fields['answer/mote/mote-datum'] for fields in new] == [str(today + datetime.timedelta(days=2))], new


def tab_to(program, words):
    """Presses Tab until something so named has the focus, as somebody does who does not see it."""
    watch = FocusWatch(program)
    for _ in range(25):
        program.key('Tab')
        node = watch.wait()
        if node is not None and re.search(words, node.name or ''):
            break
    else:
        raise AssertionError(f'Tab never came to {words}')
    watch.end()


def look_at_a_case(program):
    program.press(program.find('push button', 'Värdegrund'))
    program.press(program.find('menu item', 'Över tid'))
    program.sees('Oftast missat: Påverkan (10 av 14)')
    program.sees('Förberett, men missat ändå: Påverkan (1 möte).')
    program.sees('Bilden har de 12 senaste av 14 möten')
    program.shot('values')

    # One stop for the Tab key, then the arrows; Enter opens the checklist.
    tab_to(program, '^Egenmakt, 5 februari 2014: uppfyllt$')
    program.key('Down', 'Down', 'Down', 'Down', 'Down', 'Right')
    program.sees('Påverkan, 19 februari 2014: missat')
    program.key('Left', 'Left', 'Left')
    program.sees('Påverkan, 5 februari 2014: missat')
    program.key('Return')
    program.sees('Värdegrund: efter mötet')
    program.find('text', re.compile('Datum för mötet'))
    program.key('alt+Left')
    program.gone('text', re.compile('Datum för mötet'))
    program.sees('Oftast missat: Påverkan (10 av 14)')


def read_the_list(program):
    program.sees('Oftast missat')
    program.key('ctrl+Tab')
    program.find('list item', 'Påverkan')
    program.find('list item', '3 september 2014')
    program.sees('missat 10, delvis 2, uppfyllt 2, av 14 möten')
    program.shot('values-list')
    program.press(program.find('push button', 'Inför mötet'))
    program.find('list item', '22 januari 2014')
    program.press(program.find('push button', 'Deltagaren'))
    program.sees('Inga sådana checklistor än')
    program.shot('values-empty')


def print_on_one_page(program, name, about, row):
    """What the picture shows stands in words as well, and nobody is named."""
    paper = prints_to_file(program, name)
    for words in ('Värdegrunden över tid', about, row, 'uppfyllt'):
        assert re.search(words, paper), (words, paper)
    assert paper.count('\f') == 1 and 'Ekvall' not in paper, paper


def look_at_all_cases(program):
    program.press(program.find('push button', 'Efter mötet'))
    program.press(program.find('push button', 'Alla mina ärenden'))
    program.key('ctrl+Tab')
    program.sees('Summor av minst 5 möten i minst 3 ärenden')
    program.find('image', re.compile('^Påverkan, .*missat'))
    tab_to(program, '^Egenmakt, .*av 6 möten$')
    program.shot('values-all')
    assert not program.has('push button', re.compile('^Påverkan'))  # nothing leads back to a meeting
    program.press(program.find('push button', 'Inför mötet'))
    program.sees('För få för en summa')


def main():
    today = datetime.date.today()
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia", today)
    os.chdir(os.environ['UI_WORK'])
    program = desk.Program('--replica', replica)
    program.find('label', 'Hulda Ekvall')
    program.act('open-case', case_id(0))
    program.sees('Hulda Ekvall')
    begin_before_a_meeting(program, replica, today)
    look_at_a_case(program)
    print_on_one_page(program, 'values-paper', 'Ett ärende · Efter mötet',
                      'Påverkan +missat 10, delvis 2, uppfyllt 2, av 14 möten')
    desk.until(lambda: facts(replica) == ['values'], 'the print in the audit')
    read_the_list(program)
    look_at_all_cases(program)
    after = program.find('push button', 'Efter mötet')
    program.press(after)
    program.wait(lambda: after.getState().contains(desk.pyatspi.STATE_PRESSED), 'what came after the meetings')
    print_on_one_page(program, 'values-paper-all', 'Alla mina ärenden · Efter mötet', 'Påverkan +missat 14, delvis 2')
    assert facts(replica) == ['values'], facts(replica)
    found = findings(program, keyboard=False)  # which Tab has shown above
    assert not found, found
    program.close()


if __name__ == '__main__':
    main()
