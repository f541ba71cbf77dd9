#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Consent decides what travels, seen from two desks: given late, spoken, withdrawn, and said in words each time."""
import os
import re

import desk

PERSON = '018fb8d2-1631-74c4-85fb-48e2efbb6b33'
CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334811'
MEMBER = '018fb8d2-1631-74c4-85fb-48e2efbb6b35'
FORM = '018fb8d2-1631-74c4-85fb-48e2efbb6b36'
CONSENT = '018fb8d2-1631-74c4-85fb-48e2efbb6b37'
MAPPING = 'https://amia.se/fhir/Questionnaire/kartlaggning|1.0.0'
THOUGHTS = 'Hur tänker du om att arbeta igen?'
SECRET = 'Vill arbeta med kantareller.'


def make_two_laptops(server, work):
    for name, agency in (('anna', 'FK'), ('bertil', 'AF')):
        server.add_user(name, agency)
    anna = server.replica(f'{work}/anna.amia', 'anna', 'FK')
    bertil = server.replica(f'{work}/bertil.amia', 'bertil', 'AF')
    desk.put(anna, ('participant', PERSON, None, 'name', 'Hulda Ekvall-Sjögren'),
        ('case', CASE, CASE, 'title', 'Ärende 3'), ('case', CASE, CASE, 'participant', PERSON))
    desk.put(anna, ('member', MEMBER, CASE, 'user', 'bertil'), ('member', MEMBER, CASE, 'role', 'caseworker'))
    desk.put(anna, ('form', FORM, CASE, 'questionnaire', MAPPING), ('form', FORM, CASE, 'status', 'in-progress'),
        ('form', FORM, CASE, 'answer/framtid/framtid-tankar', SECRET))
    for replica in (anna, bertil):
        desk.tool('sync', replica)
    return anna, bertil


def explains_what_is_missing(program):
    """Bertil is in the team, and nobody has consented to anything."""
    program.find('list item', re.compile('^Namnet delas inte med dig,'), deep=True)
    program.act('open-case', CASE)
    program.find('status bar', re.compile('^Det som FK skriver delas inte med dig: inget samtycke'))
    program.shot('consent-none')
    program.act('open-form', FORM)
    field = program.find('text', THOUGHTS)
    assert program.text_of(field) == '', program.text_of(field)
    program.find('status bar', 'Det som FK skriver i det här formuläret delas inte med dig.')
    program.shot('consent-form-none')


def consent_comes_late(program, anna):
    desk.put(anna, *(('consent', CONSENT, CASE, name, value) for name, value in (
        ('kind', 'participation'), ('parties', ['FK', 'AF']), ('areas', ['work', 'plan']), ('valid-from', '2014-01-01'))))
    desk.tool('sync', anna)
    desk.until(lambda: program.text_of(program.find('text', THOUGHTS)) == SECRET, 'what Anna wrote')
    line = program.find('status bar', re.compile('^Det som FK skriver om .*hälsa.* delas inte med dig.$')).name
    assert 'arbete' not in line and 'plan' not in line, line
    program.shot('consent-form-some')


def withdrawn_while_it_is_open(program, anna):
    """What was shown goes from the screen, undo can't bring it back, and the page says why."""
    desk.put(anna, ('consent', CONSENT, CASE, 'withdrawn', '2014-02-01'))
    desk.tool('sync', anna)
    desk.until(lambda: program.text_of(program.find('text', THOUGHTS)) == '', 'the text to go')
    program.find('status bar', 'Det som FK skriver i det här formuläret delas inte med dig.')
    program.key('ctrl+z')
    assert SECRET not in program.dump()
    program.act('back')
    program.find('status bar', re.compile('^Det som FK skriver delas inte med dig: inget samtycke'))


def member_taken_out_while_it_is_open(program, anna):
    """The form and its case say that they are gone, and nothing crashes."""
    program.act('open-form', FORM)
    program.find('text', THOUGHTS)
    desk.put(anna, ('member', MEMBER, CASE, 'removed', True))
    desk.tool('sync', anna)
    program.find('label', 'Formuläret finns inte längre här')
    program.shot('consent-form-gone')
    program.act('back')
    program.find('label', 'Ärendet finns inte längre här')
    program.shot('consent-case-gone')
    program.act('back')
    program.find('label', 'Inga ärenden än')
    desk.put(anna, ('member', MEMBER, CASE, 'removed', False))
    desk.tool('sync', anna)
    program.find('list item', re.compile('^Namnet delas inte med dig,'), deep=True)


