#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hulda's two years, from the selection list to 270 days after ALI: on Anna's (FK) and Bertil's (AF) laptops,
which meet the server about once a month, and on that of Rut, the rehabnavigator. She goes back in the process
twice, Cilla takes over from Anna, a consent is withdrawn and given again, and the case is closed with what both have
approved; every due date appears and disappears on the right day and on no other, on each laptop as far as it can
know. The programs' clocks say 2014 and 2015."""
import datetime
import os
import re
import uuid
import zoneinfo

import desk
from test_todo import focus_row

FORMS = 'https://amia.se/fhir/Questionnaire/'
CASE, PERSON, MEETING, CONSENT, CONSENT_AF = (str(uuid.UUID(int=0x18f5892fa3f7ce29bfa8417f6336000 + i)) for i in range(5))
CAUSE = {'system': 'https://amia.se/fhir/CodeSystem/avslutsorsak', 'code': 'arbete', 'display': 'Arbete'}
REASON = 'Hulda är sjuk'
# What comes and goes with the days alone; all else when somebody has done or written something.
PASSED = [('2014-03-20', '-', 'first-meeting'), ('2014-03-20', '-', 'look'), ('2014-03-21', '+', 'meeting'),
          ('2015-02-01', '-', 'ali-ends'),
          *((f'{month}-01', '+', f"hours/{month.replace('-', '')}") for month in (
              *(f'2014-{number:02}' for number in range(4, 13)), '2015-01', '2015-02', '2015-03', '2015-04'))]
PASSWORD = 'lösenord nog långt'


def fresh():
    return str(uuid.uuid4())


class World:
    """A server and its laptops on a day; the server is there only when somebody syncs."""

    def __init__(self, work):
        self.work = work
        self.day = None
        self.server = desk.Server(work)
        self.laptops = {}
        self.watched = None
        self.passed = []

    def turn_to(self, day, clock='12:00:00'):
        """Lets the days pass until that one, and notes what they alone change on the laptop that is watched."""
        if self.watched:
            self.watch(*map(datetime.date.fromisoformat, (self.day, day)))
        self.set_clock(day, clock)

    def watch(self, first, last, before=None, after=None):
        """Finds the days between on which something came or went, and looks at no more of them than that takes."""
        before, after = before or self.due(self.watched, on=first), after or self.due(self.watched, on=last)
        middle = first + (last - first) // 2
        if before.keys() == after.keys():
            return
        if middle == first:
            self.passed += [(last.isoformat(), '+' if rule in after else '-', rule)
                            for rule in sorted(before.keys() ^ after.keys())]
            return
        between = self.due(self.watched, on=middle)
        self.watch(first, middle, before, between)
        self.watch(middle, last, between, after)

    def set_clock(self, day, clock='12:00:00'):
        """Whoever is started from now on lives on that day."""
        then = datetime.datetime.fromisoformat(f'{day}T{clock}').replace(tzinfo=zoneinfo.ZoneInfo('Europe/Stockholm'))
        os.environ['AMIA_SECONDS_AHEAD'] = str(int(then.timestamp() - desk.time.time()))
        self.day = day

    def add(self, *people):
        for name, agency, role in people:
            self.server.add_user(name, agency, role)
        self.server.start()
        for name, agency, _ in people:
            self.laptops[name] = self.server.replica(f'{self.work}/{name}.amia', name, agency)
        self.server.stop()

    def sync(self, *names):
        """In this order, and those who came first once more, to hear of the others."""
        self.server.start()
        for name in names:
            if desk.subprocess.run([desk.program('amia-tool'), 'sync', self.laptops[name]],
                                   capture_output=True).returncode != 0:
                # Offline for longer than a sign-in lasts.
                desk.tool('login', self.laptops[name], '--server', self.server.url, '--user', name,
                          stdin=PASSWORD + '\n')
                desk.tool('sync', self.laptops[name])
        for name in names[:-1]:
            desk.tool('sync', self.laptops[name])
        self.server.stop()

    def write(self, laptop, of, record=None, **fields):
        """What somebody puts down on their laptop; - for _ in a field's name, and `from_` is from."""
        record = record or fresh()
        case = None if of == 'participant' else CASE
        desk.put(self.laptops[laptop], *((of, record, case, field.rstrip('_').replace('_', '-'), value)
                                    for field, value in fields.items()))
        return record

    def fields(self, name, record):
        line, = desk.lines(desk.tool('get', self.laptops[name], '--id', record))
        return line['fields']

    def visit(self, name, step):
        desk.tool('process', self.laptops[name], '--case', CASE, '--enter', step)

    def report_hours(self, name, *months):
        for month in months:
            self.write(name, 'form', **{'questionnaire': FORMS + 'aktivitetsrapport|1.0.0', 'status': 'completed',
                                        'answer/manad/manad-fran': f'{month}-01'})

    def survey(self, name, number):
        self.write(name, 'survey-key', number=f'K7M{number}', questionnaire=f'{FORMS}enkat-{number}|1.0.0')

    def due(self, name, only='team', on=None):
        lines = desk.lines(desk.tool('due', self.laptops[name], '--only', only, '--json', *(['--on', on] if on else [])))
        return {line['rule'] + (f"/{line['number']}" if line['number'] else ''): line['day'] for line in lines}

    def expect(self, name, only='team', on=None, **_):
        return Expectation(self, name, self.due(name, only, on))

    def program(self, name):
        """Opens the laptop; its list has as many lines as amia-tool's."""
        program = desk.Program('--replica', self.laptops[name])
        program.find('list item', re.compile('^Ärenden, '))
        program.key('ctrl+1')
        n_due = len(self.due(name, 'mine'))
        program.find('label', '1 sak' if n_due == 1 else f'{n_due} saker')
        return program

    def open_case(self, name):
        program = self.program(name)
        program.act('open-case', CASE)
        program.find('heading', 'Hulda Ekvall')
        return program

    def go_back(self, name, step):
        """On the process map, by a click on a step that was left."""
        program = self.open_case(name)
        program.press(program.find('push button', 'Processkarta'))
        program.press(program.find('push button', re.compile(f'^Steg {step} · .*Påbörjat 1 gång')))
        program.press(program.find('push button', 'Gå in i steget'))
        program.find('push button', re.compile(f'^Steg {step} · .*Här nu, Påbörjat 2 gånger'))
        program.close()


