#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The organisation's own forms by the keyboard: brought in, looked through, used, followed by a newer version."""
import os
import re
import tempfile

import desk
from test_main_job import back_to_case, begin_form

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334821'
PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b43'
URL = 'https://jamtland.example/fhir/Questionnaire/vilotid'
REST, BODY, WALK = 'Hur vilar du?', 'Hur mår kroppen efteråt?', 'Vad gör du när du inte kan vila?'


def item(link, text, kind='text', **more):
    return {'linkId': link, 'type': kind, 'text': text, **more}


def write_form(folder, version, items, name=None, **more):
    path = os.path.join(folder, name or f'vilotid-{version}.json')
    with open(path, 'w', encoding='utf-8') as file:
        desk.json.dump({'resourceType': 'Questionnaire', 'status': 'active', 'url': URL, 'version': version,
                        'title': 'Vilotid', 'language': 'sv', 'description': 'Hur deltagaren vilar. Fyll i tillsammans.',
                        'item': items, **more}, file, ensure_ascii=False)
    return path


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    desk.put(path, ('participant', PERSON, None, 'name', 'Hulda Ekvall'),
                                        ('case', CASE, CASE, 'title', 'Hulda Ekvall'),
                                        ('case', CASE, CASE, 'participant', PERSON),
                                        ('case', CASE, CASE, 'subproject', 'Nord'))
    return path


def templates(replica):
    return desk.lines(desk.tool('get', replica, '--kind', 'template'))


def bring_in(program, path, button='Läs in formuläret'):
    program.act('import-template', path)
    return program.find('push button', button)


def first_version(program, replica, folder):
    program.act('templates')
    program.find('label', re.compile('^Inga än'))
    program.shot('own-empty')
    bring_in(program, write_form(folder, '1.0', [item('vila', REST), item('kropp', BODY)]))
    program.find('status bar', re.compile('^Titta igenom'))
    program.find('text', REST)
    program.shot('own-look')
    program.press(program.find('push button', 'Läs in formuläret'))
    program.find('push button', 'Sluta använda')
    found, = desk.until(lambda: templates(replica), 'the template')
    assert found['fields']['url'] == URL and found['fields']['version'] == '1.0', found
    for button, status in (('Sluta använda', 'retired'), ('Använd igen', 'active')):
        program.press(program.find('push button', button))
        desk.until(lambda: templates(replica)[0]['fields'].get('status') == status, f'it to be {status}')
    program.find('push button', 'Sluta använda')
    return found['id']


def wrong_files(program, folder):
    bring_in(program, write_form(folder, '1.0', [item('vila', 'Något helt annat?')], 'annan.json'), 'Tillbaka')
    program.find('status bar', re.compile('samma adress och version'))
    program.act('back')
    broken = os.path.join(folder, 'trasig.json')
    with open(broken, 'w', encoding='utf-8') as file:
        file.write('{"resourceType": "Patient"}')
    program.act('import-template', broken)
    program.find('label', re.compile('Det finns inget formulär i filen'))


def use(program, replica):
    """Of the surveys only the first is for the case's sub-project."""
    program.act('open-case', CASE)
    program.turn_to('Formulär')
    program.key('ctrl+n')
    program.find('list item', re.compile('^Enkät 1'))
    assert not program.has('list item', re.compile('^Enkät [23]'))
    program.key('Escape')
    form = begin_form(program, replica, 'Vilotid')
    field = program.find('text', REST)
    program.write(field, 'På soffan.')
    program.write(program.find('text', BODY), 'Bättre.')
    desk.until(lambda: 'Bättre.' in desk.tool('get', replica, '--id', form), 'the answers')
    return form


def second_version(program, replica, folder, form):
    """One question goes, one comes: what was answered to the one that goes can still be read."""
    bring_in(program, write_form(folder, '2.0', [item('vila', REST), item('gar', WALK)]))
    program.find('list item', re.compile('Frågas inte längre: ”' + BODY.replace('?', r'\?')))
    program.find('list item', re.compile('Är ny: ”' + WALK.replace('?', r'\?')))
    program.shot('own-compare')
    program.press(program.find('push button', 'Läs in formuläret'))
    desk.until(lambda: len(templates(replica)) == 2, 'the second version')
    program.act('open-form', form)
    program.find('status bar', re.compile('nyare version'))
    program.press(program.find('push button', 'Se vad som ändras'))
    program.find('list item', WALK)
    program.find('list item', BODY)
    program.shot('own-newer')
    program.press(program.find('push button', 'Byt version'))
    program.find('text', WALK)
    program.gone('push button', 'Se vad som ändras')
    program.sees('Bättre.')
    program.find('label', BODY)  # in the words of the version that asked
    program.shot('own-switched')
    found, = desk.lines(desk.tool('get', replica, '--id', form))
    assert found['fields']['questionnaire'] == URL + '|2.0', found
    assert found['fields']['answer/kropp'] == 'Bättre.' and found['fields']['answer/vila'] == 'På soffan.', found


def retire_one_of_two(program, replica):
    """One version is taken out of use, the other stays."""
    program.act('templates')
    rows = program.find('filler', 'AmiaTemplatesPage')
    program.click(program.find('list item', 'Vilotid', within=rows))
    program.press(program.find('push button', 'Sluta använda'))
    desk.until(lambda: sorted(t['fields'].get('status') for t in templates(replica)) == ['active', 'retired'],
               'one of the two to be out of use')


def main():
    with tempfile.TemporaryDirectory() as folder:
        replica = make_replica(f'{folder}/anna.amia')
        program = desk.Program('--replica', replica)
        program.find('list item', re.compile('^Hulda'), deep=True)
        first_version(program, replica, folder)
        program.act('back')
        program.find('list item', re.compile('^Vilotid'))
        program.shot('own-list')
        wrong_files(program, folder)
        program.act('back')
        form = use(program, replica)
        back_to_case(program)
        second_version(program, replica, folder, form)
        back_to_case(program)
        retire_one_of_two(program, replica)
        program.close()


if __name__ == '__main__':
    main()
