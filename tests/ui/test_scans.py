#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A scanned page stands with its form: listed on the form's page, opened from there and seen beside what was typed."""
import os

import desk
from test_accessibility import act, change
from test_attachments import CASE, attach, make_replica, png

FORM = '018fb8d2-1631-74c4-85fb-48e2efbb6b44'


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    desk.tool('put', replica, stdin=change(
        ('form', FORM, CASE, 'questionnaire', 'https://amia.se/fhir/Questionnaire/tillganglighet|1.0.0'),
        ('form', FORM, CASE, 'status', 'in-progress')))
    attach(replica, 'sida.png', png(), 'Tillgänglighet på papper', 'basics')
    page, = desk.lines(desk.tool('get', replica, '--kind', 'attachment'))
    program = desk.Program('--replica', replica)
    program.find('label', '1 ärende')
    act('open-form', f"'{FORM}'")
    program.find('push button', 'Gör klart formuläret')
    assert not program.has('push button', 'Tillgänglighet på papper')
    program.close()

    desk.tool('put', replica, stdin=change(('attachment', page['id'], CASE, 'form', FORM)))
    program = desk.Program('--replica', replica)
    program.find('label', '1 ärende')
    act('open-form', f"'{FORM}'")
    button = program.find('push button', 'Tillgänglighet på papper')
    program.sees('Inskannat papper')
    program.shot('scan-form')
    program.press(button)
    program.find('push button', 'Spara en kopia…')
    program.close()


if __name__ == '__main__':
    main()
    print('ok scans')
