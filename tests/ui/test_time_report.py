#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The time report fills itself in from plan and diary, leaves alone what is answered, undo takes it all back, and what
is signed is locked. Both kinds of diary count: sheets for a day with moments, and sheets for a week with parts of days."""
import os
import subprocess

import pyatspi

import desk

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334821'
PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b43'
REPORT = '018fb8d2-1631-74c4-85fb-48e2efbb6b44'
DIARY = '018fb8d2-1631-74c4-85fb-48e2efbb6b45'
ACTIVITY = '018fb8d2-1631-74c4-85fb-48e2efbb6b46'
WEEK = '018fb8d2-1631-74c4-85fb-48e2efbb6b47'
YOGA = '018fb8d2-1631-74c4-85fb-48e2efbb6b48'
FORMS = 'https://amia.se/fhir/Questionnaire/'
MOMENT = 'answer/stunder/stund/[018fb8d2-1631-74c4-85fb-48e2efbb6c00]'


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    desk.tool('put', path, stdin=desk.change(
        ('participant', PERSON, None, 'name', 'Hulda Ekvall'),
        ('case', CASE, CASE, 'title', 'Hulda Ekvall'), ('case', CASE, CASE, 'participant', PERSON),
        ('activity', ACTIVITY, CASE, 'title', 'Snickeriet'), ('activity', ACTIVITY, CASE, 'hours', 10),
        ('activity', ACTIVITY, CASE, 'from', '2028-02-28'), ('activity', ACTIVITY, CASE, 'provider', 'Hantverkshuset'),
        ('form', DIARY, CASE, 'questionnaire', FORMS + 'dagboksblad|1.0.0'),
        ('form', DIARY, CASE, 'answer/dag/dag-datum', '2028-02-29'),
        ('form', DIARY, CASE, MOMENT, 'a'), ('form', DIARY, CASE, MOMENT + '/stund-fran', '09:00:00'),
        ('form', DIARY, CASE, MOMENT + '/stund-till', '10:30:00'),
        ('form', DIARY, CASE, MOMENT + '/stund-gjorde', 'Var på snickeriet och hyvlade'),
        ('activity', YOGA, CASE, 'title', 'MediYoga'), ('activity', YOGA, CASE, 'from', '2028-02-24'),
        ('activity', YOGA, CASE, 'times', [{'day': 6, 'from': '10:00', 'to': '11:30'}]),
        ('form', WEEK, CASE, 'questionnaire', FORMS + 'dagboksblad|2.0.0'),
        ('form', WEEK, CASE, 'answer/vecka/vecka-forsta', '2028-02-23'),
        *(('form', WEEK, CASE, f'answer/dagar/lordag/lordag-formiddag/lordag-formiddag-{what}', value)
          for what, value in (('gjorde', 'Mediyoga hemma'), ('timmar', 1.25))),
        ('form', REPORT, CASE, 'questionnaire', FORMS + 'aktivitetsrapport|1.0.0'),
        ('form', REPORT, CASE, 'status', 'in-progress'),
        ('form', REPORT, CASE, 'answer/manad/manad-fran', '2028-02-01')))
    return path


def answers(replica, link):
    found, = desk.lines(desk.tool('get', replica, '--id', REPORT))
    return [value for path, value in sorted(found['fields'].items()) if path.endswith('/' + link) and value is not None]


def sign(program, replica):
    """What somebody has signed is not changed by a slip of the hand, and can be opened again on purpose."""
    program.press(program.find('push button', 'Fyll i från plan och dagbok'))
    desk.until(lambda: len(answers(replica, 'rad-datum')) == 3, 'the days once more')
    program.write(program.find('text', 'Namnet på den som skriver under'), 'Hulda Ekvall')
    box = program.scroll_to(program.find(None, 'Fält att skriva under i med penna, finger eller mus'))
    subprocess.run(['xdotool', 'mousemove', str(box.x + 40), str(box.y + 60), 'mousedown', '1', 'mousemove_relative',
                    '60', '40', 'mousemove_relative', '--', '80', '-50', 'mouseup', '1'], check=True)
    program.press(program.find('push button', 'Skriv under'))
    program.find(None, 'Formuläret är klart och kan bara läsas.')
    program.shot('time-report-signed')
    assert not program.find('push button', 'Fyll i från plan och dagbok').getState().contains(pyatspi.STATE_SENSITIVE)
    program.press(program.find('push button', 'Öppna igen'))
    program.gone(None, 'Formuläret är klart och kan bara läsas.')


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    program.find('label', 'Hulda Ekvall')
    program.act('open-form', REPORT)
    program.press(program.find('push button', 'Fyll i från plan och dagbok'))
    desk.until(lambda: len(answers(replica, 'rad-datum')) == 3, 'three days in the report')
    assert sorted(answers(replica, 'rad-datum')) == ['2028-02-26', '2028-02-28', '2028-02-29']
    assert sorted(answers(replica, 'rad-planerat')) == [1.5, 2, 2], answers(replica, 'rad-planerat')
    assert sorted(answers(replica, 'rad-genomfort')) == [1.25, 1.5], answers(replica, 'rad-genomfort')
    assert answers(replica, 'manad-till') == ['2028-02-29']
    assert answers(replica, 'rad-anordnare') == ['Hantverkshuset'] * 2
    assert program.text_of(program.find('text', 'Summa planerat')) == '5,5'
    assert program.text_of(program.find('text', 'Summa genomfört')) == '2,75'
    program.key('ctrl+Next')
    program.shot('time-report')
    program.press(program.find('push button', 'Fyll i från plan och dagbok'))
    program.sees('Plan och dagbok har inget mer att fylla i')
    program.key('ctrl+z')
    desk.until(lambda: not answers(replica, 'rad-planerat'), 'the report to be as it was')
    assert answers(replica, 'manad-fran') == ['2028-02-01']
    sign(program, replica)
    program.close()


if __name__ == '__main__':
    main()
    print('ok time report')