class Expectation:
    """What a laptop says is due; each check names the day and the laptop if it fails."""

    def __init__(self, world, name, due):
        self.where = f'{world.day}, {name}'
        self.due = due

    def only(self, **due):
        due = {rule.replace('_', '-').replace('-at-', '/'): day for rule, day in due.items()}
        assert self.due == due, f'{self.where}:\n  {sorted(self.due.items())}\n  not {sorted(due.items())}'
        return self

    def has(self, **due):
        for rule, day in due.items():
            rule = rule.replace('_', '-').replace('-at-', '/')
            assert self.due.get(rule) == day, f'{self.where}: {rule} {self.due.get(rule)}, not {day} in {self.due}'
        return self

    def lacks(self, *rules):
        for rule in rules:
            assert rule not in self.due, f'{self.where}: {rule} is due {self.due[rule]}'
        return self


# --- The story ---------------------------------------------------------------------------------

def is_selected(world):
    world.turn_to('2014-03-03')
    world.add(('anna', 'FK', 'caseworker'), ('bertil', 'AF', 'caseworker'), ('cilla', 'FK', 'caseworker'),
              ('rut', 'VARD', 'navigator'))
    world.write('anna', 'participant', PERSON, name='Hulda Ekvall', benefit_end='2014-10-31')
    world.write('anna', 'case', CASE, participant=PERSON, subproject='Väst', status='selection', selection='current',
                opened='2014-03-03')
    world.expect('anna').only(look='2014-03-31', benefit_ends='2014-10-31')
    world.watched = 'anna'

    world.turn_to('2014-03-10')
    world.write('anna', 'case', CASE, status='open', handed_over='2014-03-10')
    world.write('anna', 'member', user='bertil', role='caseworker')
    world.write('anna', 'member', user='rut', role='navigator')
    world.write('anna', 'meeting', MEETING, kind='trepartsmote', status='planned', start='2014-03-20T10:00')
    world.expect('anna').only(look='2014-03-31', first_meeting='2014-03-24', benefit_ends='2014-10-31')
    world.sync('anna', 'bertil', 'rut')
    # Nobody has consented: what Anna knows is hers.
    world.expect('bertil').only()
    world.expect('rut').only()


def is_met(world):
    """The meeting takes place, and on the next morning somebody is to say so."""
    world.turn_to('2014-03-19')
    world.expect('anna').has(first_meeting='2014-03-24', look='2014-03-31').lacks('meeting')
    world.turn_to('2014-03-20')
    world.expect('anna').only(benefit_ends='2014-10-31')
    world.turn_to('2014-03-21')
    world.expect('anna').only(benefit_ends='2014-10-31', meeting='2014-03-21')

    program = world.program('anna')
    focus_row(program, '^Anteckna hur mötet gick, Hulda Ekvall, i dag,')
    program.key('ctrl+Return')
    program.gone('list item', re.compile('^Anteckna hur mötet gick'))
    program.close()
    world.expect('anna').only(benefit_ends='2014-10-31')


