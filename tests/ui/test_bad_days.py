#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Days on which something is scarce: a network that costs money, a full disk, a consent that ends at midnight.

Midnight takes its time: that program is looked at again when another has been through its full disk."""
import datetime
import os
import subprocess
import sys
import zoneinfo

import desk
from test_consent import CASE, CONSENT, FORM, SECRET, THOUGHTS, make_two_laptops

# --- Midnight ----------------------------------------------------------------------------------

def seconds_to_midnight():
    now = datetime.datetime.now(zoneinfo.ZoneInfo('Europe/Stockholm'))
    tomorrow = (now + datetime.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((tomorrow - now).total_seconds()), now.date().isoformat()


def opens_late_in_the_evening(server, replicas):
    """Less than a minute is left of the consent's last day, and there is no network."""
    anna, bertil = replicas
    _left, today = seconds_to_midnight()
    desk.put(anna, *(('consent', CONSENT, CASE, name, value) for name, value in (
        ('kind', 'participation'), ('parties', ['FK', 'AF']), ('areas', ['*']), ('valid-from', '2014-01-01'),
        ('valid-to', today))))
    desk.tool('sync', anna)
    desk.tool('sync', bertil)
    server.stop()
    left, _today = seconds_to_midnight()
    program = desk.Program('--replica', bertil, suffix='night', AMIA_SECONDS_AHEAD=str(left - 50))
    program.act('open-form', FORM)
    desk.until(lambda: program.text_of(program.find('text', THOUGHTS)) == SECRET, 'what Anna wrote')
    return program


def hides_by_itself(program):
    desk.until(lambda: program.text_of(program.find('text', THOUGHTS)) == '', 'midnight', 120)
    assert SECRET not in program.dump()
    program.kill()


# --- A network that costs money ----------------------------------------------------------------

class Portal:
    def __init__(self):
        self.process = subprocess.Popen([sys.executable, f'{desk.SOURCE}/tests/ui/portal.py'], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdout.readline() == 'ready\n'

    def say(self, word):
        self.process.stdin.write(word + '\n')
        self.process.stdin.flush()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def waits_with_attachments(server, anna, work):
    """Words go at once, files when the network costs nothing."""
    portal = Portal()
    portal.say('metered')
    with open(f'{work}/brev.txt', 'w', encoding='utf-8') as file:
        file.write('Kallelse till möte\n')
    desk.tool('attach', anna, f'{work}/brev.txt', '--case', CASE, '--title', 'Kallelse', '--area', 'basics')
    program = desk.Program('--replica', anna, GTK_USE_PORTAL='1')
    program.press(program.find('push button', desk.re.compile('^1 underlag väntar')))
    program.sees('betald uppkoppling, underlagen väntar')
    program.shot('bad-days-metered')
    portal.say('free')
    program.sees('Alla är där de ska vara.')
    program.close()
    portal.stop()


# --- A full disk -------------------------------------------------------------------------------

def mount(work):
    path = f'{work}/small'
    os.mkdir(path)
    done = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', path], capture_output=True, text=True)
    return path if done.returncode == 0 else None


def fill(path):
    with open(f'{path}/filler', 'wb', buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass


UNDO = desk.re.compile('^Ångra')
LONG = SECRET * 3000  # more than fits where earlier changes have made room


def says_nothing_is_done(program, path):
    """What the disk did not take is not called done, nor can it be taken back."""
    program.act('open-case', CASE)
    done = program.find('push button', desk.re.compile('^Klart'))
    fill(path)
    program.press(done)
    program.find('label', desk.re.compile('^Disken är full'))
    program.press(program.find('push button', within=program.find('filler', 'AdwToastWidget')))
    program.gone('label', desk.re.compile('^Disken är full'))
    assert not program.has('push button', UNDO), 'something to take back'
    os.unlink(f'{path}/filler')
    program.press(program.find('push button', desk.re.compile('^Klart')))
    program.find('push button', UNDO)


def keeps_what_the_disk_does_not_take(work):
    path = mount(work)
    if path is None:
        print('skip: a small disk can only be mounted by root')
        return
    try:
        replica = f'{path}/anna.amia'
        desk.tool('init', replica, '--user', 'anna', '--agency', 'FK', '--unencrypted')
        desk.put(replica, ('case', CASE, CASE, 'title', 'Ärende 3'), ('case', CASE, CASE, 'subproject', 'Nord'),
                 ('case', CASE, CASE, 'opened', '2026-01-12'))
        desk.put(replica, ('form', FORM, CASE, 'questionnaire', 'https://amia.se/fhir/Questionnaire/kartlaggning|1.0.0'))
        program = desk.Program('--replica', replica)
        program.act('open-form', FORM)
        field = program.find('text', THOUGHTS)
        fill(path)
        program.write(field, LONG)
        program.find('status bar', desk.re.compile('^Disken är full'))
        program.shot('bad-days-full')
        os.unlink(f'{path}/filler')
        program.press(program.find('push button', 'Försök igen'))
        program.gone('push button', 'Försök igen')
        assert SECRET in desk.tool('get', replica, '--kind', 'form')
        assert program.text_of(field) == LONG
        says_nothing_is_done(program, path)
        program.close()
    finally:
        subprocess.run(['umount', '-l', path], check=True)


def main():
    if 'AMIA_PRELOAD' not in os.environ:
        print('skip: no clock can be put before the program here')
        sys.exit(77)
    work = os.environ['UI_WORK']
    server = desk.Server(work).start()
    anna, bertil = make_two_laptops(server, work)
    waits_with_attachments(server, anna, work)
    night = opens_late_in_the_evening(server, (anna, bertil))  # stops the server, whose clock would tell
    keeps_what_the_disk_does_not_take(work)
    hides_by_itself(night)
    print('ok bad days')


if __name__ == '__main__':
    main()
