#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan by keyboard: a goal, activities and what is agreed on until next time; moved, taken away and back,
agreed on, changed and compared."""
import os

import desk

CASE = '01440000-0003-7002-8000-000000000001'  # Brita
LONG = 'Så såg planen ut när vi hade träffat läkaren. ' * 4 + 'Textilverkstaden fanns inte med än.'
EMPTY = '018f5892-fa3f-7ce2-9bfa-8417f6334811'
PERSON = '018f5892-fa3f-7ce2-9bfa-8417f6334813'
OFFERS = (('Budget i lugn takt', '2', 'Strömsund'), ('Jobbsök på nätet', '4', None), ('Odla i Svenstavik', '1', 'Berg'),
          ('Verkstaden på Frösön', '3', 'Östersund'))


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    with open(f'{desk.SOURCE}/app/demo/fk.jsonl', encoding='utf-8') as story:
        desk.tool('put', path, stdin=story.read())
    ops = [('case', EMPTY, EMPTY, 'title', 'Åsa Örnfjäll'), ('case', EMPTY, EMPTY, 'participant', PERSON),
           ('participant', PERSON, None, 'name', 'Åsa Örnfjäll'), ('participant', PERSON, None, 'municipality', 'Berg')]
    for n, offer in enumerate(OFFERS):
        ops += [('offer', f'018fb8d2-1631-74c4-85fb-48e2efbb6b3{n}', None, field, value)
                for field, value in zip(('title', 'category', 'municipality'), offer) if value]
    desk.tool('put', path, stdin=desk.json.dumps(
        {'set': [dict(zip(('kind', 'id', 'case', 'field', 'value'), op)) for op in ops]}) + '\n')
    return path


def records(replica, kind, case=EMPTY):
    """What stands in the records that are not taken away, in the order of their numbers."""
    rows = [row['fields'] for row in desk.lines(desk.tool('get', replica, '--case', case, '--kind', kind))
            if not row.get('removed')]
    return sorted(rows, key=lambda row: row.get('order', 0))


def open_plan(program, words, name):
    program.find('label', desk.re.compile('^(5 ärenden|1 träff)$'))
    program.key('ctrl+f', 'ctrl+a')
    program.type(words)
    program.find('label', '1 träff')
    program.key('Return')
    program.find('heading', name)
    program.key('ctrl+Tab')


def go_to(program, name):
    """Tab to the list of goals and activities, then down to a line."""
    def has_focus(node):
        return node.getState().contains(desk.pyatspi.STATE_FOCUSED)

    lines = program.find('list', 'Mål och aktiviteter')
    for _ in range(30):
        rows = [node for node in program.walk(lines) if node.getRoleName() == 'list item']
        here = next((row for row in rows if has_focus(row)), None)
        if here is not None and here.name == name:
            return
        program.key('Down' if here is not None else 'Tab')
        desk.time.sleep(0.1)
    raise AssertionError(f'the focus does not come to {name}')


def writes_a_goal(program, replica):
    open_plan(program, 'örnfj', 'Åsa Örnfjäll')
    program.sees('Ingen plan än')
    program.shot('plan-empty')
    program.press(program.find('push button', 'Skriv ett långsiktigt mål'))
    program.write(program.find('text', 'Målet'), 'En vardag som håller')
    desk.until(lambda: records(replica, 'goal'), 'the goal')
    program.key('ctrl+Return')
    program.find('list item', 'En vardag som håller')
    goal, = records(replica, 'goal')
    assert goal['status'] == 'open' and 'parent' not in goal, goal


def adds_activities(program, replica):
    for title, hours, times in (('MediYoga', '1,5', 'mån 9-10:30'), ('Promenader', '3', 'mån 10–11')):
        program.key('ctrl+n')
        program.find('menu item', 'Aktivitet')
        program.key('Return')
        program.write(program.find('text', 'Aktivitet'), title)
        program.write(program.find('text', 'Timmar i veckan'), hours)
        program.write(program.find('text', 'Från'), '2014-03-14')
        program.write(program.find('text', 'Tider varje vecka'), times)
        desk.until(lambda: any(row.get('times') and row['title'] == title for row in records(replica, 'activity')),
                   f'the times of {title}')
        if title == 'MediYoga':
            program.shot('plan-activity')
        program.key('ctrl+Return')
        program.find('list item', title)
    assert [row['hours'] for row in records(replica, 'activity')] == [1.5, 3]
    assert records(replica, 'activity')[0]['times'] == [{'day': 1, 'from': '09:00', 'to': '10:30'}]
    program.find('label', 'Belastning den här veckan: 4,5 tim/vecka')
    program.find('list item', 'MediYoga krockar med Promenader, på måndagar')


def rows_of(program, page):
    return [node.name for node in program.walk(program.find('list', 'Förslag', within=page))
            if node.getRoleName() == 'list item']


def takes_one_from_the_catalogue(program, replica):
    """What the plan has nothing of, the nearest first; Enter puts it into the plan, and Undo takes it out."""
    program.key('ctrl+n')
    program.find('menu item', 'Aktivitet ur katalogen…')
    program.key('Down', 'Return')
    page = program.find('filler', 'AmiaProposalPage')
    program.find('list item', desk.re.compile('^Odla i Svenstavik, .*i samma kommun'), within=page)
    names = [name.split(',')[0] for name in rows_of(program, page)]
    demo = {name for name, *_ in OFFERS}
    assert [name for name in names if name in demo] == [
        'Odla i Svenstavik', 'Verkstaden på Frösön', 'Budget i lugn takt', 'Jobbsök på nätet'], names
    program.sees('Från Berg, fågelvägen mellan huvudorterna')
    program.find('list item', desk.re.compile('^Verkstaden på Frösön, .*ungefär 47 km fågelvägen'), within=page)
    program.find('list item', desk.re.compile('^Jobbsök på nätet, .*avståndet är inte känt'), within=page)
    program.shot('plan-proposals')
    program.key('--delay', '0', '--repeat', '8', 'Return')  # held down
    program.find('list item', desk.re.compile('^Odla i Svenstavik, .*I planen'), within=page)
    row, = (row for row in records(replica, 'activity') if row['title'] == 'Odla i Svenstavik')
    assert row['category'] == 'halsa' and row['status'] == 'planned' and row['goal'] and row['order'] > 1, row
    program.shot('plan-proposals-taken')
    program.press(program.find('push button', desk.re.compile('^Ångra')))
    program.wait(lambda: not any('I planen' in name for name in rows_of(program, page)), 'it to be out of the plan')
    assert 'Odla i Svenstavik' not in [row['title'] for row in records(replica, 'activity')]
    program.key('alt+Left')
    program.find('list item', 'Promenader')


def refuses_what_is_no_number(program, replica):
    program.key('ctrl+n')
    program.find('menu item', 'Aktivitet')
    program.key('Return')
    program.write(program.find('text', 'Timmar i veckan'), 'många')
    program.sees('Skriv ett tal, till exempel 1,5.')
    program.key('ctrl+Return')
    program.find('list item', 'Promenader')
    assert len(records(replica, 'activity')) == 2


def moves_and_takes_away(program, replica):
    go_to(program, 'Promenader')
    program.key('alt+Up')
    desk.until(lambda: [row['title'] for row in records(replica, 'activity')] == ['Promenader', 'MediYoga'], 'the move')
    program.key('Delete')
    program.sees('Borttaget: Promenader')
    desk.until(lambda: len(records(replica, 'activity')) == 1, 'the removal')
    program.press(program.find('push button', desk.re.compile('^Ångra')))
    program.find('list item', 'Promenader')


def agrees_on_things_to_do(program, replica):
    program.key('ctrl+n')
    program.find('menu item', 'Aktivitet')
    program.key('Up', 'Return')
    program.write(program.find('text', 'Vad som ska göras'), 'Ring hälsocentralen')
    program.write(program.find('text', 'Vem som gör det'), 'Åsa')
    desk.until(lambda: [row.get('who') for row in records(replica, 'todo')] == ['Åsa'], 'the thing to do')
    program.key('ctrl+Return')
    program.click(program.find('check box', 'Ring hälsocentralen'))
    desk.until(lambda: records(replica, 'todo')[0].get('done'), 'it to be done')


def compares_two_plans(program, replica):
    program.sees('Ni har inte kommit överens om någon plan än.')
    program.press(program.find('push button', 'Kom överens om planen'))
    program.sees('oförändrad sedan dess')
    row, = records(replica, 'revision')
    assert [goal['text'] for goal in row['plan']['goals']] == ['En vardag som håller']
    activity = next(row for row in desk.lines(desk.tool('get', replica, '--case', EMPTY, '--kind', 'activity'))
                    if row['fields']['title'] == 'MediYoga')
    program.press(program.find('push button', 'Jämför planer'))
    program.sees('Det är ingen skillnad mellan de två.')
    program.key('alt+Left')
    program.find('push button', 'Jämför planer')
    go_to(program, 'MediYoga')
    program.key('Return')
    program.write(program.find('text', 'Timmar i veckan'), '3')
    desk.until(lambda: 'hours' in activity['fields'] and
               any(row['hours'] == 3 and row['title'] == 'MediYoga' for row in records(replica, 'activity')), 'three hours')
    program.key('ctrl+Return')
    program.sees('1 ändring sedan dess')
    program.shot('plan-view')
    program.press(program.find('push button', 'Jämför planer'))
    program.find('label', 'Ändrat')
    program.find('label', 'Timmar i veckan')
    program.shot('plan-compare')
    keeps_to_the_window(program, replica)
    program.key('alt+Left', 'alt+Left')


def keeps_to_the_window(program, replica):
    """What was noted when a plan was agreed on may be long; the page is as wide as before."""
    before, revision = program.width(), '018f5892-fa3f-7ce2-9bfa-8417f6334819'
    desk.put(replica, ('revision', revision, EMPTY, 'date', '2014-06-16'), ('revision', revision, EMPTY, 'note', LONG))
    program.key('alt+Left')
    program.press(program.find('push button', 'Jämför planer'))
    program.choose('Tidigare', f'16 juni 2014 · {LONG}')
    assert program.width() == before, (program.width(), before)
    program.shot('plan-compare-long')


def shows_a_plan_with_much_in_it(program):
    open_plan(program, 'handell', 'Brita Handell')
    program.find('list item', 'Arbetsträning i handelsträdgård')
    program.shot('plan-crowded')


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    writes_a_goal(program, replica)
    adds_activities(program, replica)
    takes_one_from_the_catalogue(program, replica)
    refuses_what_is_no_number(program, replica)
    moves_and_takes_away(program, replica)
    agrees_on_things_to_do(program, replica)
    compares_two_plans(program, replica)
    shows_a_plan_with_much_in_it(program)
    program.close()


if __name__ == '__main__':
    main()