def turn_to_team(program):
    program.act('open-case', CASE)
    program.find('heading', 'Hulda Ekvall-Sjögren')
    program.key('ctrl+Tab', 'ctrl+Tab', 'ctrl+Tab', 'ctrl+Tab', 'ctrl+Tab')
    program.find('heading', 'Vem ser vad')


def registers_what_was_said(program, anna):
    """A spoken consent, until the signed one is here."""
    program.click(program.find('list item', 'Registrera ett samtycke'))
    program.click(program.find('check box', 'Arbetsförmedlingen'))  # the own agency is ticked already
    program.choose('Vad samtycket gäller', 'Deltagandet, muntligt tills det skriftliga finns')
    program.sees('Ett muntligt samtycke gäller i 30 dagar')
    program.press(program.find('push button', 'Registrera samtycket'))
    program.find('push button', 'Återkalla samtycket mellan FK och AF')
    spoken, = [consent for consent in desk.lines(desk.tool('get', anna, '--kind', 'consent'))
               if consent['fields']['kind'] == 'spoken']
    assert 'signed-on' not in spoken['fields'], spoken


def registers_the_survey(program, anna):
    """A paper of its own: nothing is asked about parties, and nothing is shared by it."""
    program.click(program.find('list item', 'Registrera ett samtycke'))
    program.choose('Vad samtycket gäller', 'Enkäten')
    program.sees('Att svara på enkäten')
    assert not program.has('check box', 'Arbetsförmedlingen')
    program.shot('consent-survey')
    program.press(program.find('push button', 'Registrera samtycket'))
    program.find('push button', 'Återkalla samtycket: Enkäten')
    program.sees('Inget samtycke gäller i dag.')  # none to share anything
    survey, = [consent for consent in desk.lines(desk.tool('get', anna, '--kind', 'consent'))
               if consent['fields']['kind'] == 'survey']
    assert survey['fields']['parties'] == [] and survey['fields']['areas'] == [], survey


def says_who_sees_what(program):
    program.sees('Från FK: allt')
    program.sees('muntligt samtycke')
    program.click(program.find('list item', 'Allt som har delats, och på vilket samtycke'))
    program.find('list item', 'FK till AF: Arbete')
    program.sees('återkallat')
    program.shot('consent-who-sees-what')


def is_withdrawn(replica):
    return all('withdrawn' in consent['fields'] for consent in desk.lines(desk.tool('get', replica, '--kind', 'consent'))
               if consent['fields']['parties'])


def withdraws(program, anna):
    program.press(program.find('push button', 'Återkalla samtycket mellan FK och AF'))
    program.shot('consent-withdraw')
    program.press(program.find('push button', re.compile('Å_?terkalla$')))
    # Not to be asked for its tree while the dialog goes: GTK 4.8 would not survive it.
    desk.until(lambda: is_withdrawn(anna), 'the consent to be withdrawn')
    program.gone('push button', 'Återkalla samtycket mellan FK och AF')
    program.sees('Inget samtycke gäller i dag.')


def says_who_has_forgotten(program, bertil):
    """Bertil's laptop is in a bag at first; then it is opened and confirms."""
    program.sees('Inte bekräftat än')
    program.shot('consent-not-forgotten')
    assert not can_read(bertil)
    desk.tool('sync', bertil)  # the round after the one in which it forgot says so
    program.sees('Bekräftade ')
    program.find('status bar', re.compile('^Så säger servern'))
    program.shot('consent-forgotten')


def says_what_was_known_last(program):
    """Without a server there is what it said, and when; also for a program that has just been started."""
    program.find('status bar', re.compile('^Så sa servern'))
    program.close()


def can_read(replica):
    desk.tool('sync', replica)
    return SECRET in desk.tool('get', replica, '--kind', 'form')


def main():
    work = os.environ['UI_WORK']
    server = desk.Server(work).start()
    anna, bertil = make_two_laptops(server, work)

    program = desk.Program('--replica', bertil)
    explains_what_is_missing(program)
    consent_comes_late(program, anna)
    withdrawn_while_it_is_open(program, anna)
    member_taken_out_while_it_is_open(program, anna)
    program.close()

    program = desk.Program('--replica', anna)
    turn_to_team(program)
    registers_the_survey(program, anna)
    registers_what_was_said(program, anna)
    says_who_sees_what(program)
    program.find('push button', re.compile('^Allt på servern'))
    assert can_read(bertil)
    withdraws(program, anna)
    says_who_has_forgotten(program, bertil)
    server.stop()
    says_what_was_known_last(program)
    program = desk.Program('--replica', anna)
    turn_to_team(program)
    program.sees('Bekräftade ')
    says_what_was_known_last(program)


if __name__ == '__main__':
    main()
