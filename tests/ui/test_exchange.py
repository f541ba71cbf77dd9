#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody's answers in a file: looked through first, with what has no place by name, then taken in or left."""
import os
import re

import desk

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334821'
PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b43'
PLACES = 'https://amia.se/fhir/Questionnaire/tillganglighet|1.0.0'


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    desk.put(path, ('participant', PERSON, None, 'name', 'Hulda Ekvall'),
                                        ('case', CASE, CASE, 'title', 'Hulda Ekvall'),
                                        ('case', CASE, CASE, 'participant', PERSON))
    return path


def write_file(name, content):
    path = os.path.join(os.environ['UI_WORK'], name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(content if isinstance(content, str) else desk.json.dumps(content))
    return path


def first_question():
    """A free text of the shipped form, wherever it stands: the groups around it, and its linkId."""
    with open(os.path.join(desk.SOURCE, 'data/forms/templates/tillganglighet.json'), encoding='utf-8') as file:
        form = desk.json.load(file)

    def search(items, around):
        for item in items:
            if item['type'] in ('text', 'string') and not item.get('enableWhen'):
                return around, item
            if item['type'] == 'group' and not item.get('repeats'):
                found = search(item.get('item', ()), around + [item['linkId']])
                if found:
                    return found
    return search(form['item'], [])


def response():
    around, question = first_question()
    item = {'linkId': question['linkId'], 'answer': [{'valueString': 'Ring i porten.'}]}
    for link in reversed(around):
        item = {'linkId': link, 'item': [item]}
    return {'resourceType': 'QuestionnaireResponse', 'status': 'completed', 'questionnaire': PLACES,
            'item': [item, {'linkId': 'dans', 'answer': [{'valueBoolean': True}]}]}


def forms(replica):
    return desk.lines(desk.tool('get', replica, '--kind', 'form'))


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    program.find('list item', re.compile('^Hulda'), deep=True)
    program.act('open-case', CASE)
    program.turn_to('Formulär')
    program.shot('exchange-empty')
    program.act('import-file', write_file('trasig.json', '{'))
    program.find('label', re.compile('inga svar i filen'))
    path = write_file('svar.json', response())
    program.act('import-file', path)
    program.find('status bar', re.compile('^1 fråga får svar'))
    program.find('list item', 'dans')
    program.shot('exchange-look')
    program.press(program.find('push button', 'Låt bli'))
    program.gone('push button', 'Låt bli')
    assert not forms(replica)
    program.act('import-file', path)
    program.press(program.find('push button', 'Läs in svaren'))
    program.find('push button', 'Tillbaka till ärendet')
    program.sees(first_question()[1]['text'][:20])
    program.shot('exchange-taken')
    found, = forms(replica)
    answers = {field: value for field, value in found['fields'].items() if field.startswith('answer/')}
    assert list(answers.values()) == ['Ring i porten.'] and found['fields']['status'] == 'in-progress', found
    program.close()
    print('ok exchange')


if __name__ == '__main__':
    main()
