#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The weekly schedule and the diary, by the keyboard alone: what is typed into a box is an answer."""
import os

import desk

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334831'
PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b53'
NORMAL = '018fb8d2-1631-74c4-85fb-48e2efbb6b54'
PLANNED = '018fb8d2-1631-74c4-85fb-48e2efbb6b55'
DIARY = '018fb8d2-1631-74c4-85fb-48e2efbb6b56'
MEETING = '018fb8d2-1631-74c4-85fb-48e2efbb6b57'
ACTIVITY = '018fb8d2-1631-74c4-85fb-48e2efbb6b58'
FORMS = 'https://amia.se/fhir/Questionnaire/'
CODES = 'https://amia.se/fhir/CodeSystem/'
DAYS = ('mandag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lordag', 'sondag')
LONG = 'Hämta barnbarnen på förskolan, äta mellanmål och gå hem långsamt'


def kind_of_week(code, display):
    return {'system': CODES + 'schema-slag', 'code': code, 'display': display}


def form_ops(form, name, *fields):
    return [('form', form, CASE, 'questionnaire', FORMS + name), ('form', form, CASE, 'status', 'in-progress'),
            *(('form', form, CASE, f'answer/{path}', value) for path, value in fields)]


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    ops = [('participant', PERSON, None, 'name', 'Hulda Ekvall'),
           ('case', CASE, CASE, 'title', 'Hulda Ekvall'), ('case', CASE, CASE, 'participant', PERSON),
           ('meeting', MEETING, CASE, 'title', 'Trepartsmöte'),
           ('meeting', MEETING, CASE, 'start', '2014-03-18T10:00'),
           ('meeting', MEETING, CASE, 'end', '2014-03-18T14:00'),
           ('activity', ACTIVITY, CASE, 'title', 'MediYoga'),
           ('activity', ACTIVITY, CASE, 'from', '2014-03-01'),
           ('activity', ACTIVITY, CASE, 'times', [{'day': 4, 'from': '09:30', 'to': '11:00'}])]
    ops += form_ops(NORMAL, 'veckoschema|1.0.0',
                    ('schema/schema-slag', kind_of_week('vanlig', 'Så ser en vanlig vecka ut')),
                    ('veckan/mandag/mandag-morgon', 'Promenad'),
                    ('veckan/onsdag/onsdag-eftermiddag', LONG))
    ops += form_ops(PLANNED, 'veckoschema|1.0.0',
                    ('schema/schema-slag', kind_of_week('planerad', 'Så är veckan planerad')),
                    ('schema/schema-vecka', '2014-03-19'),
                    ('veckan/tisdag/tisdag-formiddag', 'Tvätta'))
    ops += form_ops(DIARY, 'dagboksblad|2.0.0', ('vecka/vecka-forsta', '2014-03-17'),
                    ('dagar/tisdag/tisdag-somn', 5),
                    ('dagar/tisdag/tisdag-formiddag/tisdag-formiddag-gjorde', LONG),
                    ('dagar/tisdag/tisdag-formiddag/tisdag-formiddag-timmar', 3.5),
                    ('dagar/tisdag/tisdag-formiddag/tisdag-formiddag-kraft', -3))
    desk.put(path, *ops)
    return path


def answer(replica, form, link):
    found, = desk.lines(desk.tool('get', replica, '--id', form))
    return next((value for field, value in found['fields'].items() if field.endswith('/' + link)), None)


def wait_for(replica, form, link, value):
    desk.until(lambda: answer(replica, form, link) == value, f'{link} to be {value}')


def plan_a_week(program, replica):
    program.act('open-form', PLANNED)
    monday = program.find('text', 'Måndag morgon')
    program.sees('Vanligtvis: Promenad')
    program.sees('Krockar: 10:00 Trepartsmöte')
    program.sees('Bokat: 10:00 Trepartsmöte')
    program.sees('Bokat: 09:30 MediYoga')
    program.sees('1 ruta krockar med något bokat.')
    program.sees('Aktiviteter den här veckan: MediYoga')
    program.shot('week')

    program.click(monday)
    program.type('Simma')
    program.key('Right')
    program.type('Vila')
    program.key('Down')  # what Tuesday has there is not asked for
    program.key('Right')
    program.key('Down')
    program.type('Laga mat')
    wait_for(replica, PLANNED, 'mandag-morgon', 'Simma')
    wait_for(replica, PLANNED, 'mandag-formiddag', 'Vila')
    wait_for(replica, PLANNED, 'onsdag-eftermiddag', 'Laga mat')