def is_enrolled(world):
    world.turn_to('2014-03-24')
    world.visit('anna', '1')
    world.write('anna', 'consent', CONSENT, kind='participation', parties=['FK', 'AF', 'VARD'], areas=['*'],
                valid_from='2014-03-24', valid_to='2015-03-23')
    expected = dict(survey_at_1='2014-03-24', mapping='2014-04-14', follow_up='2014-04-22', hours_at_201403='2014-04-30',
                    survey_at_2='2014-07-14', care_meeting='2014-10-31', benefit_ends='2014-10-31',
                    survey_at_3='2014-10-31', consent_ends='2015-03-23')
    world.expect('anna').only(**expected)
    world.survey('anna', 1)
    world.sync('anna', 'bertil', 'rut')
    world.expect('anna').lacks('survey/1')
    # Rut can't know of surveys: whose is whose is between the two caseworkers.
    for name, n_surveys in (('bertil', 2), ('rut', 0)):
        world.expect(name).has(**{rule: day for rule, day in expected.items() if not rule.startswith('survey')})
        assert sum(rule.startswith('survey') for rule in world.due(name)) == n_surveys, world.due(name)
    world.expect('rut', only='pair').only()
    # The same paper lets go what AF writes.
    world.write('bertil', 'consent', CONSENT_AF, kind='participation', parties=['FK', 'AF', 'VARD'], areas=['*'],
                valid_from='2014-03-24', valid_to='2015-03-23')


def is_mapped(world):
    """Bertil maps without a network: his laptop knows, Anna's does not yet."""
    world.turn_to('2014-04-07')
    world.visit('bertil', '2')
    world.expect('bertil').lacks('mapping').has(hours_at_201404='2014-06-02')
    world.expect('anna').has(mapping='2014-04-14', hours_at_201404='2014-06-02')


def is_put_off(world):
    """The 20th is Easter Sunday; on the Tuesday Bertil moves the meeting."""
    world.turn_to('2014-04-22')
    world.report_hours('anna', '2014-03')
    program = world.program('bertil')
    focus_row(program, '^Uppföljningsmöte, Hulda Ekvall, i dag,')
    program.key('F2')
    program.write(program.find('text', 'Till när'), '29/4')
    program.write(program.find('text', 'Varför'), REASON)
    program.press(program.find('push button', 'Flytta'))
    program.find('list item', re.compile(f'^Uppföljningsmöte, .*Flyttat från 22 april 2014: {REASON}'))
    program.close()
    world.expect('anna').has(follow_up='2014-04-22', mapping='2014-04-14').lacks('hours/201403')
    world.sync('bertil', 'anna', 'rut')
    for name in ('anna', 'bertil', 'rut'):
        world.expect(name).has(follow_up='2014-04-29').lacks('mapping', 'hours/201403')


def goes_back_twice(world):
    world.turn_to('2014-04-29')
    world.write('anna', 'meeting', kind='uppfoljningsmote', status='held', start='2014-04-29T09:00')
    world.expect('anna').has(follow_up='2014-05-30')  # the 29th is Kristi himmelsfärdsdag
    world.turn_to('2014-05-05')
    world.visit('anna', '3')
    world.turn_to('2014-05-12')
    world.go_back('anna', '2')
    world.turn_to('2014-05-19')
    world.visit('anna', '4')
    world.write('anna', 'todo', text='Boka studiebesök', who='bertil', due='2014-05-26')
    world.write('anna', 'meeting', kind='avstamningsmote', status='held', start='2014-05-19T13:00')
    world.report_hours('anna', '2014-04')
    world.expect('anna').has(follow_up='2014-06-19', todo='2014-05-26').lacks('care-meeting', 'hours/201404')
    world.expect('anna', only='mine').lacks('todo')
    world.sync('anna', 'bertil')
    world.expect('bertil', only='mine').has(todo='2014-05-26', follow_up='2014-06-19').lacks('care-meeting')
    world.turn_to('2014-05-26')
    world.visit('bertil', '5')
    world.turn_to('2014-06-02')
    world.go_back('bertil', '3')
    world.turn_to('2014-06-09')
    world.visit('bertil', '5')
    # Going back is history, not an error: nothing begins anew.
    world.expect('bertil').lacks('mapping', 'survey/1').has(todo='2014-05-26')
    todo, = desk.lines(desk.tool('get', world.laptops['bertil'], '--kind', 'todo'))
    desk.tool('due', world.laptops['bertil'], '--case', CASE, '--rule', f"todo/{todo['id']}", '--done')
    world.expect('bertil').lacks('todo')


