#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The login keyring, on a real Secret Service: it opens AMiA at the start, never after a lock, and can be let go."""
import os
import subprocess

import desk
from test_lock import OLD, make_replica, start, unlock

SECRETS = ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets', '--object-path']


def start_keyring():
    """What a desktop does at login: a daemon whose login keyring is open."""
    daemon = subprocess.Popen(['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'],
                              stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
    daemon.stdin.write('inloggningen')
    daemon.stdin.close()
    # Whoever asked it for something before it is there would have the bus start another one, which stays locked.
    desk.until(is_there, 'the daemon of the keyring')
    desk.until(lambda: "'/org/freedesktop/secrets/collection/login'" in ask_keyring(
        '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.ReadAlias', 'default'), 'the login keyring')
    return daemon


def is_there():
    return 'true' in subprocess.run(
        ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus',
         '--method', 'org.freedesktop.DBus.NameHasOwner', 'org.freedesktop.secrets'], capture_output=True, text=True).stdout


def ask_keyring(path, method, *arguments):
    return subprocess.run([*SECRETS, path, '--method', method, *arguments], capture_output=True, text=True).stdout


def keeps_a_secret(path):
    found = ask_keyring('/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.SearchItems', f"{{'path': '{path}'}}")
    return '/org/freedesktop/secrets/collection/login/' in found


def lets_the_keyring_open_it(path):
    program = start(path)
    unlock(program, OLD)
    program.find('label', '1 ärende')
    program.key('ctrl+comma')
    program.click(program.find('label', 'Lås upp med datorns nyckelring'))
    field = program.find('password text', 'Lösenfras')
    button = program.find('push button', 'Låt nyckelringen öppna AMiA')
    program.write(field, 'fel')
    program.press(button)
    program.sees('Det är inte rätt lösenfras. Försök igen.')
    assert not keeps_a_secret(path)
    program.write(field, OLD)
    program.press(button)
    program.sees('På: när du loggar in på datorn öppnas AMiA också vid start.')
    program.shot('keyring-on')
    assert keeps_a_secret(path)
    program.close()


def opens_without_a_word(path):
    """At the start; but whoever locks it wants to be asked."""
    program = start(path)
    program.find('label', '1 ärende')
    program.key('ctrl+l')
    program.find('label', 'AMiA är låst')
    unlock(program, OLD)
    program.find('label', '1 ärende')
    return program


def asks_again(program, path):
    program.key('ctrl+comma')
    program.click(program.find('label', 'Lås upp med datorns nyckelring'))
    program.press(program.find('push button', 'Fråga efter lösenfrasen igen'))
    program.find('push button', 'Låt nyckelringen öppna AMiA')
    desk.until(lambda: not keeps_a_secret(path), 'the keyring to forget it')
    program.close()
    program = start(path)
    unlock(program, OLD)
    program.find('label', '1 ärende')
    program.close()


def says_when_the_keyring_is_gone(path, daemon):
    """Another login, another keyring: the slot is there, and nobody has its secret."""
    lets_the_keyring_open_it(path)
    daemon.terminate()
    daemon.wait(10)
    os.remove(f"{os.environ['XDG_DATA_HOME']}/keyrings/login.keyring")
    daemon = start_keyring()
    program = start(path)
    program.sees('Datorns nyckelring öppnade det inte. Skriv din lösenfras.')
    unlock(program, OLD)
    program.find('label', '1 ärende')
    program.close()
    daemon.terminate()
    daemon.wait(10)


def main():
    daemon = start_keyring()
    path = make_replica(f"{os.environ['UI_WORK']}/anna.db")
    lets_the_keyring_open_it(path)
    asks_again(opens_without_a_word(path), path)
    says_when_the_keyring_is_gone(path, daemon)
    print('ok keyring')


if __name__ == '__main__':
    main()
