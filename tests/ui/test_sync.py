#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program says about sync, and what is to be done: waiting, two versions, refused, signed in again."""
import os

import desk

PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b33'
CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334811'
MEMBER = '018fb8d2-1631-74c4-85fb-48e2efbb6b35'


def put(replica, *ops):
    change = {'set': [dict(zip(('kind', 'id', 'case', 'field', 'value'), op)) for op in ops]}
    desk.tool('put', replica, stdin=desk.json.dumps(change) + '\n')


def make_two_laptops(server, work):
    for name, agency in (('anna', 'FK'), ('bertil', 'AF')):
        server.add_user(name, agency)
    anna = server.replica(f'{work}/anna.amia', 'anna', 'FK')
    bertil = server.replica(f'{work}/bertil.amia', 'bertil', 'AF')
    put(anna, ('participant', PERSON, None, 'name', 'Hulda Ekvall'), ('case', CASE, CASE, 'title', 'Hulda Ekvall'),
        ('case', CASE, CASE, 'participant', PERSON))
    put(anna, ('member', MEMBER, CASE, 'user', 'bertil'), ('member', MEMBER, CASE, 'role', 'caseworker'))
    for replica in (anna, bertil):
        desk.tool('sync', replica)
    return anna, bertil


def open_participant(program):
    program.find('list item', desk.re.compile('^Hulda Ekvall,'), deep=True)
    program.key('ctrl+f', 'Return')
    program.find('heading', 'Hulda Ekvall')
    program.key('ctrl+shift+Tab')
    return program.find('text', 'Telefon')


def tells_what_waits(program):
    """Without a server what is typed is kept here, and the line says so."""
    program.write(open_participant(program), '070-111 11 11')
    program.key('Tab')
    program.find('push button', desk.re.compile('^Utan nät · 1 ändring väntar'))
    program.key('ctrl+2')
    program.find('status bar', 'Servern går inte att nå härifrån.')
    program.find('list item', desk.re.compile('^Deltagare – Hulda Ekvall: Telefon'))


def settles_two_versions(program, anna):
    program.key('ctrl+r')
    program.find('push button', desk.re.compile('^Allt på servern'), seconds=40)
    program.key('ctrl+1')
    program.sees('Två versioner')
    program.sees('070-222 22 22')
    keep = program.find('push button', desk.re.compile('versionen av bertil'))
    program.press(keep)
    desk.until(lambda: program.text_of(program.find('text', 'Telefon')) == '070-222 22 22', 'the number that was kept')
    person, = desk.lines(desk.tool('get', anna, '--id', PERSON))
    assert person['conflicts'] == {}, person


def shows_what_was_refused(program, replica):
    program.key('ctrl+2')
    program.find('push button', desk.re.compile('^1 behöver dig'), seconds=40)
    program.sees('Du var inte med i ärendets team')
    program.sees('Det här får inte försvinna.')
    program.press(program.find('push button', 'Jag har sett det'))
    program.find('push button', desk.re.compile('^Allt på servern'), seconds=40)


def main():
    work = os.environ['UI_WORK']
    server = desk.Server(work).start()
    anna, bertil = make_two_laptops(server, work)
    put(bertil, ('participant', PERSON, None, 'phone', '070-222 22 22'))
    desk.tool('sync', bertil)
    server.stop()

    program = desk.Program('--replica', anna)
    tells_what_waits(program)
    server.start()
    settles_two_versions(program, anna)
    program.shot('sync-settled')
    program.close()

    # Anna takes Bertil out of the team; what he wrote meanwhile is refused, and stays readable.
    put(anna, ('member', MEMBER, CASE, 'removed', True))
    desk.tool('sync', anna)
    put(bertil, ('case', CASE, CASE, 'title', 'Det här får inte försvinna.'))
    program = desk.Program('--replica', bertil)
    shows_what_was_refused(program, bertil)
    program.close()
    server.stop()


if __name__ == '__main__':
    main()
