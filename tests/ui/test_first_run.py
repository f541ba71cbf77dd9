#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first minutes: name, agency, passphrase, the first participant; then locked and unlocked again."""
import os
import time

import desk

PASSPHRASE = 'fyra hela vackra ord'


def has_focus(node):
    """The pages lie in a stack, where the hidden ones can be found, too; the focus tells which is seen."""
    desk.until(lambda: node.getState().contains(desk.pyatspi.STATE_FOCUSED), f'{node.name!r} to have the focus')


def choose(program, name):
    """Clicks until it is chosen: messages that come and go move the page about."""
    button = program.find('check box', name)

    def click():
        if not button.getState().contains(desk.pyatspi.STATE_CHECKED):
            program.click(button)
            time.sleep(0.3)
        return button.getState().contains(desk.pyatspi.STATE_CHECKED)
    desk.until(click, f'{name!r} to be chosen')


def refuses_what_is_missing(program):
    program.press(program.find('push button', 'Börja'))
    program.sees('Skriv ditt namn.')
    program.sees('Välj din myndighet.')
    program.write(program.find('text', 'Ditt namn'), 'Anna Ek')
    program.press(program.find('push button', 'Börja'))
    program.sees('Använd bara bokstäver')


def begins_alone(program):
    program.write(program.find('text', 'Ditt namn'), 'anna.ek')
    program.press(program.find('push button', 'FK'))
    choose(program, 'Bara på den här datorn, så länge')
    program.press(program.find('push button', 'Börja'))
    has_focus(program.find('password text', 'Lösenfras'))


def wants_a_long_passphrase_twice(program):
    first = program.find('password text', 'Lösenfras')
    second = program.find('password text', 'Samma en gång till')
    program.write(first, 'kort')
    program.press(program.find('push button', 'Använd lösenfrasen'))
    program.sees('Minst tio tecken.')
    program.write(first, PASSPHRASE)
    program.write(second, PASSPHRASE + '!')
    program.press(program.find('push button', 'Använd lösenfrasen'))
    program.sees('Det är inte samma som ovan.')
    program.write(second, PASSPHRASE)
    program.press(program.find('push button', 'Använd lösenfrasen'))
    program.sees('Inga ärenden än')
    program.sees('Bara på den här datorn')


def walks_back(program):
    program.key('ctrl+n')
    has_focus(program.find('text', 'Namn'))
    program.key('Tab')
    has_focus(program.find('text', 'Personnummer'))
    program.key('shift+Tab')
    has_focus(program.find('text', 'Namn'))
    program.key('alt+Left')
    program.gone('text', 'Personnummer')


def registers(program, name, number):
    program.key('ctrl+n')
    program.write(program.find('text', 'Namn'), name)
    program.write(program.find('text', 'Personnummer'), number[:-1] + ('0' if number[-1] != '0' else '1'))
    program.press(program.find('push button', 'Registrera'))
    program.sees('En siffra är fel')
    field = program.find('text', 'Personnummer')
    program.write(field, number)
    has_focus(field)  # it is where the mistake was
    program.key('ctrl+Return')
    program.sees(f'{number} · Steg 1')


def says_that_the_number_is_there(program, name, number):
    program.key('alt+Left')
    program.find('label', '1 ärende')
    program.key('ctrl+n')
    field = program.find('text', 'Personnummer')
    program.write(field, number)
    program.find('status bar', desk.re.compile(f'^{name} har det personnumret'))
    program.press(program.find('push button', 'Öppna det ärendet'))
    program.sees(f'{number} · Steg 1')


def unlocks():
    program = desk.Program()
    has_focus(program.find('password text', 'Lösenfras'))
    program.write(program.find('password text', 'Lösenfras'), 'något helt annat')
    program.press(program.find('push button', 'Lås upp'))
    program.sees('Det är inte rätt lösenfras.')
    has_focus(program.find('password text', 'Lösenfras'))
    program.write(program.find('password text', 'Lösenfras'), PASSPHRASE)
    program.press(program.find('push button', 'Lås upp'))
    program.find('label', '1 ärende')
    program.close()


def demo(program):
    program.write(program.find('text', 'Ditt namn'), 'anna.ek')
    program.press(program.find('push button', 'AF'))
    choose(program, 'Prova med påhittade ärenden')
    program.press(program.find('push button', 'Börja'))
    program.find('label', '4 ärenden')
    program.close()


def main():
    program = desk.Program()
    refuses_what_is_missing(program)
    begins_alone(program)
    wants_a_long_passphrase_twice(program)
    walks_back(program)
    registers(program, 'Hulda Ekvall', '18840312-2388')
    says_that_the_number_is_there(program, 'Hulda Ekvall', '18840312-2388')
    program.shot('first-run')
    program.close()
    unlocks()
    demo(desk.Program(XDG_DATA_HOME=f"{os.environ['UI_WORK']}/another-home"))


if __name__ == '__main__':
    main()
