#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page, light and dark, without eyes and without a mouse (see accessible.py)."""
import datetime
import os
import sys

import accessible
import desk

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334811'
PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b33'
FORM = '018fb8d2-1631-74c4-85fb-48e2efbb6b34'
MEETINGS = '018fb8d2-1631-74c4-85fb-48e2efbb6b35', '018fb8d2-1631-74c4-85fb-48e2efbb6b36'
MAPPING = 'https://amia.se/fhir/Questionnaire/kartlaggning|1.0.0'


def make_replica(path):
    """A participant whose mapping has begun, among a few others."""
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    desk.tool('seed', path, '--cases', '4', '--seed', '1')
    desk.tool('put', path, stdin=desk.change(
        ('participant', PERSON, None, 'name', 'Hulda Ekvall'),
        ('participant', PERSON, None, 'personnummer', '18840312-2388'),
        ('case', CASE, CASE, 'title', 'Hulda Ekvall'),
        ('case', CASE, CASE, 'participant', PERSON)) + desk.change(
        ('form', FORM, CASE, 'questionnaire', MAPPING),
        ('form', FORM, CASE, 'status', 'in-progress')) + desk.change(
        *(('meeting', meeting, CASE, field, value) for meeting, clock in zip(MEETINGS, ('09:00', '10:30'))
          for field, value in (('start', f'{datetime.date.today()}T{clock}'), ('kind', 'trepartsmote')))))
    return path


# Each page: how to come to it from the one before, and the words that say that it is there.
PAGES = (
    ('the list', lambda program: None, ('label', 'Hulda Ekvall')),
    ('registering', lambda program: program.act('new-case'), ('push button', None)),
    ('a case', lambda program: program.act('open-case', CASE), ('label', 'Hulda Ekvall')),
    ('a form', lambda program: program.act('open-form', FORM), ('label', 'Kartläggning')),
    ('the calendar', lambda program: program.act('place', 'calendar'), ('push button', desk.re.compile(', 2 möten$'))),
    ('sync', lambda program: program.act('place', 'sync'), ('label', 'Synk')),
)


def look(program, found, colours):
    for page, come, words in PAGES:
        come(program)
        program.find(*words)
        found += [f'{page}, {colours}: {text}' for text in accessible.findings(program, colours == 'light')]
        program.shot(f'{page.replace(" ", "-")}-{colours}')


def main():
    found = []
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    for colours in ('light', 'dark'):
        program = desk.Program('--replica', replica, ADW_DEBUG_COLOR_SCHEME=f'prefer-{colours}')
        look(program, found, colours)
        program.close()
    first = desk.Program(AMIA_APP_ID_SUFFIX='first')
    found += [f'first start: {text}' for text in accessible.findings(first)]
    first.close()
    print('\n'.join(found))
    sys.exit(1 if found else 0)


if __name__ == '__main__':
    main()
