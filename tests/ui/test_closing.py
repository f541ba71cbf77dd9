#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A question to a health centre until it is answered; then the end of a case: refused without the approved closing
document, closed with it, followed up after ALI, and taken up again."""
import os

import desk
from test_team import CASE, day, make_case, opens_team

FORM = '018f5892-fa3f-7ce2-9bfa-8417f6334813'
CLOSING = 'https://amia.se/fhir/Questionnaire/slutdokumentation|1.0.0'
REASON = {'system': 'https://amia.se/fhir/CodeSystem/avslutsorsak', 'code': 'arbete', 'display': 'Arbete'}


def records(replica, kind):
    return [one['fields'] for one in desk.lines(desk.tool('get', replica, '--kind', kind))]


def sends_a_question(program, anna):
    program.click(program.find('list item', 'Remisser och förfrågningar'))
    program.sees('Ingenting har skickats till andra än.')
    program.shot('referrals-empty')
    program.click(program.find('list item', 'Fråga någon annan'))
    program.sees('Inget samtycke låter')
    program.press(program.find('push button', 'Notera som skickad'))
    program.sees('Skriv vem som tillfrågas.')
    program.write(program.find('text', 'Vem tillfrågas?'), 'Odensala hälsocentral')
    program.write(program.find('text', 'Vad frågar du om?'), 'Vilka begränsningar finns?')
    program.write(program.find('text', 'Svar senast'), '-1d')
    program.shot('referrals-send')
    program.press(program.find('push button', 'Notera som skickad'))
    program.find('list item', 'Remiss → Odensala hälsocentral')
    program.sees('Försenad')


def follows_it(program, anna):
    program.click(program.find('list item', 'Remiss → Odensala hälsocentral'))
    program.press(program.find('push button', 'Den är mottagen: Odensala hälsocentral'))
    desk.until(lambda: records(anna, 'referral')[0].get('received'), 'that it was received')
    program.click(program.find('list item', 'Remiss → Odensala hälsocentral'))
    program.write(program.find('text', 'Svaret'), 'Inga tunga lyft.')
    program.press(program.find('push button', 'Den är besvarad: Odensala hälsocentral'))
    desk.until(lambda: records(anna, 'referral')[0].get('result') == 'Inga tunga lyft.', 'the answer')
    program.sees('Besvarad')
    program.shot('referrals')
    program.key('alt+Left')


def is_refused(program):
    program.click(program.find('list item', 'Avslut'))
    program.sees('Inte godkänd av båda än')
    program.sees('Inget ärende avslutas innan FK och AF har godkänt')
    button = program.find('push button', 'Avsluta ärendet')
    assert not button.getState().contains(desk.pyatspi.STATE_SENSITIVE)
    program.shot('closing-refused')
    program.key('alt+Left')


def closes(program, anna):
    program.click(program.find('list item', 'Avslut'))
    program.sees('Godkänd av FK och AF så som den är nu')
    program.press(program.find('push button', 'Avsluta ärendet'))
    program.sees('Välj varför ärendet avslutas.')
    program.choose('Avslutsorsak', 'Arbete')
    program.choose('Vägval', 'Egen försörjning')
    program.press(program.find('push button', 'Avsluta ärendet'))
    desk.until(lambda: records(anna, 'case')[0].get('status') == 'closed', 'the case to be closed')
    program.find('list item', 'Egen försörjning')
    program.write(program.find('text', 'Första dagen i ALI'), day(-200))
    program.choose('90 dagar efter ALI', 'Arbete eller studier')
    desk.until(lambda: records(anna, 'case')[0].get('status-90') == 'arbete', 'what came of it')
    program.shot('closing-closed')
    program.press(program.find('push button', 'Ta upp ärendet igen'))
    desk.until(lambda: records(anna, 'case')[0].get('status') == 'open', 'the case to be under way')


def main():
    work = os.environ['UI_WORK']
    server = desk.Server(work).start()
    for name, agency in (('anna', 'FK'), ('bo', 'AF')):
        server.add_user(name, agency)
    anna = server.replica(f'{work}/anna.amia', 'anna', 'FK')
    bo = server.replica(f'{work}/bo.amia', 'bo', 'AF')
    make_case(anna)
    program = desk.Program('--replica', anna)
    opens_team(program)
    sends_a_question(program, anna)
    follows_it(program, anna)
    is_refused(program)
    program.close()

    desk.put(anna, ('member', '018f5892-fa3f-7ce2-9bfa-8417f6334814', CASE, 'user', 'bo'),
        ('form', FORM, CASE, 'questionnaire', CLOSING), ('form', FORM, CASE, 'status', 'in-progress'),
        ('form', FORM, CASE, 'answer/tiden/tiden-slut', day(0)), ('form', FORM, CASE, 'answer/tiden/tiden-orsak', REASON))
    consent = '018f5892-fa3f-7ce2-9bfa-8417f6334815'
    desk.put(anna, ('consent', consent, CASE, 'kind', 'participation'), ('consent', consent, CASE, 'parties', ['FK', 'AF']),
        ('consent', consent, CASE, 'areas', ['*']), ('consent', consent, CASE, 'valid-from', day(-1)),
        ('consent', consent, CASE, 'signed-on', day(-1)))
    desk.tool('sync', anna)
    desk.tool('sync', bo)
    mine = '018f5892-fa3f-7ce2-9bfa-8417f6334816'
    desk.put(bo, ('consent', mine, CASE, 'kind', 'participation'), ('consent', mine, CASE, 'parties', ['FK', 'AF']),
        ('consent', mine, CASE, 'areas', ['*']), ('consent', mine, CASE, 'valid-from', day(-1)),
        ('consent', mine, CASE, 'signed-on', day(-1)))
    for replica in (anna, bo):
        desk.tool('form', 'approve', replica, '--id', FORM)
    for replica in (bo, anna):
        desk.tool('sync', replica)

    program = desk.Program('--replica', anna)
    opens_team(program)
    closes(program, anna)
    program.close()
    server.stop()


if __name__ == '__main__':
    main()