def copy_a_day(program, replica):
    program.click(program.find('text', 'Måndag förmiddag'))
    program.key('ctrl+d')
    wait_for(replica, PLANNED, 'tisdag-morgon', 'Simma')
    wait_for(replica, PLANNED, 'tisdag-formiddag', 'Vila')
    program.key('ctrl+d')
    wait_for(replica, PLANNED, 'onsdag-morgon', 'Simma')
    assert answer(replica, PLANNED, 'torsdag-morgon') is None
    program.key('ctrl+z')  # one day is one step
    desk.until(lambda: not answer(replica, PLANNED, 'onsdag-morgon'), 'the copy to be taken back')
    wait_for(replica, PLANNED, 'onsdag-eftermiddag', 'Laga mat')
    wait_for(replica, PLANNED, 'tisdag-formiddag', 'Vila')

    program.press(program.find('push button', 'Måndag'))
    program.press(program.find('menu item', 'Kopiera till måndag–fredag'))
    for day in DAYS[1:5]:
        wait_for(replica, PLANNED, f'{day}-morgon', 'Simma')
    assert answer(replica, PLANNED, 'lordag-morgon') is None
    program.sees('Krockar: 09:30 MediYoga')
    program.shot('week-copied')


def keep_a_diary(program, replica):
    """After the plan: what was planned stands beside what was done."""
    program.act('open-form', DIARY)
    program.sees('Planerat: Simma')
    morning = program.find('text', 'Måndag morgon')  # which the schedule has, too
    program.sees('▼▼▼ tog kraft')
    program.sees('5, sagt om en dag')
    program.shot('diary')

    program.click(morning)
    program.type('simma')
    program.key('Tab')
    program.type('1,5')
    program.key('Tab')
    program.type('2')
    program.key('Tab', 'Tab')  # past what more there is to say
    program.type('Vila')
    program.key('Tab')
    program.type('2')
    wait_for(replica, DIARY, 'mandag-morgon-gjorde', 'simma')
    wait_for(replica, DIARY, 'mandag-morgon-timmar', 1.5)
    wait_for(replica, DIARY, 'mandag-morgon-kraft', 2)
    wait_for(replica, DIARY, 'mandag-formiddag-gjorde', 'Vila')
    wait_for(replica, DIARY, 'mandag-formiddag-timmar', 2)
    program.sees('▲▲ gav kraft')
    program.sees('▲ 2 gav, ▼ 3 tog')
    program.sees('1,5 tim  ▲▲')
    program.sees('Av 10 planerade stunder är 3 ifyllda, och 2 blev som planerat.')

    program.write(program.find('text', 'Måndag, sömn'), '8')
    program.sees('6,5 i snitt, från 5 till 8, 2 dagar')
    strength = program.find('text', 'Tisdag morgon, kraft')
    program.click(strength)
    program.type('7')
    program.key('Tab')
    program.sees('Skriv något mellan')  # said at leaving, and not counted
    program.sees('▲ 2 gav, ▼ 3 tog')


def say_more(program, replica):
    program.press(program.find('push button', 'Mer om måndag morgon'))
    program.write(program.find('text', 'Med vem?'), 'Elsa')
    wait_for(replica, DIARY, 'mandag-morgon-med', 'Elsa')
    program.shot('diary-more')
    program.key('Escape')
    program.gone('text', 'Med vem?')


def top_of(program, name):
    return program.find('text', name).queryComponent().getExtents(desk.pyatspi.WINDOW_COORDS).y


def read_large_text(program):
    """Where the text is large the parts of a day stand two by two, and Tab goes through them in the same order."""
    assert top_of(program, 'Måndag morgon') == top_of(program, 'Måndag eftermiddag')
    program.key('ctrl+plus', 'ctrl+plus')
    program.wait(lambda: top_of(program, 'Måndag morgon') < top_of(program, 'Måndag eftermiddag'), 'two rows of boxes')
    assert top_of(program, 'Måndag morgon') == top_of(program, 'Måndag förmiddag')
    program.shot('diary-large')
    program.click(program.find('text', 'Måndag förmiddag, kraft'))
    program.key('Tab', 'Tab')  # past what more there is to say
    program.type('Läsa')
    program.find('text', 'Måndag eftermiddag')
    program.key('ctrl+minus', 'ctrl+minus')
    program.wait(lambda: top_of(program, 'Måndag morgon') == top_of(program, 'Måndag eftermiddag'), 'one row of boxes')


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    program.find('label', 'Hulda Ekvall')
    plan_a_week(program, replica)
    copy_a_day(program, replica)
    keep_a_diary(program, replica)
    say_more(program, replica)
    read_large_text(program)
    wait_for(replica, DIARY, 'mandag-eftermiddag-gjorde', 'Läsa')
    program.close()


if __name__ == '__main__':
    main()
