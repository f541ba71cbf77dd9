#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A form in pages, turned by button and by key; a page that an answer brings; what is missing on a page that is not
shown; the wheel over a text field. And forms that others have published: brought in, begun, gone through to the end."""
import os
import re
import subprocess

import desk
from test_renderer import CASE, FORM, PERSON, TEMPLATE, URL, answers, expect_focus, item

OTHERS = os.path.join(desk.SOURCE, '..', 'shared', 'questionnaires')
# One of each kind: tables and 142 items, another country's help, a form in one wrapper, every type, 88 items with lists.
LOOKED_AT = ('HL7_sdc__Questionnaire-CardiologyForm', 'helsenorge_refero__actions-genereateQuestionnaireResponse-q-entry0',
             'sergeymosyakov_fhir-questionnaire-builder__ahrq-medication-safety',
             'npm-hl7.fhir.uv.sdc-4.0.0-ballot__Questionnaire-questionnaire-sdc-test-all-data-types',
             'gematik_schuleingangsuntersuchung__Questionnaire-SEU-Sorgeberechtigtenfragebogen-BY')


def questionnaire():
    work = item('arbete', 'group', 'Ditt arbete', item('syssla', 'text', 'Vad gör du på arbetet?'), control='page')
    work['enableWhen'] = [{'question': 'arbetar', 'operator': '=', 'answerBoolean': True}]
    return {'resourceType': 'Questionnaire', 'url': URL, 'version': '1', 'status': 'active', 'title': 'I sidor',
            'item': [item('hej', 'display', 'Ta den tid du behöver.', control='header'),
                     item('dig', 'group', 'Om dig', item('namn', 'string', 'Vad heter du?', required=True),
                          item('arbetar', 'boolean', 'Arbetar du?'), control='page'),
                     work,
                     item('dag', 'group', 'Vardagen',
                          *(item(f'dag-{n}', 'text', f'Hur var dag {n}?') for n in range(1, 13)), control='page')]}


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    data = desk.json.dumps(questionnaire(), ensure_ascii=False)
    desk.tool('put', path, stdin=desk.change(
        *(('template', TEMPLATE, None, *field) for field in (
            ('url', URL), ('version', '1'), ('title', 'I sidor'), ('status', 'active'), ('data', data)))) + desk.change(
        ('participant', PERSON, None, 'name', 'Hulda Ekvall'),
        ('case', CASE, CASE, 'title', 'Hulda Ekvall'), ('case', CASE, CASE, 'participant', PERSON),
        ('form', FORM, CASE, 'questionnaire', URL + '|1'), ('form', FORM, CASE, 'status', 'in-progress')))
    return path


def turn_pages(program, replica):
    expect_focus(program, 'Vad heter du?')
    program.find('label', 'Ta den tid du behöver.')
    program.find('status bar', 'Sida 1 av 2 · 0 av 2 besvarade')
    assert not program.has('push button', 'Föregående sida') and not program.has('push button', 'Gör klart formuläret')
    program.press(program.find('push button', re.compile('^Arbetar du. Ja$')))
    desk.until(lambda: answers(replica).get('arbetar') is True, 'the answer')
    program.find('status bar', 'Sida 1 av 3 · 1 av 2 besvarade')
    program.shot('pages-first')
    program.press(program.find('push button', 'Nästa sida'))
    expect_focus(program, 'Vad gör du på arbetet?')
    program.find('label', 'Ta den tid du behöver.')
    assert not program.has('text', 'Vad heter du?')
    program.key('ctrl+Next')
    expect_focus(program, 'Hur var dag 1?')
    program.find('status bar', 'Sida 3 av 3 · 0 av 12 besvarade')
    program.shot('pages-last')


def turn_the_wheel(program):
    """Nothing to scroll in the field under the pointer: then the page moves."""
    def place():
        box = program.find('text', 'Hur var dag 2?').queryComponent().getExtents(desk.pyatspi.WINDOW_COORDS)
        return box.x + box.width // 2, box.y + box.height // 2

    before = place()
    subprocess.run(['xdotool', 'mousemove', str(before[0]), str(before[1]), 'click', '--repeat', '3', '5'], check=True)
    desk.until(lambda: place()[1] < before[1] - 90, 'the page to move under the wheel')


def be_sent_back(program):
    """What is missing is on the first page: the way there turns to it."""
    program.key('ctrl+Return')
    program.press(program.find('push button', re.compile('(?s)^Vad heter du.*behöver ett svar')))
    expect_focus(program, 'Vad heter du?')
    program.find('status bar', re.compile('^Sida 1 av 3'))


def go_through(program, replica, name):
    """To the end by the keys alone, however it is built."""
    program.act('import-template', os.path.join(OTHERS, name + '.json'))
    program.press(program.find('push button', 'Läs in formuläret'))
    template = desk.until(lambda: [found['fields'] for found in desk.lines(desk.tool('get', replica, '--kind', 'template'))
                                   if found['id'] not in go_through.seen], 'the template')[-1]
    go_through.seen |= {found['id'] for found in desk.lines(desk.tool('get', replica, '--kind', 'template'))}
    form = FORM[:-2] + f'{0x80 + len(go_through.seen):x}'
    version = f"|{template['version']}" if 'version' in template else ''
    desk.put(replica, ('form', form, CASE, 'questionnaire', template['url'] + version),
                                           ('form', form, CASE, 'status', 'in-progress'))
    program.act('back')
    program.act('open-form', form)
    program.find('push button', 'Tillbaka till ärendet')
    program.find('label', re.compile(r'^0 av \d+ besvarade$'))
    program.key('ctrl+Next', 'ctrl+Next', 'ctrl+Return')
    desk.until(lambda: program.has(None, re.compile('behöver ses över innan formuläret')) or
               '"completed"' in desk.tool('get', replica, '--id', form), 'the end')
    program.shot(f'others-{len(go_through.seen)}')
    program.act('back')


go_through.seen = {TEMPLATE}


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    program.find('label', 'Hulda Ekvall')
    program.act('open-form', FORM)
    turn_pages(program, replica)
    turn_the_wheel(program)
    be_sent_back(program)
    program.act('back')
    if os.path.isdir(OTHERS):
        for name in LOOKED_AT:
            go_through(program, replica, name)
    else:
        print('no forms of others here: not gone through')
    program.close()
    print('ok pages')


if __name__ == '__main__':
    main()
