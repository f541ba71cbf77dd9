#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Change of caseworker on two laptops that are without a network in between: Anna offers, Bertil confirms, and at no
moment is the case nobody's. Then who has how much to do, and what an absence leaves behind."""
import os
import re
import subprocess

import desk

MONTHS = ('januari', 'februari', 'mars', 'april', 'maj', 'juni', 'juli', 'augusti', 'september', 'oktober',
          'november', 'december')
PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b33'
CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334811'
MEETING = '018f5892-fa3f-7ce2-9bfa-8417f6334812'


def day(ahead):
    return subprocess.run(['date', '-d', f'{ahead} days', '+%Y-%m-%d'], capture_output=True, text=True,
                          check=True).stdout.strip()


def make_case(replica):
    desk.put(replica, ('participant', PERSON, None, 'name', 'Hulda Ekvall'),
        ('participant', PERSON, None, 'personnummer', '18840312-2388'),
        ('case', CASE, CASE, 'title', 'Hulda Ekvall'),
        ('case', CASE, CASE, 'participant', PERSON),
        ('meeting', MEETING, CASE, 'kind', 'trepartsmote'),
        ('meeting', MEETING, CASE, 'start', day(3) + 'T10:00'),
        ('meeting', MEETING, CASE, 'end', day(3) + 'T11:00'),
        ('meeting', MEETING, CASE, 'place', 'Östersund'))


def opens_team(program):
    program.find('list item', re.compile('^Hulda Ekvall'))
    program.key('ctrl+f')
    program.type('ekvall')
    program.key('Return')
    program.find('heading', 'Hulda Ekvall')
    program.turn_to('Team & samtycke')


def handovers(replica):
    return [one['fields'] for one in desk.lines(desk.tool('get', replica, '--kind', 'handover'))]


def offers(program, anna):
    program.click(program.find('list item', 'Lämna över ärendet till en kollega'))
    program.press(program.find('push button', 'Erbjud ärendet'))
    program.sees('Skriv vilken kollega som får ärendet')
    program.write(program.find('text', 'Vem tar över?'), 'bertil')
    program.write(program.find('text', 'Vad som inte får glömmas'), 'Ring på tisdagar.')
    program.shot('team-offer')
    program.press(program.find('push button', 'Erbjud ärendet'))
    program.find('list item', 'Anna Forsell → bertil')
    program.find('push button', 'Ta tillbaka erbjudandet')
    assert handovers(anna)[0].get('confirmed') is None
    program.shot('team-offered')


def confirms(program, bertil):
    opens_team(program)
    program.press(program.find('push button', 'Bekräfta att du tar över ärendet'))
    program.sees('Ärendet är ditt nu.')
    assert handovers(bertil)[0]['confirmed'] == day(0)
    program.shot('team-confirmed')


def last_one_stays(program):
    """Bertil is the only caseworker tomorrow, and nobody takes him out."""
    assert not program.has('push button', 'Ta bort bertil ur teamet')


def in_words(date):
    """As the program writes a day for people: 14 mars 2014."""
    year, month, number = map(int, date.split('-'))
    return f'{number} {MONTHS[month - 1]} {year}'


def says_his_name(program, bertil):
    """On the page of the laptop; from then on it stands where the account's name stood."""
    program.key('ctrl+comma')
    program.sees('Den här datorn')
    program.write(program.find('text', 'Vad du heter'), 'Bertil Kvist')
    desk.until(lambda: [one['fields']['name'] for one in desk.lines(desk.tool('get', bertil, '--kind', 'colleague'))
                        if one['fields']['name'] != 'Anna Forsell'] == ['Bertil Kvist'], 'his name')
    program.find('label', 'Bertil Kvist', within=program.find('filler', 'Platser'))
    program.shot('laptop-name')
    program.key('alt+Left', 'ctrl+2')
    program.find('list item', re.compile('Hulda Ekvall'))


def enters_absence(program, bertil):
    program.press(program.find('push button', 'Arbetsfördelning'))
    row = program.find('list item', re.compile('^Bertil Kvist, 1 ärende'))
    program.click(row)
    program.find('list item', re.compile('Hulda Ekvall, Också i teamet: Anna Forsell FK'))
    program.find('list item', re.compile(f'Hulda Ekvall, {in_words(day(3))} 10:00 · Östersund'))
    program.click(program.find('list item', 'För in frånvaro'))
    program.write(program.find('text', 'Från'), '+2d')
    program.write(program.find('text', 'Till'), '+5d')
    program.press(program.find('push button', 'För in frånvaron'))
    program.sees('Ingen ersättare')
    program.shot('worker')
    absence, = desk.lines(desk.tool('get', bertil, '--kind', 'absence'))
    assert absence['fields']['from'] == day(2) and absence['fields']['to'] == day(5), absence
    program.key('alt+Left')
    changed = re.compile('^Bertil Kvist, .*Borta från.*Ingen ersättare')
    program.wait(lambda: program.find('list item', changed).getState().contains(desk.pyatspi.STATE_FOCUSED),
                 'the focus to be where it was, though the row says something else now')


def main():
    work = os.environ['UI_WORK']
    server = desk.Server(work).start()
    for name, agency in (('anna', 'FK'), ('bertil', 'FK')):
        server.add_user(name, agency)
    anna = server.replica(f'{work}/anna.amia', 'anna', 'FK')
    bertil = server.replica(f'{work}/bertil.amia', 'bertil', 'FK')
    desk.tool('put', anna, stdin=desk.json.dumps({'set': [
        {'kind': 'colleague', 'id': '018fb8d2-1631-74c4-85fb-48e2efbb6b31',
         'case': None, 'field': 'name', 'value': 'Anna Forsell'}]}) + '\n')
    make_case(anna)
    desk.tool('sync', anna)
    server.stop()

    # Anna is without a network.
    program = desk.Program('--replica', anna)
    opens_team(program)
    offers(program, anna)
    program.close()

    server.start()
    desk.tool('sync', anna)
    desk.tool('sync', bertil)
    server.stop()

    # And so is Bertil.
    program = desk.Program('--replica', bertil)
    confirms(program, bertil)
    last_one_stays(program)
    program.key('alt+Left')
    program.find('list item', re.compile('Hulda Ekvall'))
    says_his_name(program, bertil)
    enters_absence(program, bertil)
    program.shot('workload')
    program.close()

    server.start()
    desk.tool('sync', bertil)
    desk.tool('sync', anna)
    assert handovers(anna)[0]['confirmed'] == day(0)
    ends = {one['fields']['user']: one['fields'].get('to')
            for one in desk.lines(desk.tool('get', anna, '--kind', 'member'))}
    assert ends == {'anna': day(0), 'bertil': None}, ends
    server.stop()


if __name__ == '__main__':
    main()
