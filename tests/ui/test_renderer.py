#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A form of the organisation's own, as others write them: tables, pages, long lists, help on demand. And the whole
of it taken down from paper by the keyboard alone: Tab and Enter go in the paper's order, digits and letters answer."""
import os

import pyatspi

import desk

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334821'
PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b43'
FORM = '018fb8d2-1631-74c4-85fb-48e2efbb6b44'
TEMPLATE = '018fb8d2-1631-74c4-85fb-48e2efbb6b45'
URL = 'https://exempel.se/fhir/Questionnaire/blandat'
CONTROL = 'http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl'
ORIENTATION = 'http://hl7.org/fhir/StructureDefinition/questionnaire-choiceOrientation'
TOWNS = ('Arvika', 'Bollnäs', 'Dorotea', 'Eksjö', 'Falköping', 'Gnesta', 'Haparanda', 'Hedemora', 'Kalix', 'Laholm',
         'Lycksele', 'Malung', 'Nora', 'Orsa', 'Pajala', 'Strömsund', 'Säter', 'Trosa', 'Vadstena', 'Ånge')
SDC = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-'
CQF = 'http://hl7.org/fhir/StructureDefinition/cqf-expression'
OFTEN = ('Aldrig', 'Ibland', 'Ofta', 'Alltid')


def item(link, kind, text, *children, control=None, options=(), **more):
    """One item of a questionnaire."""
    made = {'linkId': link, 'type': kind, 'text': text, **more}
    if control:
        made['extension'] = [{'url': CONTROL, 'valueCodeableConcept': {'coding': [
            {'system': 'http://hl7.org/fhir/questionnaire-item-control', 'code': control}]}}]
    if options:
        made['answerOption'] = [{'valueCoding': {'code': option.lower(), 'display': option}} for option in options]
    if children:
        made['item'] = list(children)
    return made


def expression(url, path):
    return {'url': url, 'valueExpression': {'language': 'text/fhirpath', 'expression': path}}


def questionnaire():
    across = item('vader', 'choice', 'Hur var vädret?', options=('Sol', 'Moln', 'Regn', 'Snö', 'Storm'))
    across['extension'] = [{'url': ORIENTATION, 'valueCode': 'horizontal'}]
    remembered = item('minns', 'choice', 'Vad minns du bäst?')
    remembered['extension'] = [expression(SDC + 'answerExpression',
                                          "%resource.descendants().where(linkId='plats' or linkId='man-gora').answer.value")]
    told = item('berattar', 'string', 'Berätta')
    told['_text'] = {'extension': [expression(
        CQF, "'Berätta om ' & %resource.descendants().where(linkId='minns').answer.value")]}
    return {
        'resourceType': 'Questionnaire', 'url': URL, 'version': '1', 'status': 'active', 'title': 'Blandat från andra',
        'item': [
            item('ett', 'group', 'Om dig',
                 item('namn', 'string', 'Vad vill du kallas?',
                      item('namn-hjalp', 'display', 'Det namn du känner igen dig i.', control='flyover')),
                 item('bil', 'boolean', 'Kör du bil?'),
                 item('syssla', 'choice', 'Vad gör du mest?', options=('Arbetar', 'Studerar', 'Söker arbete', 'Vilar')),
                 across,
                 item('ort', 'choice', 'Vilken ort?', control='autocomplete', options=TOWNS),
                 item('yrke', 'choice', 'Vilket yrke?', answerValueSet='https://exempel.se/fhir/ValueSet/yrken'),
                 control='page'),
            item('tva', 'group', 'Vardagen',
                 item('vanor', 'group', 'Hur ofta?',
                      item('sover', 'choice', 'Sover du gott?', options=OFTEN),
                      item('ute', 'choice', 'Är du ute i friska luften?', options=OFTEN),
                      item('ater', 'choice', 'Äter du lagad mat?', options=OFTEN), control='table'),
                 item('arbete', 'group', 'Arbeten', item('plats', 'string', 'Var'), item('ar', 'integer', 'År'),
                      item('slag', 'choice', 'Slag', options=('Fast', 'Vikariat', 'Praktik')),
                      control='gtable', repeats=True),
                 control='page'),
            item('tre', 'group', 'Till sist',
                 item('dagar', 'group', 'Två dagar',
                      item('man', 'group', 'Måndag', item('man-upp', 'time', 'Upp'), item('man-gora', 'string', 'Gjorde')),
                      item('tis', 'group', 'Tisdag', item('tis-upp', 'time', 'Upp'), item('tis-gora', 'string', 'Gjorde')),
                      control='grid'),
                 remembered, told,
                 item('klar', 'boolean', 'Blev det rätt?'),
                 control='page')]}


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    desk.tool('put', path, stdin=desk.change(
        ('template', TEMPLATE, None, 'url', URL), ('template', TEMPLATE, None, 'version', '1'),
        ('template', TEMPLATE, None, 'title', 'Blandat från andra'), ('template', TEMPLATE, None, 'status', 'active'),
        ('template', TEMPLATE, None, 'data', desk.json.dumps(questionnaire(), ensure_ascii=False))) + desk.change(
        ('participant', PERSON, None, 'name', 'Hulda Ekvall'),
        ('case', CASE, CASE, 'title', 'Hulda Ekvall'), ('case', CASE, CASE, 'participant', PERSON),
        ('form', FORM, CASE, 'questionnaire', URL + '|1'), ('form', FORM, CASE, 'status', 'in-progress')))
    return path


