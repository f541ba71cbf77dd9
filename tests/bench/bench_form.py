#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon a form of three hundred questions is there to be filled in, and what it costs the processor.

Run inside tests/ui/session. Measured from outside as in bench_window.py, from the moment the form is asked for to
the first frame and to the last, after which nothing more is drawn. The baseline is as many labels and entries of
the toolkit's own in a bare window, in turns with ours. Prints `name value unit`.
"""
import glob
import json
import os
import statistics
import subprocess

import bench_window

N_QUESTIONS = 300
N_ROUNDS = 7
CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334821'
FORM = '018fb8d2-1631-74c4-85fb-48e2efbb6b44'
TEMPLATE = '018fb8d2-1631-74c4-85fb-48e2efbb6b45'
URL = 'https://exempel.se/fhir/Questionnaire/lang'


def question(number):
    """By turns a line, yes or no, a choice, a number and a day; each third depends on the one before."""
    kind = ('string', 'boolean', 'choice', 'integer', 'date')[number % 5]
    made = {'linkId': f'fraga-{number}', 'type': kind, 'text': f'Fråga {number + 1}: hur är det med detta just nu?'}
    if kind == 'choice':
        made['answerOption'] = [{'valueCoding': {'code': str(i), 'display': words}}
                                for i, words in enumerate(('Aldrig', 'Ibland', 'Ofta', 'Alltid'))]
    if number % 3 == 2:
        made['enableWhen'] = [{'question': f'fraga-{number - 1}', 'operator': 'exists', 'answerBoolean': False}]
    return made


def questionnaire():
    return {'resourceType': 'Questionnaire', 'url': URL, 'version': '1', 'status': 'active', 'title': 'Lång',
            'item': [{'linkId': f'del-{part}', 'type': 'group', 'text': f'Del {part // 10 + 1}',
                      'item': [question(number) for number in range(part, part + 10)]}
                     for part in range(0, N_QUESTIONS, 10)]}


def make_replica(path):
    fields = (('template', TEMPLATE, None, 'url', URL), ('template', TEMPLATE, None, 'version', '1'),
              ('template', TEMPLATE, None, 'title', 'Lång'), ('template', TEMPLATE, None, 'status', 'active'),
              ('template', TEMPLATE, None, 'data', json.dumps(questionnaire())),
              ('case', CASE, CASE, 'title', 'Hulda Ekvall'), ('form', FORM, CASE, 'questionnaire', URL + '|1'),
              ('form', FORM, CASE, 'status', 'in-progress'))
    change = {'set': [dict(zip(('kind', 'id', 'case', 'field', 'value'), field)) for field in fields]}
    tool = f'{bench_window.BUILD}/data/tool/amia-tool'
    subprocess.run([tool, 'init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted'], check=True)
    subprocess.run([tool, 'put', path], input=json.dumps(change) + '\n', text=True, check=True,
                   stdout=subprocess.DEVNULL)
    return path


def processor_ms(process):
    """What all its threads have used."""
    total = 0
    for path in glob.glob(f'/proc/{process.pid}/task/*/schedstat'):
        with open(path) as file:
            total += int(file.read().split()[0])
    return total / 1e6


def act(name, action, *parameters):
    subprocess.run(['gdbus', 'call', '--session', '--dest', name, '--object-path',
                    f'/{name.replace(".", "/")}/window/1', '--method', 'org.gtk.Actions.Activate', action,
                    '[' + ','.join(f"<'{parameter}'>" for parameter in parameters) + ']', '{}'],
                   check=True, capture_output=True)


def measure(frames, process, name, what):
    """To the first frame, to the last, and processor time."""
    used_ms = processor_ms(process)
    start_ms = bench_window.now_ms()
    act(name, 'open-form', what)
    first_ms, last_ms = frames.wait(start_ms)
    used_ms = processor_ms(process) - used_ms
    start_ms = bench_window.now_ms()
    act(name, 'back')
    frames.wait(start_ms)
    return first_ms, last_ms, used_ms


def main():
    # A cursor that blinks would never let it be quiet.
    with open(os.environ['XDG_CONFIG_HOME'] + '/gtk-4.0/settings.ini', 'a') as settings:
        settings.write('gtk-cursor-blink=0\n')
    replica = make_replica(os.environ['UI_WORK'] + '/bench.amia')
    frames = bench_window.Frames()
    times = {}
    for ours in (False, True) * N_ROUNDS:
        program = [f'{bench_window.BUILD}/app/amia', '--replica', replica] if ours else \
            [f'{bench_window.BUILD}/tests/bench/bare-window']
        start_ms = bench_window.now_ms()
        process = bench_window.start(*program)
        frames.wait(start_ms)
        name, what = ('se.amia.Amia', FORM) if ours else ('se.amia.Bare', N_QUESTIONS)
        # The first form reads what every form needs.
        for _ in range(2):
            measured = measure(frames, process, name, what)
        times.setdefault(ours, []).append(measured)
        bench_window.stop(process)
    frames.stop()
    for i, what in enumerate(('first-frame', 'all', 'processor')):
        for ours, whose in ((False, 'form-bare'), (True, 'form')):
            print(f'{whose}-{what} {statistics.median(row[i] for row in times[ours]):.0f} ms')
        ratio = statistics.median(row[i] / bare[i] for row, bare in zip(times[True], times[False]))
        print(f'form-{what}-to-bare {ratio:.2f} ratio', flush=True)


if __name__ == '__main__':
    main()