def is_handed_over(world):
    """Anna leaves. Five days after her offer is midsommar, and so it is the Monday; Cilla is faster."""
    world.turn_to('2014-06-16')
    world.sync('bertil', 'anna')
    world.expect('anna').lacks('todo')
    program = world.open_case('anna')
    program.turn_to('Team & samtycke')
    program.click(program.find('list item', 'Lämna över ärendet till en kollega'))
    program.write(program.find('text', 'Vem tar över?'), 'cilla')
    program.write(program.find('text', 'Vad som inte får glömmas'), 'Ring på tisdagar.')
    program.press(program.find('push button', 'Erbjud ärendet'))
    program.find('push button', 'Ta tillbaka erbjudandet')
    program.close()
    world.expect('anna', only='mine').has(follow_up='2014-06-19').lacks('handover')
    world.sync('anna', 'cilla', 'bertil')
    world.expect('cilla', only='mine').has(handover='2014-06-23', follow_up='2014-06-19')

    world.turn_to('2014-06-18')
    program = world.program('cilla')
    focus_row(program, '^Bekräfta att du har tagit över efter anna, Hulda Ekvall,')
    program.key('ctrl+Return')
    program.gone('list item', re.compile('^Bekräfta att du'))
    program.close()
    world.write('cilla', 'meeting', kind='uppfoljningsmote', status='held', start='2014-06-18T15:00')
    world.sync('cilla', 'anna')
    world.expect('anna').has(follow_up='2014-07-18').lacks('handover')
    world.expect('anna', only='mine').has(follow_up='2014-07-18')
    world.watched = 'cilla'
    world.turn_to('2014-06-19')
    world.expect('anna', only='mine').only()


def consents_no_more(world):
    """What FK knew goes from Bertil's laptop, and with it what was due by it; a new consent brings it back."""
    world.turn_to('2014-07-14')
    world.report_hours('cilla', '2014-05', '2014-06')
    world.expect('cilla').has(survey_at_2='2014-07-14')
    world.survey('cilla', 2)
    world.write('cilla', 'meeting', kind='uppfoljningsmote', status='held', start='2014-07-14T15:00')
    world.sync('cilla', 'bertil', 'rut')
    for name in ('bertil', 'rut'):
        world.expect(name).has(consent_ends='2015-03-23', benefit_ends='2014-10-31', follow_up='2014-08-14')

    world.turn_to('2014-08-11')
    program = world.open_case('cilla')
    program.turn_to('Team & samtycke')
    program.press(program.find('push button', re.compile('^Återkalla samtycket mellan FK')))
    program.press(program.find('push button', re.compile('Å_?terkalla$')))
    # Not to be asked for its tree while the dialog goes: GTK 4.8 would not survive it.
    desk.until(lambda: any(line['id'] == CONSENT and line['fields'].get('withdrawn') == '2014-08-11' for line in desk.lines(
        desk.tool('get', world.laptops['cilla'], '--kind', 'consent'))), 'the consent to be withdrawn')
    program.close()
    # What the others don't know yet, they go by.
    for name in ('bertil', 'rut'):
        world.expect(name).has(consent_ends='2015-03-23', benefit_ends='2014-10-31')
    world.sync('cilla', 'bertil', 'rut')
    for name in ('bertil', 'rut'):
        world.expect(name).has(consent_ends='2015-03-23').lacks('benefit-ends')
    world.write('bertil', 'consent', CONSENT_AF, withdrawn='2014-08-11')
    world.expect('bertil').lacks('consent-ends', 'benefit-ends')
    world.sync('bertil', 'cilla')
    world.expect('cilla').has(benefit_ends='2014-10-31', follow_up='2014-08-14').lacks('consent-ends')

    world.turn_to('2014-08-14')
    for name in ('cilla', 'bertil'):
        world.write(name, 'consent', kind='participation', parties=['FK', 'AF', 'VARD'], areas=['*'],
                    valid_from='2014-08-14', valid_to='2016-08-13')
    world.write('cilla', 'meeting', kind='uppfoljningsmote', status='held', start='2014-08-14T10:00')
    world.sync('cilla', 'bertil', 'rut')
    for name in ('cilla', 'bertil', 'rut'):
        world.expect(name).has(consent_ends='2016-08-13', benefit_ends='2014-10-31', follow_up='2014-09-15')