def answers(replica):
    """What is answered, by the last step of the path; options by their code."""
    found, = desk.lines(desk.tool('get', replica, '--id', FORM))
    return {path.rsplit('/', 1)[1]: value.get('code', value.get('display')) if isinstance(value, dict) else value
            for path, value in found['fields'].items() if path.startswith('answer/')}


def expect(replica, **wanted):
    wanted = {key.replace('_', '-'): value for key, value in wanted.items()}
    desk.until(lambda: wanted.items() <= answers(replica).items(), f'{wanted} among {answers(replica)}')


def focused(program):
    for node in program.walk():
        if node.getState().contains(pyatspi.STATE_FOCUSED):
            return node.name
    return None


def expect_focus(program, words):
    desk.until(lambda: words in (focused(program) or ''), f'the focus on {words!r}, not {focused(program)!r}')


def take_down_the_tables(program, replica):
    program.key('ctrl+Next')
    expect_focus(program, 'Sover du gott?')
    program.key('4', 'Return')
    expect_focus(program, 'Är du ute i friska luften?')
    program.key('2', 'Return')
    expect_focus(program, 'Äter du lagad mat?')
    program.key('3', 'Return')
    expect(replica, sover='alltid', ute='ibland', ater='ofta')
    expect_focus(program, 'Lägg till: Arbeten')
    program.key('space')
    expect_focus(program, 'Arbeten Var')
    program.type('Sågen')
    program.key('Return')
    expect_focus(program, 'Arbeten År')
    program.type('1902')
    program.key('Return')
    expect_focus(program, 'Arbeten Slag')
    program.shot('renderer-tables')
    expect(replica, plats='Sågen', ar=1902)
    program.key('ctrl+Next')
    expect_focus(program, 'Måndag Upp')
    program.type('0630')
    program.key('Return')
    expect_focus(program, 'Måndag Gjorde')
    program.type('Vilade')
    program.key('Return')
    expect_focus(program, 'Tisdag Upp')
    expect(replica, man_upp='06:30:00', man_gora='Vilade')
    program.shot('renderer-grid')


def choose_from_answers(program, replica):
    """A list that is made of other answers unfolds before anything is written, and the next question quotes it."""
    program.key('Return')
    expect_focus(program, 'Tisdag Gjorde')
    program.key('Return')
    expect_focus(program, 'Vad minns du bäst?')
    program.key('Down')
    program.find('list item', 'Sågen')
    program.find('list item', 'Vilade')
    program.shot('renderer-worked-out')
    program.type('vil')
    program.key('Return')
    expect(replica, minns='Vilade')
    program.key('Return')
    expect_focus(program, 'Berätta om Vilade')
    program.shot('renderer-quoted')


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    program.find('label', 'Hulda Ekvall')
    program.act('open-form', FORM)
    expect_focus(program, 'Vad vill du kallas?')
    program.shot('renderer-first')
    program.type('Hulda')
    program.key('Return')
    expect_focus(program, 'Kör du bil?')
    program.key('n', 'Return')
    expect_focus(program, 'Vad gör du mest?')
    program.key('3', 'Return')
    expect_focus(program, 'Hur var vädret?')
    program.key('5', 'Return')
    expect_focus(program, 'Vilken ort?')
    program.type('strö')
    program.find('list item', 'Strömsund')
    program.shot('renderer-lookup')
    program.key('Return')
    expect(replica, namn='Hulda', bil=False, syssla='söker arbete', vader='storm', ort='strömsund')
    program.key('Return')
    expect_focus(program, 'Vilket yrke?')
    program.sees('Listan finns inte här')
    program.type('Timmerman')
    program.key('Return')
    expect(replica, yrke='Timmerman')
    take_down_the_tables(program, replica)
    choose_from_answers(program, replica)
    program.close()


if __name__ == '__main__':
    main()
    print('ok renderer')
