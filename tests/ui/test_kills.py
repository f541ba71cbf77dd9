#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program is killed while somebody types, again and again: what it had kept once stays kept, and it opens again."""
import os
import random

import desk
import test_case

KILLS = 100 if os.environ.get('AMIA_LONG') == 'yes' else 5
SEED = int(os.environ.get('AMIA_CRASH_SEED', random.randrange(1 << 30)))


def open_draft(replica):
    program = desk.Program('--replica', replica)
    test_case.finds_by_typing(program)
    program.key('ctrl+j')
    return program, program.find('text', 'Rubrik')


def begin(replica):
    """A first word, and the program says that it is kept."""
    program, field = open_draft(replica)
    program.write(field, 'Samtal')
    program.find('status bar', 'Utkast, sparat bara på den här datorn')
    program.kill()


def main():
    chance = random.Random(SEED)
    replica = test_case.make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    begin(replica)
    kept = written = 'Samtal'
    for n in range(KILLS):
        assert desk.tool('verify', replica) == 'ok\n'
        program, field = open_draft(replica)
        shown = desk.until(lambda: program.text_of(field), 'the draft')
        # All that was there at the last start, and no more than was typed since.
        assert shown.startswith(kept) and written.startswith(shown), (SEED, kept, shown, written)
        kept = shown
        written = shown + f' om {n}'
        program.write(field, written)
        desk.time.sleep(chance.uniform(0, 1.5))
        program.kill()
    assert desk.tool('verify', replica) == 'ok\n'


if __name__ == '__main__':
    main()
