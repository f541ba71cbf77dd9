#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl+K finds people, journal and plans, and opens what was found where it stands. Somebody whose identity is
protected is nowhere to be seen: not in search, lists, window title or the workload of a caseworker."""
import os
import re
import subprocess

import desk

CANARY = 'Kanariefågel'
NUMBER = '18840312-2388'


def new_id(n):
    return f'018f5892-fa3f-7ce2-9bfa-8417f63348{n:02d}'


def make_case(replica, n, name, protected=False, **fields):
    person, case, note, activity, meeting, form = (new_id(n + k) for k in range(6))
    day = subprocess.run(['date', '-d', '2 days', '+%Y-%m-%d'], capture_output=True, text=True, check=True).stdout.strip()
    desk.put(replica, ('participant', person, None, 'name', name), ('participant', person, None, 'protected', protected),
        ('participant', person, None, 'personnummer', NUMBER if protected else '18850101-1116'),
        ('case', case, case, 'title', name), ('case', case, case, 'participant', person),
        *(('case', case, case, field, value) for field, value in fields.items()))
    desk.put(replica, ('journal', note, case, 'text', f'{name} talade om bikupor'),
        ('journal', note, case, 'headline', f'Samtal med {name}'), ('journal', note, case, 'date', day))
    desk.put(replica, ('activity', activity, case, 'title', f'Bikupor med {name}'))
    desk.put(replica, ('meeting', meeting, case, 'kind', 'trepartsmote'), ('meeting', meeting, case, 'start', day + 'T10:00'),
        ('meeting', meeting, case, 'end', day + 'T11:00'), ('meeting', meeting, case, 'note', f'{name}: ta med vaxkakor'))
    desk.put(replica, ('form', form, case, 'questionnaire', 'https://amia.se/fhir/Questionnaire/kartlaggning|1.0.0'),
        ('form', form, case, 'status', 'in-progress'),
        ('form', form, case, 'answer/framtid/framtid-tankar', f'{name} vill arbeta i ett orangeri'))


def finds(program):
    program.key('ctrl+k')
    program.find('list item', re.compile('Hulda Ekvall'))
    program.shot('find-recent')
    program.type('bikup')
    program.find('list item', re.compile('^Hulda Ekvall, .*bikup', re.I))
    program.find('list item', re.compile('^Hulda Ekvall, .*Bikup.*'))
    program.shot('find')
    sees_no_canary(program)
    program.key('ctrl+k', 'ctrl+a')
    program.type('kanarie')
    program.sees('Ingenting hittades')
    program.shot('find-nothing')
    program.key('ctrl+a')
    program.type_fast('ekvall', 'Return')  # Enter before a hit is shown
    program.find('heading', 'Hulda Ekvall')
    program.key('alt+Left')
    program.key('Escape')


def opens_the_place(program):
    """Enter goes where it stands: to the question, to the meeting, to the notes with the words."""
    program.key('ctrl+k')
    program.type('orang')
    row = program.find('list item', re.compile('^Hulda Ekvall, Kartläggning · .*orang'))
    assert not row.name.endswith('Formulär'), f'{row.name}: the heading has said that'
    program.shot('find-form')
    sees_no_canary(program)
    program.key('Return')
    form = program.find('filler', 'AmiaFormPage')
    program.find('text', re.compile('.'), within=form)
    program.wait(lambda: any('orangeri' in program.text_of(node) for node in program.walk(deep=True)
                             if node.getRoleName() == 'text' and node.getState().contains(desk.pyatspi.STATE_FOCUSED)),
                 'the answer with the words has the focus')
    program.shot('find-form-opened')
    program.key('alt+Left')
    program.key('ctrl+k')
    program.key('ctrl+a')
    program.type('vaxkak')
    program.find('list item', re.compile('^Hulda Ekvall, .*vaxkak'))
    sees_no_canary(program)
    program.key('Return')
    program.find('filler', 'AmiaMeetingPage')
    program.key('alt+Left')
    program.find('filler', 'AmiaSearchPage')
    program.key('ctrl+a')
    program.type('samtal')
    program.find('list item', re.compile('^Hulda Ekvall, .*Samtal'))
    program.key('Return')
    program.find('status bar', '1 anteckning')
    program.shot('find-note-opened')
    program.key('alt+Left')
    program.find('filler', 'AmiaSearchPage')
    program.key('alt+Left')


def sees_no_canary(program):
    for node in program.walk(deep=True):
        said = [node.name, node.description]
        try:
            said.append(program.text_of(node))
        except NotImplementedError:
            pass
        for words in said:
            assert CANARY not in words and NUMBER not in words, f'{node.getRoleName()}: {words}'


def titles():
    done = subprocess.run(['xdotool', 'search', '--name', '.*', 'getwindowname', '%@'], capture_output=True, text=True)
    return done.stdout


def looks_everywhere(program):
    for place in range(1, 7):
        program.key(f'ctrl+{place}')
        desk.time.sleep(1.5)
        sees_no_canary(program)
        assert CANARY not in titles()
    program.key('ctrl+2')
    program.press(program.find('push button', 'Urval'))
    program.find('list item', re.compile('Skyddade personuppgifter'))
    sees_no_canary(program)
    program.shot('protected-selection')
    program.key('alt+Left')
    program.press(program.find('push button', 'Arbetsfördelning'))
    program.click(program.find('list item', re.compile('^anna, 2 ärenden')))
    program.find('list item', re.compile('^Skyddade personuppgifter'))
    sees_no_canary(program)
    program.shot('protected-worker')


def tool_is_silent(replica):
    for command in (('search', replica, CANARY), ('search', replica, 'bikupor'), ('due', replica)):
        assert CANARY not in desk.tool(*command), command


def files_are_silent():
    for name in ('.local/share', '.cache', '.config'):
        found = subprocess.run(['grep', '-rl', CANARY, f"{os.environ['HOME']}/{name}"], capture_output=True, text=True)
        assert not found.stdout, found.stdout


def main():
    replica = f"{os.environ['UI_WORK']}/anna.amia"
    desk.tool('init', replica, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    make_case(replica, 10, 'Hulda Ekvall')
    make_case(replica, 20, CANARY + ' Alm', True)
    make_case(replica, 30, CANARY + ' Berg', True, status='selection')
    tool_is_silent(replica)
    program = desk.Program('--replica', replica)
    program.go_to(2)
    finds(program)
    opens_the_place(program)
    looks_everywhere(program)
    files_are_silent()
    program.close()


if __name__ == '__main__':
    main()
