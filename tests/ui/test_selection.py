#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Urval by the keys: the empty list, a table with bad rows, judging, somebody put in twice, and the handover."""
import os
import re

import desk

ROUTINE = '018f5892-fa3f-7ce2-9bfa-8417f6337001'
LIST = '''Förnamn;Efternamn;Personnummer;Sista dag;Hemkommun;Färg
Hulda;Ekvall;18840312-2388;+7m;Östersund;röd
Bo;Dal;18850230-3456;2014-09-30;Åre;blå
Zara;Alm;;+8m;Härjedalen;grön
;;;;Krokom;gul
Petronella Fredrika Konstantia;Andersdotter af Storsjöflaket;;+14m;Östersund;vit
Hulda;E;188403122388;+7m;;svart
'''


def cases(replica, **wanted):
    found = desk.lines(desk.tool('get', replica, '--kind', 'case'))
    return [one for one in found if all(one['fields'].get(k) == v for k, v in wanted.items())]


def present(replica):
    return [one for one in cases(replica) if not one.get('removed')]


def opens_the_empty_list(program):
    program.press(program.find('push button', 'Urval'))
    program.sees('Ingen på listan')
    program.shot('selection-empty')


def imports(program, replica, path):
    program.press(program.find('push button', 'Läs in en lista…'))
    program.find('label', 'En lista ur ett annat program', program.find('filler', 'AmiaImportPage'))
    program.shot('selection-import-empty')
    # The portal's chooser is not ours to test: the page's own action takes a path.
    program.act('import-file', path)
    program.find('list item', re.compile('Rad 3: Bo Dal, Personnumret börjar med en dag som inte finns: ”18850230-3456”'))
    program.find('list item', re.compile('Rad 5: Ärende utan namn, Det finns varken namn'))
    program.find('list item', re.compile('Rad 7: Hulda E, Samma personnummer står på rad 2'))
    program.shot('selection-import')
    program.write(program.find('text', 'Delprojekt'), 'Nrod')
    program.sees('Det finns rutiner för Öst, Väst, Syd, Nord.')
    program.write(program.find('text', 'Delprojekt'), 'Nord')
    program.gone('label', re.compile('Det finns rutiner för'))
    program.press(program.find('push button', 'Sätt upp 3 personer'))
    program.find('label', '3 personer')
    program.find('list item', re.compile('^Hulda Ekvall, 18840312-2388 · .* · 7 månader kvar · Östersund$'))
    desk.until(lambda: len(cases(replica, status='selection', subproject='Nord')) == 3, 'three people on the list')


def goes_by_the_routine(program, replica):
    """Who is early by the shipped routine is to be looked at once the organisation looks further ahead."""
    program.find('list item', 'Senare')
    desk.put(replica, ('routine', ROUTINE, None, 'subproject', 'Nord'), ('routine', ROUTINE, None, 'version', 2),
             ('routine', ROUTINE, None, 'look-months', 14))
    program.key('alt+Left')
    program.press(program.find('push button', 'Urval'))
    program.gone('list item', 'Senare')
    program.find('list item', re.compile('^Petronella'))


def judges(program, replica):
    program.find('list item', re.compile('^Zara Alm'))
    program.type('zara')
    program.key('Return')
    program.press(program.find('push button', 'Ej aktuell'))
    program.find('status bar', re.compile('Välj skälet'))
    assert not cases(replica, selection='not-current')
    program.choose('Skäl', 'Plan för återgång i arbete före sista dagen')
    desk.until(lambda: cases(replica, selection='not-current'), 'the judgement')
    assert cases(replica, selection='not-current')[0]['fields']['selection-reason'] == 'atergang'
    program.shot('selection-candidate')
    program.key('alt+Left')
    program.key('ctrl+f', 'ctrl+a', 'BackSpace')
    program.find('list item', re.compile('Zara Alm.*Plan för återgång'))
    program.press(program.find('push button', 'Att bedöma'))
    program.gone('list item', re.compile('Zara Alm'))
    program.press(program.find('push button', 'Att bedöma'))
    program.shot('selection')


def adds_somebody_who_is_there(program):
    program.key('ctrl+n')
    program.write(program.find('text', 'Namn'), 'Hulda Ekwall')
    number = program.find('text', 'Personnummer')
    program.write(number, '18840312-1117')
    program.find('status bar', 'Hulda Ekvall är född samma dag och heter nästan likadant.')
    program.shot('selection-register')
    program.press(program.find('push button', 'Sätt upp på listan'))
    program.find('status bar', '1 person finns kanske två gånger.')


def settles_twins(program, replica):
    program.press(program.find('push button', 'Reda ut…'))
    program.sees('Födda samma dag, nästan samma namn')
    program.shot('selection-twins')
    program.press(program.find('push button', re.compile('Ta bort uppgiften om Hulda Ekwall')))
    program.sees('Ingen finns två gånger')
    program.press(program.find('push button', re.compile('^Ångra')))
    program.sees('Födda samma dag, nästan samma namn')
    # The offer to undo outlives the page.
    program.press(program.find('push button', re.compile('Ta bort uppgiften om Hulda Ekwall')))
    undo = program.find('push button', re.compile('^Ångra'))
    desk.until(lambda: len(present(replica)) == 3, 'the entry to be taken away')
    program.key('alt+Left')
    program.gone('filler', 'AmiaTwinsPage')
    program.press(undo)
    desk.until(lambda: len(present(replica)) == 4, 'the entry to be back')
    program.press(program.find('push button', 'Reda ut…'))
    program.sees('Födda samma dag, nästan samma namn')
    program.press(program.find('push button', 'Det är två olika personer'))
    program.sees('Ingen finns två gånger')
    program.key('alt+Left')


def hands_over(program, replica):
    program.find('list item', re.compile('Hulda Ekvall'))
    program.key('ctrl+f')
    program.type('ekvall')
    program.key('Return')
    program.press(program.find('push button', 'Aktuell'))
    desk.until(lambda: cases(replica, selection='current'), 'the judgement')
    program.press(program.find('push button', 'Lämna över'))
    program.sees('Skriv vem som får ärendet')
    program.write(program.find('text', 'Vem får ärendet?'), 'bertil')
    program.press(program.find('push button', 'Lämna över'))
    program.find('page tab', re.compile('Team'))
    case, = cases(replica, status='open')
    assert case['fields']['handed-over'], case
    handover, = desk.lines(desk.tool('get', replica, '--kind', 'handover'))
    assert (handover['fields']['from'], handover['fields']['to']) == ('anna', 'bertil'), handover
    program.key('alt+Left')
    program.find('label', '1 ärende')


def main():
    work = os.environ['UI_WORK']
    path = f'{work}/lista.csv'
    with open(path, 'w', encoding='cp1252') as out:
        out.write(LIST)
    replica = f'{work}/anna.amia'
    desk.tool('init', replica, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    program = desk.Program('--replica', replica)
    opens_the_empty_list(program)
    imports(program, replica, path)
    goes_by_the_routine(program, replica)
    judges(program, replica)
    adds_somebody_who_is_there(program)
    settles_twins(program, replica)
    hands_over(program, replica)
    program.close()


if __name__ == '__main__':
    main()
