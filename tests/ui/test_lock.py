#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock: by itself and by hand, back to where one was, another passphrase, and leaving without losing."""
import os
import subprocess
import time

import accessible
import desk

PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b33'
CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334811'
OLD = 'tva granar i skogen'
NEW = 'tre bjorkar vid sjon'


def secret(text, name):
    path = f"{os.environ['UI_WORK']}/{name}"
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text + '\n')
    return path


def opened_by(text, *arguments, stdin='', check=True):
    os.environ['AMIA_PASSPHRASE_FILE'] = secret(text, 'passphrase')
    try:
        return desk.tool(*arguments, stdin=stdin, check=check)
    finally:
        del os.environ['AMIA_PASSPHRASE_FILE']


def make_replica(path):
    opened_by(OLD, 'init', path, '--user', 'anna', '--agency', 'FK')
    ops = (('participant', PERSON, None, 'name', 'Åsa Örnfjäll'),
           ('participant', PERSON, None, 'personnummer', '18840312-2388'),
           ('case', CASE, CASE, 'title', 'Åsa Örnfjäll'),
           ('case', CASE, CASE, 'participant', PERSON))
    change = {'set': [dict(zip(('kind', 'id', 'case', 'field', 'value'), op)) for op in ops]}
    opened_by(OLD, 'put', path, stdin=desk.json.dumps(change) + '\n')
    return path


def set_lock_after(seconds):
    """Settings are kept in a file of the test's own; a running program sees at once that it is another one."""
    settings = f"{os.environ['XDG_CONFIG_HOME']}/glib-2.0/settings"
    os.makedirs(settings, exist_ok=True)
    with open(f'{settings}/new', 'w', encoding='utf-8') as file:
        file.write(f'[se/amia/Amia]\nlock-after={seconds}\n')
    os.replace(f'{settings}/new', f'{settings}/keyfile')


def start(path):
    set_lock_after(600)
    return desk.Program('--replica', path, GSETTINGS_BACKEND='keyfile')


def unlock(program, text):
    desk.until(lambda: program.text_of(program.find('password text', 'Lösenfras')) == '', 'an empty field')
    program.type(text)
    program.key('Return')


def writes_and_leaves_the_desk(program):
    """Nobody touches anything: it locks, and what was being typed is kept."""
    program.sees('Åsa Örnfjäll')
    program.find('label', '1 ärende')
    program.key('ctrl+f', 'Return')
    program.find('heading', 'Åsa Örnfjäll')
    program.key('ctrl+j')
    program.write(program.find('text', 'Rubrik'), 'Halvskrivet')
    program.act('lock-after', 2)
    program.find('label', 'AMiA är låst')
    set_lock_after(600)  # or it would be locked again before a slow machine has looked
    assert not program.has('label', desk.re.compile('Örnfjäll')), 'a name behind the lock'
    program.shot('lock-locked')


def is_back_where_it_was(program):
    unlock(program, OLD)
    field = program.find('text', 'Rubrik')
    desk.until(lambda: program.text_of(field) == 'Halvskrivet', 'what was being typed')


def guesses(program):
    """A wrong one is said; after several it waits."""
    for _ in range(3):
        unlock(program, 'fel')
        program.sees('Det är inte rätt lösenfras. Försök igen.')
    unlock(program, 'fel')
    program.sees('Flera fel i rad.')
    program.shot('lock-waits')
    program.sees('Nu kan du försöka igen.')
    program.key('ctrl+a', 'Delete')
    unlock(program, OLD)
    program.find('label', '1 ärende')


def registers_half_a_person(program):
    """A page that keeps nothing until its button is pressed does not lose what stands in it, either."""
    program.key('ctrl+2', 'ctrl+n')
    program.write(program.find('text', 'Namn'), 'Hulda Ekvall')
    program.key('ctrl+l')
    program.find('label', 'AMiA är låst')
    unlock(program, OLD)
    field = program.find('text', 'Namn')
    desk.until(lambda: program.text_of(field) == 'Hulda Ekvall', 'the name')


def changes_passphrase(program, path):
    program.key('ctrl+comma')
    program.shot('lock-laptop')
    program.click(program.find('label', 'Byt lösenfras'))
    for name, text in (('Lösenfrasen hittills', OLD), ('Ny lösenfras', NEW), ('Samma en gång till', 'nagot annat')):
        program.write(program.find('password text', name), text)
    program.shot('lock-change')
    found = accessible.findings(program)
    assert not found, found
    button = program.find('push button', 'Byt lösenfras')
    program.press(button)
    program.sees('Det är inte samma som ovan.')
    program.write(program.find('password text', 'Samma en gång till'), NEW)
    program.press(button)
    program.sees('Nu är det den nya lösenfrasen som gäller.')
    program.key('ctrl+l')
    program.find('label', 'AMiA är låst')
    unlock(program, OLD)
    program.sees('Det är inte rätt lösenfras. Försök igen.')
    unlock(program, NEW)
    program.sees('Den här datorn')


def cannot_leave_with_unsent_work(program, path):
    """Neither the button nor the action takes away what is nowhere else."""
    program.find('status bar', desk.re.compile('finns bara här'))
    program.press(program.find('push button', 'Ta bort…'))
    program.sees('Inte än: något skulle gå förlorat.')
    program.act('remove')
    assert os.path.exists(path)
    program.find('status bar', desk.re.compile('finns bara här'))


def clipboard_is_empty_after_a_lock(program):
    program.key('ctrl+2', 'ctrl+f')
    program.type('Orn')
    program.key('ctrl+a', 'ctrl+c')
    program.key('ctrl+l')
    program.find('label', 'AMiA är låst')
    field = program.find('password text', 'Lösenfras')
    program.key('ctrl+v')
    time.sleep(0.3)  # nothing is to come, so there is nothing to wait for
    assert program.text_of(field) == '', 'the clipboard came through the lock'
    unlock(program, NEW)


def is_shut_out(path):
    """The server revokes a laptop that is open: the keys go, and a page says what happened."""
    server = desk.Server(os.environ['UI_WORK'])
    server.start()
    server.add_user('anna', 'FK')
    opened_by(NEW, 'login', path, '--server', server.url, '--user', 'anna', stdin='lösenord nog långt\n')
    program = start(path)
    unlock(program, NEW)
    program.find('label', '1 ärende')
    program.sees('Allt på servern')
    admin = [desk.program('amia-server'), 'device', 'list', '--db', server.db]
    device = subprocess.run(admin, capture_output=True, text=True, check=True).stdout.split()[0]
    subprocess.run([*admin[:2], 'revoke', device, *admin[3:]], check=True)
    program.key('ctrl+r')
    program.find('label', 'Den här datorn är avstängd')
    program.sees('Inget är förlorat.')
    assert not program.has('label', desk.re.compile('Örnfjäll'))
    assert not os.path.exists(path) and not os.path.exists(path + '.keys')
    program.shot('lock-ended')
    program.press(program.find('push button', 'Börja om'))
    program.find('text', 'Ditt namn')
    program.close()
    server.stop()


def main():
    path = make_replica(f"{os.environ['UI_WORK']}/anna.db")
    program = start(path)
    unlock(program, OLD)
    writes_and_leaves_the_desk(program)
    is_back_where_it_was(program)
    program.close()

    program = start(path)
    guesses(program)
    registers_half_a_person(program)
    changes_passphrase(program, path)
    cannot_leave_with_unsent_work(program, path)
    clipboard_is_empty_after_a_lock(program)
    program.close()
    is_shut_out(path)
    print('ok lock')


if __name__ == '__main__':
    main()
