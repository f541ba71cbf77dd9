#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The place of activities by keyboard: the catalogue, the palette, a group with a queue, who was there, suggestions."""
import os

import desk

YOGA = desk.re.compile('^MediYoga i Östersund, ')  # a row says all that stands on it
PEOPLE = ('Hulda Ekvall', 'Torborg Östlind', 'Frideborg Sandlind')
LONG = 'Förvaltningsbolaget för arbetsmarknadsnära rehabilitering och samordning i Jämtlands län'


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    ops = []
    for i, name in enumerate(PEOPLE):
        person, case = f'018fb8d2-1631-74c4-85fb-48e2efbb6b3{i}', f'018f5892-fa3f-7ce2-9bfa-8417f633481{i}'
        ops += [('participant', person, None, 'name', name), ('case', case, case, 'title', name),
                ('case', case, case, 'participant', person)]
    change = {'set': [dict(zip(('kind', 'id', 'case', 'field', 'value'), op)) for op in ops]}
    desk.tool('put', path, stdin=desk.json.dumps(change) + '\n')
    return path


def records(replica, kind):
    return [record['fields'] for record in desk.lines(desk.tool('get', replica, '--kind', kind))
            if not record['fields'].get('removed')]


def wait_for(replica, kind, wanted):
    """Waits until there are records of the kind that say all that is wanted, and no others."""
    desk.until(lambda: sorted(records(replica, kind), key=str) and
               all(any(all(have.get(k) == v for k, v in want.items()) for have in records(replica, kind))
                   for want in wanted) and len(records(replica, kind)) == len(wanted),
               f'{kind} {wanted}')


def open_row(program, name, within=None):
    """Clicks a row once it has come to rest: a list that was just filled is still moving."""
    last = None

    def rests():
        nonlocal last
        box = program.find('list item', name, within).queryComponent().getExtents(desk.pyatspi.WINDOW_COORDS)
        before, last = last, (box.x, box.y, box.width, box.height)
        return box.height > 0 and last == before
    desk.until(rests, f'{name} to rest', step=0.3)
    program.click(program.find('list item', name, within))


def pick(program, title, name):
    """Types the beginning of a name on the page where a case is chosen, and takes the one that is left."""
    program.sees(title)
    page = program.find('filler', 'AmiaCasePicker')
    program.type_fast(name.split()[0].lower(), 'Return')


def fills_the_catalogue(program, replica):
    program.key('ctrl+3')
    program.sees('Katalogen är tom')
    program.shot('activities-empty')
    program.key('ctrl+n')
    program.write(program.find('text', 'Vad heter den?'), 'MediYoga i Östersund')
    program.write(program.find('text', 'Vem ordnar den?'), 'Hälsocentralen Norra')
    program.write(program.find('text', 'Kommun'), 'Östersund')
    program.write(program.find('text', 'Avstånd från kontoret, km'), '2,5')
    program.key('Tab')
    program.choose('På paletten', 'Friskvård')
    wait_for(replica, 'offer', [{'title': 'MediYoga i Östersund', 'km': 2.5, 'colour': 'friskvard', 'owner': 'anna'}])
    program.find('status bar', desk.re.compile('^Kontrollerad'))
    program.shot('offer')
    program.key('alt+Left')
    program.find('list item', YOGA)
    program.key('ctrl+f')
    program.type('finns inte')
    program.gone('list item', YOGA)
    program.key('Escape')
    program.find('list item', YOGA)
    program.shot('catalogue')


def says_what_is_back(program, replica):
    """What one took away and another wrote in is here, says so, and is settled by a button."""
    yoga, = (row for row in desk.lines(desk.tool('get', replica, '--kind', 'offer')) if row['fields'].get('km') == 2.5)
    desk.put(replica, ('offer', yoga['id'], None, 'removed', True))
    desk.put(replica, ('offer', yoga['id'], None, 'provider', 'Hälsocentralen Norra, rum 3'))
    open_row(program, YOGA)
    program.find('status bar', desk.re.compile(r'^anna \(\d.*\) tog bort det här\. anna \(\d.*\) ändrade det, så det finns kvar\.$'))
    program.shot('record-is-back')
    program.press(program.find('push button', 'Behåll det'))
    program.gone('push button', 'Behåll det')
    program.key('alt+Left')
    program.find('list item', YOGA)


def puts_one_into_a_plan(program, replica):
    offer = '018f5892-fa3f-7ce2-9bfa-841700007100'
    desk.put(replica, ('offer', offer, None, 'title', LONG), ('offer', offer, None, 'colour', 'friskvard'))
    program.type_fast('mediyoga', 'Return')
    program.press(program.find('push button', 'Lägg i en plan…'))
    pick(program, 'Vems plan?', PEOPLE[0])
    program.sees('Den står nu i deltagarens plan')
    wait_for(replica, 'activity', [{'title': 'MediYoga i Östersund', 'status': 'planned'}])
    program.key('alt+Left')


