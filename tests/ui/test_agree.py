#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What two people agree on, at one desk and by the keyboard: approving the closing document."""
import os
import re

import desk
from test_main_job import take_form

PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb7a01'
CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334871'
CLOSING = '018fb8d2-1631-74c4-85fb-48e2efbb7a02'
FORMS = 'https://amia.se/fhir/Questionnaire/'
REASON = {'system': 'https://amia.se/fhir/CodeSystem/avslutsorsak', 'code': 'arbete', 'display': 'Arbete'}
RESULT = 'answer/resultat/resultat-beskrivning'


def consent(number, agency):
    record = f'018fb8d2-1631-74c4-85fb-48e2efbb7b0{number}'
    return [('consent', record, CASE, field, value) for field, value in (
        ('kind', 'participation'), ('parties', ['FK', 'AF']), ('areas', ['*']),
        ('valid-from', '2026-01-01'), ('signed-on', '2026-01-01'))]


def member(number, user):
    record = f'018fb8d2-1631-74c4-85fb-48e2efbb7c0{number}'
    return [('member', record, CASE, 'user', user), ('member', record, CASE, 'role', 'caseworker')]


def make_case(replica):
    desk.put(replica,
        ('participant', PERSON, None, 'name', 'Hulda Ekvall'), ('case', CASE, CASE, 'title', 'Hulda Ekvall'),
        ('case', CASE, CASE, 'participant', PERSON),
        ('form', CLOSING, CASE, 'questionnaire', FORMS + 'slutdokumentation|1.0.0'),
        ('form', CLOSING, CASE, 'status', 'in-progress'),
        ('form', CLOSING, CASE, 'answer/tiden/tiden-slut', '2026-11-20'))
    desk.put(replica, *member(2, 'bo'))
    desk.put(replica, *consent(1, 'FK'))


def approvals(replica):
    told = desk.json.loads(desk.tool('form', 'approvals', replica, '--id', CLOSING))
    return told['joint'], [(one['agency'], one['state']) for one in told['approvals']]


def says(program, words):
    """What the form says of itself: a status, so that a screen reader tells when it changes."""
    return program.find(None, re.compile(re.escape(words)))


def show_end(program):
    """The end of the form, where it says what is missing and who has approved."""
    program.key('ctrl+Return')
    return program.find('push button', 'Godkänn för FK')


def carry(replica, *lines):
    """A colleague writes and syncs; the program hears of it by itself."""
    if lines:
        desk.put(replica, *lines)
    desk.tool('sync', replica)


def approve_together(program, anna, bo):
    program.act('open-form', CLOSING)
    program.find('label', 'Slutdokumentation')
    button = show_end(program)
    says(program, '1 svar saknas eller behöver ses över innan någon kan godkänna')
    assert not button.getState().contains(desk.pyatspi.STATE_SENSITIVE)
    program.shot('agree-missing')

    carry(bo, ('form', CLOSING, CASE, 'answer/tiden/tiden-orsak', REASON))
    desk.tool('form', 'approve', bo, '--id', CLOSING)
    carry(bo)
    program.find('label', re.compile('^Godkänd .* av bo$'))
    says(program, 'Formuläret gäller när FK och AF har godkänt samma innehåll')
    program.shot('agree-one')

    # A change by one of them takes the word of both away, and says what it was.
    carry(bo, ('form', CLOSING, CASE, RESULT, 'Tränar två gånger i veckan'))
    program.find('label', re.compile('^Godkänd .* av bo, men gäller inte längre. Ändrat sedan dess: .+'))
    program.shot('agree-void')
    desk.tool('form', 'approve', bo, '--id', CLOSING)
    carry(bo)
    program.find('label', re.compile('^Godkänd .* av bo$'))

    button = program.find('push button', 'Godkänn för FK')
    desk.until(lambda: button.getState().contains(desk.pyatspi.STATE_SENSITIVE), 'the button to be ready')
    program.press(button)
    says(program, 'Godkänd av FK (')
    says(program, 'FK och AF har godkänt formuläret. Det kan bara läsas.')
    program.shot('agree-joint')
    assert approvals(anna)[0]


