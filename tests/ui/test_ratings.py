#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-ratings over time: this mapping beside the earlier ones, as a drawing and in words, on screen and on paper."""
import os
import re

import desk
from test_paper import WORK, prints_to_file

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334841'
PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b63'
OWN = '018fb8d2-1631-74c4-85fb-48e2efbb6b64'
MAPPING = 'https://amia.se/fhir/Questionnaire/kartlaggning|1.0.0'
SCALES = ('formaga', 'tro', 'motivation', 'smarta', 'somn', 'stress', 'energi')
ABILITY = 'Hur bedömer du din förmåga att arbeta just nu?'
OCCASIONS = (
    ('018fb8d2-1631-74c4-85fb-48e2efbb6b65', '2014-01-14', (1, 2, 5, 8, 3, 9, 2)),
    ('018fb8d2-1631-74c4-85fb-48e2efbb6b66', '2014-02-20', (3, 3, 7, 7, None, 6, 4)),
    (OWN, '2014-04-03', (6, 7, 9, None, 6, 4, 6)),
)


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    ops = [('participant', PERSON, None, 'name', 'Hulda Ekvall'),
           ('case', CASE, CASE, 'title', 'Hulda Ekvall'), ('case', CASE, CASE, 'participant', PERSON)]
    for form, day, values in OCCASIONS:
        row = 'answer/samtalen/samtal/[018fb8d2-1631-74c4-85fb-48e2efbb6c01]'
        ops += [('form', form, CASE, 'questionnaire', MAPPING), ('form', form, CASE, 'status', 'in-progress'),
                ('form', form, CASE, row, 'a0'), ('form', form, CASE, f'{row}/samtal-datum', day)]
        ops += [('form', form, CASE, f'answer/skattning/skattning-{scale}', value)
                for scale, value in zip(SCALES, values) if value is not None]
    desk.put(path, *ops)
    return path


def main():
    replica = make_replica(f'{WORK}/anna.amia')
    os.chdir(WORK)
    program = desk.Program('--replica', replica)
    program.find('label', 'Hulda Ekvall')
    program.act('open-form', OWN)

    program.find('label', re.compile('^' + re.escape(ABILITY) + ' 14 januari 2014: 1$'))
    program.find('label', re.compile('^' + re.escape(ABILITY) + ' 20 februari 2014: 3$'))
    program.find('label', re.compile('^' + re.escape(ABILITY) + ' 3 april 2014: 6$'))
    program.find('label', re.compile('.*sovit.* 20 februari 2014: inte skattat$'))
    program.find('label', '3 april 2014 (det här)')
    program.click(program.find('label', re.compile('^14 Så skattar')))
    program.find('image', re.compile('^Spindeldiagram'))
    program.shot('ratings')

    # What is rated now is drawn at once.
    program.press(program.find('radio button', re.compile('^' + re.escape(ABILITY) + ' 4$')))
    program.find('label', re.compile('^' + re.escape(ABILITY) + ' 3 april 2014: 4$'))

    # On paper they stand beside each other as well.
    paper = ' '.join(prints_to_file(program, 'ratings-paper').split())
    assert 'Över tid' in paper and re.search(r'arbeta just nu\? 1 3 4 ', paper), paper
    program.close()


if __name__ == '__main__':
    main()
