#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paper: Ctrl+P asks for a printer on the page of a case and on that of a form; everything that can be printed can be
saved as a PDF, which is there then, and noted for the audit; and what the print dialog prints into a file is, too: a
form, and the calendar."""
import os
import sqlite3
import subprocess

import desk

WORK = os.environ['UI_WORK']


def first(replica, kind):
    return desk.lines(desk.tool('get', replica, '--kind', kind))[0]['id']


def dialogs(program, *names):
    return [node for node in program.root if node is not None and node.name in names]


def asks_for_a_printer(program, name):
    program.key('ctrl+p')
    desk.until(lambda: dialogs(program, 'Skriv ut'), 'the print dialog')
    program.shot(name)
    program.key('Escape')
    program.closed('Skriv ut')
    assert not dialogs(program, 'Skriv ut')


def prints_to_file(program, name):
    """Chooses the one printer that there is, which is a file where the program was started, and returns its words."""
    path = f'{WORK}/utdata.pdf'
    program.key('ctrl+p')
    dialog = desk.until(lambda: dialogs(program, 'Skriv ut'), 'the print dialog')[0]
    program.click(program.find('table cell', None, within=program.find('label', 'Skriv ut till fil', within=dialog).parent))
    button = program.find('push button', desk.re.compile('Skriv ut$'), within=dialog)
    program.wait(lambda: button.getState().contains(desk.pyatspi.STATE_SENSITIVE), 'the printer to be chosen')
    program.press(button)
    program.closed('Skriv ut')
    desk.until(lambda: os.path.exists(path) and words_of(path).strip(), f'{name} to be printed')
    os.replace(path, f'{WORK}/{name}.pdf')
    if os.environ.get('UI_SHOTS'):
        subprocess.run(['pdftoppm', '-r', '80', '-png', f'{WORK}/{name}.pdf', f"{os.environ['UI_SHOTS']}/{name}"], check=True)
    return words_of(f'{WORK}/{name}.pdf')


def words_of(path):
    return subprocess.run(['pdftotext', '-layout', path, '-'], check=True, capture_output=True, text=True).stdout


def press_menu(program):
    """A menu button has a button inside, which is what is pressed."""
    program.press(desk.until(lambda: [node for node in program.walk() if node.name == 'Skriv ut' and
                                      'Action' in node.get_interfaces() and node.queryAction().nActions], 'the menu')[0])


def saves(program, entry, name):
    """Saves what the last entry of that name says, that in the submenu, and returns the words of the PDF."""
    path = f'{WORK}/{name}.pdf'
    press_menu(program)
    program.press(desk.until(lambda: [node for node in program.walk() if node.getRoleName() == 'menu item' and
                                      node.name == entry], entry)[-1])
    desk.until(lambda: dialogs(program, 'Spara som PDF'), 'the dialog for a place')
    program.key('ctrl+a')
    program.type(path)
    program.key('Return')
    desk.until(lambda: os.path.exists(path), f'{path} to be written')
    program.sees('PDF:en är sparad')
    return words_of(path)


def facts(replica):
    with sqlite3.connect(f'file:{replica}?mode=ro', uri=True) as db:
        return [detail for detail, in db.execute("SELECT detail FROM fact WHERE what = 'print'")]


def main():
    replica = f'{WORK}/anna.amia'
    desk.tool('init', replica, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    desk.tool('seed', replica, '--cases', '1', '--seed', '3')
    os.chdir(WORK)
    program = desk.Program('--replica', replica)
    program.find('list item')
    program.act('open-case', first(replica, 'case'))
    program.find('heading', desk.lines(desk.tool('get', replica, '--kind', 'participant'))[0]['fields']['name'])
    asks_for_a_printer(program, 'paper-case-dialog')
    assert facts(replica) == [], 'nothing was printed'
    whole = saves(program, 'Hela ärendet…', 'whole')
    assert 'Innehåll' in whole and 'Journal' in whole, whole
    desk.until(lambda: facts(replica) == ['case'], 'the print in the audit')
    copy = saves(program, 'Deltagarens exemplar…', 'copy')
    assert 'eget exemplar' in copy and len(copy) < len(whole), copy
    assert 'Söndag' in saves(program, 'Tomt veckoschema…', 'schedule')
    diary = saves(program, 'Tomma dagboksblad för fyra veckor…', 'diary')
    assert diary.count('Sida 1 av') >= 4, diary
    program.act('open-form', first(replica, 'form'))
    program.find('label', desk.re.compile(r'^\d+ av \d+ besvarade$'))
    asks_for_a_printer(program, 'paper-form-dialog')
    form = prints_to_file(program, 'paper-form')
    assert 'Sida 1 av' in form and 'Utskrivet' in form, form
    program.key('ctrl+4')
    program.find('filler', 'AmiaCalendarPage')
    assert 'Måndag' in prints_to_file(program, 'paper-calendar')
    program.close()


if __name__ == '__main__':
    main()
    print('ok paper')
