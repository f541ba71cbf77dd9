#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon there is something to see, with ten thousand cases in an encrypted replica.

Run inside tests/ui/session. Programs are measured from outside, from the moment they are started (or Return is
pressed) to the frame that the X server is given; bench-frames tells of each. The baseline is a bare
AdwApplicationWindow, started in turns with ours. Prints `name value unit`.
"""
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time

BUILD = os.environ['AMIA_BUILD_DIR']
N_CASES = 10000
N_ROUNDS = 7
QUIET_SECONDS = 0.8  # when nothing has been drawn for so long, all is there
PATIENCE_SECONDS = 60
PASSPHRASE = 'ljung och hjortron'


def now_ms():
    return time.clock_gettime(time.CLOCK_MONOTONIC) * 1000


class Frames:
    """What bench-frames has told so far."""

    def __init__(self):
        self.lines = []
        self.process = subprocess.Popen([f'{BUILD}/tests/bench/bench-frames'], stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != 'ready\n':
            sys.exit('bench-frames did not start')
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            if line.startswith('frame '):
                self.lines.append(float(line.split()[1]))

    def after(self, start_ms):
        return [ms for ms in self.lines if ms >= start_ms]

    def wait(self, start_ms):
        """Waits until something was drawn and then nothing more: the times of the first and the last frame."""
        end_ms = now_ms() + PATIENCE_SECONDS * 1000
        while now_ms() < end_ms:
            seen = self.after(start_ms)
            if seen and now_ms() - seen[-1] > QUIET_SECONDS * 1000:
                return seen[0] - start_ms, seen[-1] - start_ms
            time.sleep(0.05)
        sys.exit('nothing was drawn')

    def stop(self):
        self.process.terminate()
        self.process.wait()


def start(*command):
    environment = {**os.environ, 'GSETTINGS_SCHEMA_DIR': f'{BUILD}/flatpak', 'AMIA_LOCALE_DIR': f'{BUILD}/po'}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def stop(process):
    process.terminate()
    process.wait()


def measure_start(frames, *command):
    """First frame and last frame of a program, from its start."""
    start_ms = now_ms()
    process = start(*command)
    times = frames.wait(start_ms)
    stop(process)
    return times


def measure_unlock(frames, replica):
    """From Return in the passphrase field to the last frame of the list."""
    start_ms = now_ms()
    process = start(f'{BUILD}/app/amia', '--replica', replica)
    first_ms, _ = frames.wait(start_ms)
    subprocess.run(['xdotool', 'type', '--delay', '5', PASSPHRASE], check=True)
    time.sleep(0.5)
    pressed_ms = now_ms()
    subprocess.run(['xdotool', 'key', 'Return'], check=True)
    _, shown_ms = frames.wait(pressed_ms)
    if os.environ.get('UI_SHOTS'):
        subprocess.run(['import', '-window', 'root', f"{os.environ['UI_SHOTS']}/bench-list.png"], check=True)
    stop(process)
    return first_ms, shown_ms


def seed(work):
    """The replica, in the session's own folder, and what it takes to open it."""
    replica = f'{work}/bench.amia'
    passphrase = f'{work}/passphrase'
    with open(passphrase, 'w') as file:
        file.write(PASSPHRASE + '\n')
    environment = {**os.environ, 'AMIA_PASSPHRASE_FILE': passphrase}
    tool = f'{BUILD}/data/tool/amia-tool'
    if os.environ.get('AMIA_BENCH_REPLICA'):  # one that was made before, with the same passphrase
        source = os.environ['AMIA_BENCH_REPLICA']
        folder, name = os.path.split(source)
        for found in os.listdir(folder):
            if found.startswith(name):
                shutil.copy(f'{folder}/{found}', replica + found[len(name):])
    else:
        subprocess.run([tool, 'init', replica, '--user', 'karin', '--agency', 'FK'], env=environment, check=True)
        subprocess.run([tool, 'seed', replica, '--cases', str(N_CASES), '--seed', '1'], env=environment, check=True)
    return replica, passphrase


def print_times(name, times, bare):
    """The ratio is taken within each round, since other work on the machine comes and goes."""
    print(f'{name} {statistics.median(times):.0f} ms')
    ratio = statistics.median(ours / theirs for ours, theirs in zip(times, bare))
    print(f'{name}-to-bare-window {ratio:.2f} ratio', flush=True)


def measure_key(replica):
    """The passphrase is meant to take its time; what is ours to answer for comes after it."""
    cases = subprocess.run([f'{BUILD}/tests/bench/bench-case', replica, PASSPHRASE], check=True, text=True,
                           stdout=subprocess.PIPE).stdout
    return cases, float(re.search('^case-unlock-key ([0-9.]+) ms$', cases, re.MULTILINE).group(1))


def main():
    replica, passphrase = seed(os.environ['UI_WORK'])
    frames = Frames()
    bare, first, listed, locked, unlocked, after_key = [], [], [], [], [], []
    for _ in range(N_ROUNDS):
        bare.append(measure_start(frames, f'{BUILD}/tests/bench/bare-window')[0])
        first_ms, last_ms = measure_start(frames, f'{BUILD}/app/amia', '--replica', replica,
                                          '--passphrase-file', passphrase)
        first.append(first_ms)
        listed.append(last_ms)
        page_ms, list_ms = measure_unlock(frames, replica)
        cases, key_ms = measure_key(replica)
        locked.append(page_ms)
        unlocked.append(list_ms)
        after_key.append(list_ms - key_ms)
    frames.stop()
    print(f'window-bare-first-frame {statistics.median(bare):.0f} ms')
    print_times('window-first-frame', first, bare)
    print_times('window-first-frame-locked', locked, bare)
    print_times('window-start-to-list', listed, bare)
    print_times('window-unlock-to-list', unlocked, bare)
    print_times('window-key-to-list', after_key, bare)
    print(cases, end='')


if __name__ == '__main__':
    main()
