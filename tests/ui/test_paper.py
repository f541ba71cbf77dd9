#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paper: Ctrl+P asks for a printer on the page of a case and on that of a form; the form can be printed in three ways."""
import os
import subprocess

import desk


def first(replica, kind):
    return desk.lines(desk.tool('get', replica, '--kind', kind))[0]['id']


def act(action, value):
    subprocess.run(['gdbus', 'call', '--session', '--dest', 'se.amia.Amia', '--object-path', '/se/amia/Amia/window/1',
                    '--method', 'org.gtk.Actions.Activate', action, f'[<"{value}">]', '{}'],
                   check=True, capture_output=True)


def dialogs(program):
    return [node for node in program.root if node is not None and node.name in ('Skriv ut', 'Print')]


def asks_for_a_printer(program, name):
    program.key('ctrl+p')
    desk.until(lambda: dialogs(program), 'the print dialog')
    program.shot(name)
    program.key('Escape')
    desk.until(lambda: not dialogs(program), 'the print dialog to close')


def main():
    replica = f"{os.environ['UI_WORK']}/anna.amia"
    desk.tool('init', replica, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    desk.tool('seed', replica, '--cases', '1', '--seed', '3')
    program = desk.Program('--replica', replica)
    program.find('list item')
    act('open-case', first(replica, 'case'))
    program.find('push button', 'Skriv ut hela ärendet')
    program.shot('paper-case')
    asks_for_a_printer(program, 'paper-case-dialog')
    act('open-form', first(replica, 'form'))
    program.find('push button', 'Tillbaka till ärendet')
    asks_for_a_printer(program, 'paper-form-dialog')
    program.close()


if __name__ == '__main__':
    main()
    print('ok paper')