def begins_ali(world):
    # Whoever has not met the server for longer than the lease sees nothing of other agencies'.
    world.turn_to('2014-11-03')
    world.expect('cilla').has(todo='2014-05-26')
    world.sync('cilla', 'bertil')
    world.expect('cilla').lacks('todo')
    world.report_hours('cilla', '2014-07', '2014-08', '2014-09', '2014-10')
    world.expect('cilla').has(benefit_ends='2014-10-31', survey_at_3='2014-10-31')
    world.write('cilla', 'case', CASE, ali_from='2014-11-03')
    world.write('cilla', 'meeting', kind='uppfoljningsmote', status='held', start='2014-11-03T10:00')
    world.survey('cilla', 3)
    expected = dict(follow_up='2014-12-03', hours_at_201411='2015-01-02', ali_ends='2015-01-31',
                    after_ali='2015-04-30', status_at_90='2015-05-04', consent_ends='2016-08-13',
                    status_at_270='2015-10-28')
    world.expect('cilla').only(**expected)
    world.sync('cilla', 'bertil', 'rut')
    for name in ('bertil', 'rut'):
        world.expect(name).only(**expected)
    world.turn_to('2015-01-31')
    world.expect('cilla').has(ali_ends='2015-01-31')
    world.turn_to('2015-02-01')
    world.expect('cilla').lacks('ali-ends')


def sees_midnight(world):
    """The program is open when the day ends, and nobody touches it."""
    world.turn_to('2015-04-29', '23:59:15')
    program = world.program('cilla')
    program.find('list item', re.compile('^Avsluta ärendet, Hulda Ekvall, i morgon,'))
    program.find('list item', re.compile('^Avsluta ärendet, Hulda Ekvall, i dag,'))
    program.close()


def is_closed(world):
    world.turn_to('2015-04-30')
    world.report_hours('cilla', '2014-11', '2014-12', '2015-01', '2015-02', '2015-03', '2015-04')
    form = world.write('cilla', 'form', questionnaire=FORMS + 'slutdokumentation|1.0.0', status='in-progress',
                       **{'answer/tiden/tiden-slut': '2015-04-30', 'answer/tiden/tiden-orsak': CAUSE})
    world.sync('cilla', 'bertil')
    closing = ('close', world.laptops['cilla'], '--case', CASE, '--cause', 'arbete', '--way-on', 'egen-forsorjning')
    for name in ('cilla', 'bertil'):
        desk.tool(*closing, check=False)
        assert 'closed' not in world.fields('cilla', CASE), 'closed without both approvals'
        desk.tool('form', 'approve', world.laptops[name], '--id', form)
    world.sync('bertil', 'cilla')
    program = world.open_case('cilla')
    program.turn_to('Team & samtycke')
    program.click(program.find('list item', 'Avslut'))
    program.choose('Avslutsorsak', 'Arbete')
    program.choose('Vägval', 'Egen försörjning')
    program.press(program.find('push button', 'Avsluta ärendet'))
    desk.until(lambda: world.fields('cilla', CASE).get('closed') == '2015-04-30', 'the case to be closed')
    program.close()
    world.sync('cilla', 'bertil', 'rut')
    for name in ('cilla', 'bertil', 'rut'):
        world.expect(name).only(status_at_90='2015-05-04', status_at_270='2015-10-28')
    world.turn_to('2015-05-04')
    world.write('bertil', 'case', CASE, status_90='arbete')
    world.expect('bertil').only(status_at_270='2015-10-28')
    world.turn_to('2015-10-28')
    world.write('bertil', 'case', CASE, status_270='arbete')
    world.sync('bertil', 'cilla', 'rut')
    for name in world.laptops:
        world.expect(name).only()
        assert desk.tool('verify', world.laptops[name]) == 'ok\n'


def main():
    if 'AMIA_PRELOAD' not in os.environ:
        print('skip: no clock can be put before the programs')
        return
    with desk.tempfile.TemporaryDirectory() as work:
        world = World(work)
        for tell in (is_selected, is_met, is_enrolled, is_mapped, is_put_off, goes_back_twice, is_handed_over,
                     consents_no_more, begins_ali, sees_midnight, is_closed):
            tell(world)
        assert sorted(world.passed) == sorted(PASSED), world.passed
    print('ok')


if __name__ == '__main__':
    main()
