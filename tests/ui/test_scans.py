#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A scanned page stands with its form: listed on the form's page, opened from there and seen beside what was typed.

Of a page without a code that can be read, the form is chosen by hand, and changed.
"""
import os

import desk
from test_attachments import CASE, make_replica, png

FORM = '018fb8d2-1631-74c4-85fb-48e2efbb6b44'
OTHER = '018fb8d2-1631-74c4-85fb-48e2efbb6b45'


def shows_attachments(program):
    """Comes to the case's attachments, by keys."""
    program.act('open-case', CASE)
    program.find('push button', 'Byt steg')
    program.key('ctrl+Tab', 'ctrl+Tab', 'ctrl+Tab', 'ctrl+Tab')
    return program.find('push button', 'Lägg till fil…')


def is_asked(program):
    return any(node is not None and node.name == 'Lägg till filer' for node in program.root)


def add_scan(program, name):
    path = os.path.join(os.environ['UI_WORK'], name)
    with open(path, 'wb') as file:
        file.write(png())
    program.press(shows_attachments(program))
    desk.until(lambda: is_asked(program), 'the dialog for a file')
    program.type(path)
    program.key('Return')
    program.closed('Lägg till filer')
    program.find('push button', f'Öppna {name}')
    program.shot('scan-added')


def choose_form(program, scan, form):
    """Opens the list of the case's forms at a page and chooses one of them."""
    program.press(program.find('push button', desk.re.compile(f'^Formulär för {scan}(:|$)')))
    words = desk.re.compile(f'^{form}( · ändrat|$)')
    choice = program.find('push button', words)
    program.shot(f'scan-choose-{form}')
    program.press(choice)
    program.gone('push button', words)
    program.find('push button', f'Formulär för {scan}' + (f': {form}' if form != 'Inget formulär' else ''))
    program.shot(f'scan-chosen-{form}')


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    desk.put(replica,
        ('form', OTHER, CASE, 'questionnaire', 'https://amia.se/fhir/Questionnaire/samtycke|1.0.0'),
        ('form', FORM, CASE, 'questionnaire', 'https://amia.se/fhir/Questionnaire/tillganglighet|1.0.0'),
        ('form', FORM, CASE, 'status', 'in-progress'))
    program = desk.Program('--replica', replica)
    program.find('label', '1 ärende')
    add_scan(program, 'sida.png')
    choose_form(program, 'sida.png', 'Samtycke')
    program.sees('inskannad sida av ett formulär')
    program.act('open-form', FORM)
    program.find('push button', 'Gör klart formuläret')
    assert not program.has('push button', 'sida.png')

    shows_attachments(program)
    choose_form(program, 'sida.png', 'Tillgänglighet')
    program.act('open-form', FORM)
    button = program.find('push button', 'sida.png')
    program.sees('Inskannat papper')
    program.shot('scan-form')
    program.press(button)
    program.find('push button', 'Spara en kopia…')

    shows_attachments(program)
    choose_form(program, 'sida.png', 'Inget formulär')
    program.gone('label', desk.re.compile('inskannad sida av ett formulär'))
    program.close()


if __name__ == '__main__':
    main()
    print('ok scans')