def looks_at_the_palette(program):
    program.turn_to('Palett')
    program.find('push button', 'MediYoga i Östersund')
    program.find('label', 'Friskvård')
    keeps_others_narrow(program)
    program.shot('palette')


def keeps_others_narrow(program):
    """A long name makes its card higher, and two cards still stand side by side."""
    def boxes():
        return [program.find('label', name).queryComponent().getExtents(desk.pyatspi.WINDOW_COORDS)
                for name in ('Friskvård', 'Motivation')]

    program.find('push button', LONG)
    wellness, motivation = boxes()
    assert wellness.y == motivation.y and wellness.x < motivation.x, (wellness, motivation)


def starts_a_group(program, replica):
    program.turn_to('Grupper')
    program.sees('Inga grupper än')
    program.key('ctrl+n')
    program.write(program.find('text', 'Vad heter den?'), 'ReDO våren')
    program.write(program.find('text', 'Hur många får plats?'), '2')
    program.key('Tab')
    wait_for(replica, 'group', [{'title': 'ReDO våren', 'max': 2}])
    for name in PEOPLE:
        program.press(program.find('push button', 'Lägg till en deltagare…'))
        pick(program, 'Vem ska vara med?', name)
        program.find('list item', name)
    program.sees('2 av 2 platser tagna, 1 i kö')
    program.shot('group')


def adds_occasions(program, replica):
    program.press(program.find('push button', 'Lägg till tillfällen…'))
    program.write(program.find('text', 'Första tillfällets dag'), '2014-03-04')
    program.write(program.find('text', 'Från'), '13')
    program.write(program.find('text', 'Till'), '15.30')
    program.write(program.find('text', 'Hur många tillfällen?'), '3')
    program.key('Tab')
    program.find('status bar', desk.re.compile('3 tillfällen, det sista 18 mars 2014'))
    program.shot('occasions')
    program.press(program.find('push button', 'Lägg till tillfällena'))
    program.find('list item', '4 mars 2014 13:00–15:30')
    wait_for(replica, 'occasion', [{'start': f'2014-03-{day}T13:00', 'end': f'2014-03-{day}T15:30'}
                                   for day in ('04', '11', '18')])


def notes_who_was_there(program, replica):
    open_row(program, '4 mars 2014 13:00–15:30')
    program.sees('P för på plats')
    page = program.find('filler', 'AmiaOccasionPage')
    assert not program.has('list item', PEOPLE[2], page)  # waits in the queue
    open_row(program, PEOPLE[0], page)
    program.sees('Var där')
    program.key('a')  # and on to the next
    program.sees('Borta')
    program.key('i')
    program.sees('Sjuk')
    program.shot('attendance')

    def noted():
        return sorted(value for fields in records(replica, 'enrolment')
                      for field, value in fields.items() if field.startswith('attended/'))
    desk.until(lambda: noted() == ['absent', 'ill'], 'both to be noted')
    program.key('alt+Left')
    program.sees('0 av 2 var där')


def leaves_the_group(program, replica):
    """Who leaves says why, and the next in the queue has the place."""
    open_row(program, PEOPLE[0])
    page = program.find('filler', 'AmiaEnrolmentPage')
    program.write(program.find('text', 'Sista dag', page), '2014-03-05')
    program.key('Tab', 'Tab')
    program.sees('Har slutat i gruppen.')
    program.choose('Varför tog det slut?', 'Arbete')
    desk.until(lambda: any(e.get('reason') == 'arbete' for e in records(replica, 'enrolment')), 'the reason')
    desk.until(lambda: sorted(seat['state'] for seat in records(replica, 'seat')) == ['left', 'taken', 'taken'],
               'the place to be given back')
    program.key('alt+Left')
    program.find('label', '2 av 2 platser tagna')
    program.gone('label', 'Plats 1 i kön')
    program.key('alt+Left')


def writes_a_suggestion(program, replica):
    program.turn_to('Förslag')
    program.sees('Inga förslag än')
    program.key('ctrl+n')
    program.write(program.find('text', 'Vad föreslogs?'), 'Yoga även på kvällar')
    program.key('Tab')
    wait_for(replica, 'suggestion', [{'text': 'Yoga även på kvällar', 'status': 'new'}])
    program.press(program.find('push button', 'Ta bort'))
    program.sees('Inga förslag än')
    program.press(program.find('push button', desk.re.compile('^Ångra')))
    program.find('list item', desk.re.compile('^Yoga även på kvällar, '))


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    program.find('label', '3 ärenden')
    fills_the_catalogue(program, replica)
    says_what_is_back(program, replica)
    puts_one_into_a_plan(program, replica)
    looks_at_the_palette(program)
    starts_a_group(program, replica)
    adds_occasions(program, replica)
    notes_who_was_there(program, replica)
    leaves_the_group(program, replica)
    writes_a_suggestion(program, replica)
    program.close()


if __name__ == '__main__':
    main()
