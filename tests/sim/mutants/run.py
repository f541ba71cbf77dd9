#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants each mistake of a list in the program and has the simulator find it.

    run.py LIST              each by the seed that the list names
    run.py --long LIST       each by looking for a seed, from the first on (AMIA_LONG=yes, too)
    run.py --update LIST     the same, and writes the seeds into the list
    run.py LIST NAME…        only these

A mutation is lines that are in its file exactly once and what takes their place, so that a list that
no longer fits the program is an error and not a test less. Only the one object is built anew, with the
very command of the build; linked before the libraries, it takes the place of the one in them.

Where a seed no longer finds its mistake (the offices' histories change with the simulator and with the
program), others are tried, and the test passes with a word; a mistake that none finds is a hole in the
simulator and a failure. The search has its bound in offices and in the processor's time, never in that
of a clock on the wall, so that it ends the same however busy the machine is. Prints TAP.
"""
import argparse
import json
import os
import re
import resource
import shlex
import subprocess
import sys
import tempfile

SEARCH = 240    # offices before a mistake counts as not found, from each of the starts
LONG = 2000
BATCH = 30      # offices that one process goes through
# Where to look: offices of nothing but corners, in which people get in each other's way, in which answers are
# late, in which scans are attached, and the others.
STARTS = (2000000, 5000, 1000000, 3000000, 1)
PATIENCE = 120  # seconds of the processor's for a batch: one that never comes to rest is found, too


class Mutant:
    def __init__(self, line):
        self.name, self.line = line, 0
        self.file = self.breaks = None
        self.seed = None
        self.edits = []  # pairs of lines

    def add(self, sign, text):
        if sign == '-' and (not self.edits or self.edits[-1][1]):
            self.edits.append(([], []))
        self.edits[-1]['-+'.index(sign)].append(text)


def read_list(path):
    mutants = []
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file):
            word, _, rest = line.rstrip('\n').partition(' ')
            if word == 'mutant':
                mutants.append(Mutant(rest))
            elif word in ('file', 'breaks'):
                setattr(mutants[-1], word, rest)
            elif word == 'seed':
                mutants[-1].seed, mutants[-1].line = int(rest), number
            elif word in ('-', '+'):
                mutants[-1].add(word, rest)
            elif word and not word.startswith('#'):
                sys.exit(f'{path}:{number + 1}: what is {word}?')
    return mutants


def find_place(lines, old):
    """Where @old is in @lines; it has to be there exactly once."""
    wanted = [line.strip() for line in old]
    stripped = [line.strip() for line in lines]
    places = [i for i in range(len(lines)) if stripped[i:i + len(wanted)] == wanted]
    if len(places) != 1:
        raise LookupError(f'its lines are there {len(places)} times: {wanted[0]}')
    return places[0]


def mutate(text, mutant):
    lines = text.split('\n')
    for old, new in mutant.edits:
        place = find_place(lines, old)
        # On the lines of the old ones, so that what the simulator prints names the right ones.
        lines[place:place + len(old)] = [' '.join(new)] + [''] * (len(old) - 1)
    return '\n'.join(lines)


class Builder:
    """Builds the simulator with one object changed."""

    def __init__(self, source_dir, build_dir, folder):
        self.source_dir, self.build_dir, self.folder = source_dir, build_dir, folder
        self.simulator = os.path.join(build_dir, 'tests/sim/amia-sim')
        with open(os.path.join(build_dir, 'compile_commands.json'), encoding='utf-8') as file:
            self.commands = {os.path.realpath(os.path.join(entry['directory'], entry['file'])): entry['command']
                             for entry in json.load(file)}
        self.link = shlex.split(self.run(['ninja', '-t', 'commands', 'tests/sim/amia-sim']).split('\n')[-1])

    def run(self, command):
        done = subprocess.run(command, cwd=self.build_dir, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise RuntimeError(f'{shlex.join(command)}\n{done.stdout}')
        return done.stdout.strip()

    def build(self, mutant):
        path = os.path.join(self.source_dir, mutant.file)
        copy = os.path.join(self.folder, os.path.basename(path))
        with open(path, encoding='utf-8') as file:
            text = mutate(file.read(), mutant)
        with open(copy, 'w', encoding='utf-8') as file:
            file.write(f'#line 1 "{path}"\n{text}')

        command = shlex.split(self.commands[os.path.realpath(path)])
        command[command.index('-o') + 1] = copy + '.o'
        command[command.index('-c') + 1] = copy
        for option in ('-MF', '-MQ'):
            command[command.index(option) + 1] = copy + '.d'
        # A mistake may leave a function without a use.
        command = [word for word in command if word != '-Werror']
        self.run(command + ['-w', '-iquote', os.path.dirname(path)])

        simulator = os.path.join(self.folder, 'amia-sim')
        link = list(self.link)
        link[link.index('-o') + 1] = simulator
        link.insert(link.index('-o') + 2, copy + '.o')
        self.run(link)
        return simulator


def limit():
    """For each process of the simulator: the one that goes through a batch is a child of it."""
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


def run_offices(simulator, source_dir, first, count):
    """The first of the offices in which something goes wrong, or None."""
    environment = dict(os.environ, AMIA_LONG='no')
    command = [simulator, '--first', str(first), '--count', str(count),
               '--open', os.path.join(source_dir, 'tests/sim/open')]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding='utf-8', errors='replace', preexec_fn=limit)
    found = re.search(r'--seed (\d+)', done.stdout)
    if done.returncode == 0:
        return None
    if found is None:
        raise RuntimeError(f'The simulator ended with {done.returncode}:\n{done.stdout[-2000:]}')
    words = [line for line in done.stdout.split('\n') if 'ERROR' in line]
    return int(found[1]), words[0] if words else 'ended, or never comes to rest'


def find_in(simulator, builder, first, count):
    """The first in which something goes wrong by the mistake alone."""
    end = first + count
    while first < end:
        found = run_offices(simulator, builder.source_dir, first, end - first)
        if found is None or run_offices(builder.simulator, builder.source_dir, found[0], 1) is None:
            return found
        first = found[0] + 1
    return None


def find(simulator, builder, mutant, is_long):
    found = None if is_long else find_in(simulator, builder, mutant.seed, 1)
    for batch in range(0, LONG if is_long else SEARCH, BATCH):
        for start in STARTS:
            found = found or find_in(simulator, builder, start + batch, BATCH)
    return found


def write_seeds(path, seeds):
    with open(path, encoding='utf-8') as file:
        lines = file.readlines()
    for number, seed in seeds.items():
        lines[number] = f'seed {seed}\n'
    with open(path, 'w', encoding='utf-8') as file:
        file.writelines(lines)


def check(number, mutant, builder, is_long):
    """Prints a line of TAP. Returns the seed that found it, None if nothing did."""
    try:
        simulator = builder.build(mutant)
        found = find(simulator, builder, mutant, is_long)
    except (LookupError, RuntimeError) as error:
        print(f'not ok {number} - {mutant.name}\n# {mutant.file}: {error}'.replace('\n', '\n# '), flush=True)
        return None
    if found is None:
        print(f'not ok {number} - {mutant.name}\n# No office finds it. {mutant.breaks}', flush=True)
        return None
    print(f'ok {number} - {mutant.name}\n# seed {found[0]}: {found[1]}', flush=True)
    if found[0] != mutant.seed:
        print(f'# The list says {mutant.seed}; run.py --update writes the new one.')
    return found[0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--long', action='store_true', default=os.environ.get('AMIA_LONG') == 'yes')
    parser.add_argument('--update', action='store_true')
    parser.add_argument('list')
    parser.add_argument('names', nargs='*')
    arguments = parser.parse_args()
    source_dir, build_dir = os.environ['AMIA_SOURCE_DIR'], os.environ['AMIA_BUILD_DIR']
    mutants = [mutant for mutant in read_list(arguments.list) if not arguments.names or mutant.name in arguments.names]

    # What a mistake brings down leaves nothing behind.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(f'1..{len(mutants)}')
    with tempfile.TemporaryDirectory(prefix='amia-mutants-') as folder:
        builder = Builder(source_dir, build_dir, folder)
        found = [check(i + 1, mutant, builder, arguments.long or arguments.update) for i, mutant in enumerate(mutants)]

    if arguments.update:
        write_seeds(arguments.list, {mutant.line: seed for mutant, seed in zip(mutants, found) if seed is not None})
    return 0 if all(seed is not None for seed in found) else 1


if __name__ == '__main__':
    sys.exit(main())
