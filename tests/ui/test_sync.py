#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program says about sync, and what is to be done: waiting, two versions, refused, signed in again."""
import os

import desk

PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b33'
CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334811'
CONSENTS = ('018fb8d2-1631-74c4-85fb-48e2efbb6b36', '018fb8d2-1631-74c4-85fb-48e2efbb6b37')
MEMBER = '018fb8d2-1631-74c4-85fb-48e2efbb6b35'


def consent(id):
    """Everything, between both, for as long as it lasts; what an agency has written it releases itself."""
    return [('consent', id, CASE, field, value) for field, value in (
        ('kind', 'participation'), ('parties', ['FK', 'AF']), ('areas', ['*']), ('valid-from', '2014-01-01'))]


def make_two_laptops(server, work):
    for name, agency in (('anna', 'FK'), ('bertil', 'AF')):
        server.add_user(name, agency)
    anna = server.replica(f'{work}/anna.amia', 'anna', 'FK')
    bertil = server.replica(f'{work}/bertil.amia', 'bertil', 'AF')
    desk.put(anna, ('participant', PERSON, None, 'name', 'Hulda Ekvall'), ('case', CASE, CASE, 'title', 'Hulda Ekvall'),
        ('case', CASE, CASE, 'participant', PERSON))
    desk.put(anna, ('member', MEMBER, CASE, 'user', 'bertil'), ('member', MEMBER, CASE, 'role', 'caseworker'))
    desk.put(anna, *consent(CONSENTS[0]))
    for replica in (anna, bertil):
        desk.tool('sync', replica)
    desk.put(bertil, *consent(CONSENTS[1]))
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
    program.key('ctrl+5')
    program.find('status bar', 'Servern går inte att nå härifrån.')
    program.find('list item', desk.re.compile('^Deltagare – Hulda Ekvall: Telefon'))


def settles_two_versions(program, anna):
    program.key('ctrl+r')
    program.find('push button', desk.re.compile('^Allt på servern'))
    program.key('ctrl+2')
    program.sees('Två versioner')
    program.sees('070-222 22 22')
    keep = program.find('push button', desk.re.compile('versionen av bertil'))
    program.press(keep)
    desk.until(lambda: program.text_of(program.find('text', 'Telefon')) == '070-222 22 22', 'the number that was kept')
    person, = desk.lines(desk.tool('get', anna, '--id', PERSON))
    assert person['conflicts'] == {}, person


def shows_what_is_sealed(program):
    """Written when Bertil had been taken out of the team: kept by the server, shown to nobody, never called done."""
    program.go_to(5)
    program.find('push button', desk.re.compile('^1 ändring förvaras hos servern'))
    program.find('status bar', desk.re.compile('Den förvaras förseglad där tills du släpps in igen'))
    assert not program.has('push button', desk.re.compile('^Allt på servern'))
    program.shot('sync-sealed')


def goes_on_when_let_in(program, anna):
    desk.put(anna, ('member', MEMBER, CASE, 'removed', False))
    desk.tool('sync', anna)
    program.key('ctrl+r')
    program.find('push button', desk.re.compile('^Allt på servern'))
    assert not program.has('label', 'Förseglat på servern')
    desk.tool('sync', anna)
    case, = desk.lines(desk.tool('get', anna, '--id', CASE))
    assert case['fields']['title'] == 'Det här får inte försvinna.', case


def shows_what_was_refused(program):
    """A consent that is not Bertil's agency's to withdraw."""
    program.find('push button', desk.re.compile('^1 behöver dig'))
    program.sees('eller den myndigheten, får ändra det')
    program.shot('sync-refused')
    program.press(program.find('push button', 'Jag har sett det'))
    program.find('push button', desk.re.compile('^Allt på servern'))


def main():
    work = os.environ['UI_WORK']
    server = desk.Server(work).start()
    anna, bertil = make_two_laptops(server, work)
    desk.put(bertil, ('participant', PERSON, None, 'phone', '070-222 22 22'))
    desk.tool('sync', bertil)
    server.stop()

    program = desk.Program('--replica', anna)
    tells_what_waits(program)
    server.start()
    settles_two_versions(program, anna)
    program.shot('sync-settled')
    program.close()

    # Anna takes Bertil out of the team while he writes.
    desk.put(anna, ('member', MEMBER, CASE, 'removed', True))
    desk.tool('sync', anna)
    desk.put(bertil, ('case', CASE, CASE, 'title', 'Det här får inte försvinna.'))
    program = desk.Program('--replica', bertil)
    shows_what_is_sealed(program)
    goes_on_when_let_in(program, anna)
    desk.put(bertil, ('consent', CONSENTS[0], CASE, 'withdrawn', '2014-02-01'))
    program.key('ctrl+r')
    shows_what_was_refused(program)
    program.close()
    server.stop()


if __name__ == '__main__':
    main()
