#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The network map by the keyboard alone: what is done in the drawing are answers of the form."""
import os
import re

import desk

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334821'
PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b43'
FORM = '018fb8d2-1631-74c4-85fb-48e2efbb6b44'
MAP = 'https://amia.se/fhir/Questionnaire/natverkskarta|1.0.0'
CODES = 'https://amia.se/fhir/CodeSystem/'
CONTACTS = (
    ('Elsa', 'van', 'nara', 'stod'),
    ('Doktor Lindqvist på hälsocentralen i Strömsund', 'vard', 'mitten', 'bade-och'),
    ('Förra chefen', 'arbetsgivare', 'langt', 'belastning'),
    ('Mamma', 'familj', 'nara', 'stod'),
    ('Granntanten', 'granne', 'mitten', None),
)


def options():
    """Each choice as the template has it, by question and code."""
    path = os.path.join(os.environ['AMIA_SOURCE_DIR'], 'data/forms/templates/natverkskarta.json')
    with open(path, encoding='utf-8') as file:
        form = desk.json.load(file)
    found = {}

    def walk(items):
        for item in items:
            for option in item.get('answerOption', []):
                found[item['linkId'], option['valueCoding']['code']] = {
                    key: value for key, value in option['valueCoding'].items() if not key.startswith('_')}
            walk(item.get('item', []))
    walk(form['item'])
    return found


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    choice = options()
    ops = [('participant', PERSON, None, 'name', 'Hulda Ekvall'),
           ('case', CASE, CASE, 'title', 'Hulda Ekvall'), ('case', CASE, CASE, 'participant', PERSON),
           ('form', FORM, CASE, 'questionnaire', MAP), ('form', FORM, CASE, 'status', 'in-progress')]
    for index, (name, kind, closeness, support) in enumerate(CONTACTS):
        row = f'answer/omgivning/kontakt/[018fb8d2-1631-74c4-85fb-48e2efbb6c{index:02}]'
        ops += [('form', FORM, CASE, row, f'a{index}'), ('form', FORM, CASE, f'{row}/kontakt-namn', name)]
        ops += [('form', FORM, CASE, f'{row}/{link}', choice[link, code])
                for link, code in (('kontakt-slag', kind), ('kontakt-narhet', closeness), ('kontakt-stod', support))
                if code]
    desk.put(path, *ops)
    return path


def answer(replica, row, link):
    found, = desk.lines(desk.tool('get', replica, '--id', FORM))
    values = {field: value for field, value in found['fields'].items()
              if f'6c{row:02}]' in field and field.endswith('/' + link)}
    value = next(iter(values.values()), None)
    return value.get('code') if isinstance(value, dict) else value


def wait_for(replica, row, link, code):
    desk.until(lambda: answer(replica, row, link) == code, f'{link} to be {code}')


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    program.find('label', 'Hulda Ekvall')
    program.act('open-form', FORM)

    elsa = program.find('push button', re.compile('^Elsa. Vän. Nära. Ger mig stöd$'))
    program.shot('network')
    program.press(elsa)
    program.find('text', 'Vem?')
    program.key('Escape')
    program.gone('text', 'Vem?')
    program.key('ctrl+Down')
    wait_for(replica, 0, 'kontakt-narhet', 'mitten')
    program.find('push button', re.compile('^Elsa. Vän. Lite längre bort'))
    program.key('ctrl+Right')
    wait_for(replica, 0, 'kontakt-slag', 'granne')
    program.key('ctrl+z')
    wait_for(replica, 0, 'kontakt-slag', 'van')

    program.key('Return')
    program.write(program.find('text', 'Vem?'), 'Elsa Ek')
    wait_for(replica, 0, 'kontakt-namn', 'Elsa Ek')
    program.shot('network-contact')
    program.key('Escape')

    program.press(program.find('push button', 'Frågor'))
    program.find('push button', 'Lägg till: Person eller verksamhet')  # nothing can be done in the drawing alone
    program.shot('network-questions')
    program.press(program.find('push button', 'Bild'))

    program.press(program.find('push button', 'Lägg till någon'))
    program.write(program.find('text', 'Vem?'), 'Kurator')
    program.find('push button', 'Kurator')
    program.key('Escape')
    program.gone('text', 'Vem?')
    program.close()


if __name__ == '__main__':
    main()
