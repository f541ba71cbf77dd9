#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The umbrella by keyboard: the days and incomes are filled in on the spot, the list has the same as the
picture, and so has the paper."""
import datetime
import os

import desk
from test_paper import prints_to_file

CASE = '01440000-0003-7002-8000-000000000001'  # Brita
EMPTY = '018f5892-fa3f-7ce2-9bfa-8417f6334811'
DRAGGED = '018f5892-fa3f-7ce2-9bfa-8417f6334812'


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    with open(f'{desk.SOURCE}/app/demo/fk.jsonl', encoding='utf-8') as story:
        desk.tool('put', path, stdin=story.read())
    change = [{'kind': 'case', 'id': EMPTY, 'case': EMPTY, 'field': 'title', 'value': 'Åsa Örnfjäll'},
              {'kind': 'case', 'id': DRAGGED, 'case': DRAGGED, 'field': 'title', 'value': 'Hjördis Quick'},
              {'kind': 'income', 'id': '01440000-0003-7099-8000-000000000009', 'case': DRAGGED, 'field': 'from',
               'value': desk.time.strftime('%Y-%m-01')}]
    # Brita, as if her story were told this year: seven incomes, two at a time and long names.
    today = desk.time.strftime('%Y')
    rows = (('sjukpenning', 'hel', f'{today}-01-01', f'{today}-10-31'), ('aktivitetsstod', 'hel', f'{today}-11-01', None),
            ('lon', 'timanställning på handelsträdgården, ungefär en fjärdedel', f'{today}-09-01', f'{today}-12-31'),
            ('annat', 'livränta', f'{today}-08-01', None))
    for number, (kind, level, first, last) in enumerate(rows):
        record = f'01440000-0003-7099-8000-00000000000{number}'
        for field, value in (('kind', kind), ('level', level), ('from', first), ('to', last)):
            change.append({'kind': 'income', 'id': record, 'case': CASE, 'field': field, 'value': value})
    for number in range(9):
        record = f'01440000-0003-7098-8000-00000000000{number}'
        change.append({'kind': 'meeting', 'id': record, 'case': CASE, 'field': 'title', 'value': f'Möte {number}'})
        change.append({'kind': 'meeting', 'id': record, 'case': CASE, 'field': 'start',
                       'value': f'{today}-{number + 4:02}-1{number % 3}T10:00'})
        record = f'01440000-0003-7097-8000-00000000000{number}'
        change.append({'kind': 'activity', 'id': record, 'case': CASE, 'field': 'title', 'value': f'Aktivitet {number}'})
        change.append({'kind': 'activity', 'id': record, 'case': CASE, 'field': 'from',
                       'value': f'{today}-{number + 2:02}-01'})
    person = '01440000-0003-7001-8000-000000000001'
    change.append({'kind': 'participant', 'id': person, 'case': None, 'field': 'benefit-end', 'value': f'{today}-10-31'})
    for visit in desk.lines(desk.tool('get', path, '--case', CASE, '--kind', 'visit')):
        first = visit['fields']['from']
        change.append({'kind': 'visit', 'id': visit['id'], 'case': CASE, 'field': 'from', 'value': today + first[4:]})
    desk.tool('put', path, stdin=desk.json.dumps({'set': change}) + '\n')
    return path


def incomes(replica, case):
    return [row['fields'] for row in desk.lines(desk.tool('get', replica, '--case', case, '--kind', 'income'))
            if not row.get('removed')]


def open_umbrella(program, words, name):
    program.find('label', desk.re.compile('^(6 ärenden|1 träff)$'))
    program.key('ctrl+f', 'ctrl+a')
    program.type(words)
    program.find('label', '1 träff')
    program.key('Return')
    program.find('heading', name)
    program.key('ctrl+u')
    program.find('label', 'Paraplyet')


def begins_with_nothing(program, replica):
    open_umbrella(program, 'örnfj', 'Åsa Örnfjäll')
    program.sees('Ingen inkomst är antecknad än.')
    program.find('image', 'Paraplyet som bild. Listan har samma innehåll (Alt+L).')
    program.shot('umbrella-empty')
    program.write(program.find('text', 'Första dagen i ALI'), '2014-09-01')
    program.key('Tab')
    desk.until(lambda: [row['fields'].get('ali-from') for row in desk.lines(
        desk.tool('get', replica, '--kind', 'case')) if row['id'] == EMPTY] == ['2014-09-01'], 'the first day of ALI')


def writes_an_income(program, replica):
    program.key('ctrl+n')
    program.write(program.find('text', 'Hur mycket'), 'halv')
    desk.until(lambda: incomes(replica, EMPTY), 'the income')
    program.write(program.find('text', 'Från'), '2014-03-01')
    desk.until(lambda: incomes(replica, EMPTY)[0].get('from') == '2014-03-01', 'its first day')
    program.find('list item', 'Inkomst, halv')
    program.key('alt+l')
    program.find('list item', 'ALI, 90 dagar')
    program.sees('1 september 2014 – 29 november 2014')
    program.key('alt+l')


def takes_it_away_and_back(program, replica):
    program.key('Escape', 'Delete')
    program.sees('Inkomsten är borttagen.')
    desk.until(lambda: not incomes(replica, EMPTY), 'the removal')
    # The offer stands for a while, and the page may be left meanwhile.
    program.key('alt+Left')
    program.gone('filler', 'AmiaUmbrellaPage')
    program.press(program.find('push button', desk.re.compile('^Ångra')))
    desk.until(lambda: incomes(replica, EMPTY), 'it to be back')
    program.key('alt+Left')


def pointer(*what):
    desk.subprocess.run(['xdotool', *map(str, what)], check=True)


def drags_an_edge(program, replica):
    """An income that goes on ends at the picture's right edge: from there its end is drawn to the middle."""
    open_umbrella(program, 'quick', 'Hjördis Quick')
    box = program.find('image', desk.re.compile('^Paraplyet som bild')).queryComponent().getExtents(
        desk.pyatspi.WINDOW_COORDS)
    arc = min(box.width * 0.13, 120)
    line = (box.height - arc) / 7.35  # one band of incomes: arc, phases, time, band
    left, x, y = box.x + 5, box.x + 5 + box.width - 3, int(box.y + 5 + arc + line * 5.75)
    pointer('mousemove', x, y, 'mousedown', 1)
    for step in range(8):
        pointer('mousemove', x - (step + 1) * (x - left - box.width // 2) // 8, y)
        desk.time.sleep(0.05)
    program.shot('umbrella-drag')
    pointer('mouseup', 1)
    program.sees('Flyttad till')
    last = desk.until(lambda: incomes(replica, DRAGGED)[0].get('to'), 'the last day')
    today = desk.time.strftime('%Y-%m-%d')
    assert abs((datetime.date.fromisoformat(last) - datetime.date.fromisoformat(today)).days) < 31, last
    pointer('mousemove', left + box.width // 4, y, 'click', 1)
    pointer('mousemove', left + box.width * 2 // 5, y, 'click', 1)
    program.find('text', 'Hur mycket')
    program.key('alt+Left')
    program.gone('filler', 'AmiaUmbrellaPage')
    program.press(program.find('push button', desk.re.compile('^Ångra')))
    desk.until(lambda: not incomes(replica, DRAGGED)[0].get('to'), 'no last day')
    program.key('alt+Left')


def shows_much(program):
    open_umbrella(program, 'handell', 'Brita Handell')
    program.find('list item', 'Aktivitetsstöd, hel')
    program.shot('umbrella-crowded')
    program.key('alt+l')
    program.find('list item', 'Sista dagen med ersättning')
    program.shot('umbrella-list')
    paper = prints_to_file(program, 'paper-umbrella')
    assert 'Brita' in paper and 'Aktivitetsstöd' in paper, paper


def main():
    os.chdir(os.environ['UI_WORK'])
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    begins_with_nothing(program, replica)
    writes_an_income(program, replica)
    takes_it_away_and_back(program, replica)
    drags_an_edge(program, replica)
    shows_much(program)
    program.close()


if __name__ == '__main__':
    main()