def correct(program, anna):
    """What both approved is corrected in a form of its own that cites it."""
    program.press(program.find('push button', 'Gör en ny version'))
    program.find('push button', 'Öppna versionen som den här rättar')
    program.shot('agree-corrected')
    newer, = [one for one in desk.lines(desk.tool('get', anna, '--kind', 'form'))
              if one['fields'].get('corrects') == CLOSING]
    assert newer['fields'][RESULT] == 'Tränar två gånger i veckan', newer
    program.press(program.find('push button', 'Öppna versionen som den här rättar'))
    program.find('push button', 'Öppna den nya versionen')
    assert approvals(anna)[0]


def sign_by_hand(program, anna):
    """With a pen; here it is the mouse."""
    program.write(program.find('text', 'Namnet på den som skriver under'), 'Hulda Ekvall')
    pad = program.find(None, 'Fält att skriva under i med penna, finger eller mus')
    box = program.scroll_to(pad)
    move = ('mousemove', str(box.x + 40), str(box.y + 60))
    desk.subprocess.run(['xdotool', *move, 'mousedown', '1', 'mousemove_relative', '60', '40', 'mousemove_relative',
                         '--', '80', '-50', 'mousemove_relative', '90', '30', 'mouseup', '1'], check=True)
    program.press(program.find('push button', 'Skriv under'))
    program.find('label', 'Hulda Ekvall (deltagare)')
    program.shot('agree-signed')
    signed, = desk.lines(desk.tool('get', anna, '--kind', 'signature'))
    assert len(signed['fields']['strokes'][0]) >= 2, signed
    assert signed['fields']['version'] == FORMS + 'slutdokumentation|1.0.0', signed


def sign_on_paper(program, anna):
    """Without a hand on the screen: the scanned paper is in the case."""
    program.write(program.find('text', 'Namnet på den som skriver under'), 'Hulda Ekvall')
    program.click(program.find('check box', 'Underskrivet på papper som är skannat'))
    program.press(program.find('push button', 'Skriv under'))
    desk.until(lambda: len(desk.lines(desk.tool('get', anna, '--kind', 'signature'))) == 2, 'the second signature')
    program.find('label', re.compile('^Undertecknat på papper .* · version 1.0.0 · innehåll [0-9a-f]{8}$'))
    program.shot('agree-paper')


def survey(program, anna):
    """Begun from the case, answered under a number; the case finds it again by its key."""
    program.act('open-case', CASE)
    program.turn_to('Formulär')
    take_form(program, 'Enkät 1: när du börjar')
    program.find('text', re.compile('^Vad hoppas du'))
    key, = desk.lines(desk.tool('get', anna, '--kind', 'survey-key'))
    record, = desk.lines(desk.tool('get', anna, '--kind', 'survey'))
    number = record['fields']['number']
    assert key['fields']['number'] == number and key['fields']['survey'] == record['id'], (key, record)
    assert record['case'] is None and re.match('^[2-9A-Z]{6}$', number), record
    assert record['fields']['answer/enkaten/enkaten-nummer'] == number, record
    program.shot('agree-survey')
    program.write(program.find('text', re.compile('^Vad hoppas du')), 'Att komma igång')
    desk.until(lambda: 'Att komma igång' in desk.tool('survey', 'export', anna), 'the answer')
    program.act('back')
    program.find('label', f'Enkät 1: när du börjar · nummer {number}')
    program.find('label', re.compile('^2 av 23 besvarade'))
    program.shot('agree-case')


def main():
    work = os.environ['UI_WORK']
    server = desk.Server(work)
    server.add_user('anna', 'FK')
    server.add_user('bo', 'AF')
    server.start()
    anna = server.replica(f'{work}/anna.amia', 'anna', 'FK')
    bo = server.replica(f'{work}/bo.amia', 'bo', 'AF')
    make_case(anna)
    desk.tool('sync', anna)
    desk.tool('sync', bo)
    carry(bo, *consent(2, 'AF'))
    desk.tool('sync', anna)
    scan = f'{work}/scan.txt'
    with open(scan, 'w', encoding='utf-8') as file:
        file.write('Slutdokumentation, underskriven')
    desk.tool('attach', anna, '--case', CASE, scan, '--title', 'Underskriven slutdokumentation')

    program = desk.Program('--replica', anna)
    program.find('label', 'Hulda Ekvall')
    survey(program, anna)
    approve_together(program, anna, bo)
    sign_by_hand(program, anna)
    sign_on_paper(program, anna)
    correct(program, anna)
    program.close()
    server.stop()


if __name__ == '__main__':
    main()
