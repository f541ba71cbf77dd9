#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job: register, map, diary and checklist without a network, sync at the office, and the colleague goes on."""
import os
import re

import desk

PERSON = '18840312-2388'
THOUGHTS = 'Hur tänker du om att arbeta igen?'


def records(replica, kind):
    return desk.lines(desk.tool('get', replica, '--kind', kind))


def register(program, replica):
    program.act('new-case')
    program.write(program.find('text', 'Namn'), 'Tyra Björklund-Ångström')
    program.write(program.find('text', 'Personnummer'), PERSON)
    program.press(program.find('push button', 'Registrera'))
    desk.until(lambda: records(replica, 'case'), 'the case')
    program.find('heading', 'Senast i journalen')


def add_colleague(program):
    program.turn_to('Team & samtycke')
    program.key('ctrl+n')
    program.write(program.find('text', 'Kollegans namn'), 'bertil')
    program.press(program.find('push button', 'Lägg till i teamet'))
    program.find('push button', 'Ta bort bertil ur teamet')


def take_form(program, title):
    """From the menu of forms to begin; its first key may come before the forms are read, and each time it opens."""
    program.key('--delay', '0', 'ctrl+n', 'Down')
    program.take(title)


def search_form(program, title):
    """Enter begins the first that has the words, even before it is shown."""
    program.key('ctrl+n')
    program.type_fast(title.lower(), 'Return')


def begin_form(program, replica, title, choose=take_form):
    """A new form, chosen from the menu by its title; it opens by itself."""
    def forms():  # of the team, and of the two caseworkers alone
        return records(replica, 'form') + records(replica, 'pair-form')

    before = {form['id'] for form in forms()}
    program.turn_to('Formulär')
    choose(program, title)
    form, = desk.until(lambda: [form for form in forms() if form['id'] not in before], 'the form')
    program.find('push button', 'Tillbaka till ärendet')
    return form['id']


def back_to_case(program):
    program.act('back')
    program.gone('push button', 'Tillbaka till ärendet')


def answers(replica, form):
    found, = desk.lines(desk.tool('get', replica, '--id', form))
    return {field.rsplit('/', 1)[-1]: value for field, value in found['fields'].items() if field.startswith('answer/')}


def wait_for(replica, form, link_id, value):
    desk.until(lambda: answers(replica, form).get(link_id) == value, f'{link_id} to be {value!r}')


def fill_mapping(program, replica, form):
    """Text, yes and no, a row, a scale by the keyboard; each is on disk a moment later, with no button to save."""
    program.press(program.find('push button', re.compile('^Behöver du tolk. Ja$')))
    wait_for(replica, form, 'samtal-tolk', True)
    program.write(program.find('text', 'Vilket språk, eller vilken sorts tolk?'), 'teckenspråk')
    wait_for(replica, form, 'samtal-sprak', 'teckenspråk')
    program.write(program.find('text', THOUGHTS), 'Vill arbeta med djur.')
    wait_for(replica, form, 'framtid-tankar', 'Vill arbeta med djur.')
    program.press(program.find('push button', 'Lägg till: Samtal'))
    program.write(program.find('text', 'Datum'), '14/3 2014')
    wait_for(replica, form, 'samtal-datum', '2014-03-14')
    program.press(program.find('radio button', re.compile('^Hur bedömer du din förmåga.* 4$')))
    wait_for(replica, form, 'skattning-formaga', 4)
    program.find('label', re.compile(r'^5 av \d+ besvarade$'))


def undo(program, replica, form):
    program.key('ctrl+Page_Down')
    program.key('ctrl+z')
    desk.until(lambda: answers(replica, form).get('skattning-formaga') is None, 'the rating to be taken back')
    program.key('ctrl+shift+z')
    wait_for(replica, form, 'skattning-formaga', 4)


def fill_diary(program, replica, form):
    program.click(program.find('text', 'Första dagen i veckan'))
    program.write(program.find('text', 'Första dagen i veckan'), 'tjugonde')
    program.key('Tab', 'Tab')  # past the calendar's button
    program.sees('Det finns ingen sådan dag eller tid: tjugonde.')
    program.write(program.find('text', 'Första dagen i veckan'), '2014-03-17')
    wait_for(replica, form, 'vecka-forsta', '2014-03-17')


def fill_values(program, replica, form):
    program.click(program.find('radio button', re.compile('^Jag ser deltagaren som den som vet mest.* Ja$')))
    desk.until(lambda: answers(replica, form)['egenmakt-syn-expert']['code'] == 'ja', 'the line to be ticked')


def register_consent(program, replica):
    """Both agencies, all areas: what Anna writes may go to Bertil."""
    program.click(program.find('list item', 'Registrera ett samtycke'))
    program.click(program.find('check box', 'Arbetsförmedlingen'))  # the own agency is ticked already
    program.press(program.find('push button', 'Registrera samtycket'))
    desk.until(lambda: records(replica, 'consent'), 'the consent')


def register_here_too(program, replica):
    """The same paper, with a click: now what Bertil writes may go to Anna."""
    program.turn_to('Team & samtycke')
    program.press(program.find('push button', 'Registrera samma samtycke för AF'))
    desk.until(lambda: len(records(replica, 'consent')) == 2, 'the consent of both')


def at_the_cottage(work, server):
    """Anna, without a network."""
    replica = server.replica(f'{work}/anna.amia', 'anna', 'FK')
    server.stop()
    program = desk.Program('--replica', replica)
    register(program, replica)
    add_colleague(program)
    register_consent(program, replica)
    mapping = begin_form(program, replica, 'Kartläggning')
    fill_mapping(program, replica, mapping)
    undo(program, replica, mapping)
    program.find('status bar', re.compile('inte på servern än'))
    program.shot('main-mapping')
    back_to_case(program)
    fill_diary(program, replica, begin_form(program, replica, 'Dagboksblad', search_form))
    back_to_case(program)
    fill_values(program, replica, begin_form(program, replica, 'Värdegrund: inför mötet'))
    program.kill()  # the battery is flat
    return replica, mapping


def at_the_office(replica, server):
    server.start()
    program = desk.Program('--replica', replica)
    program.find('push button', re.compile('^Allt på servern'))
    program.close()


def open_mapping(program, mapping):
    program.act('open-form', mapping)
    return program.find('text', THOUGHTS)


def colleague_goes_on(work, server, mapping):
    """Bertil at the other authority sees what Anna wrote, and goes on in the same form."""
    replica = server.replica(f'{work}/bertil.amia', 'bertil', 'AF')
    program = desk.Program('--replica', replica)
    program.find('list item', re.compile('^Tyra Björklund-Ångström'), deep=True)
    field = open_mapping(program, mapping)
    assert program.text_of(field) == 'Vill arbeta med djur.'
    program.write(program.find('text', 'Är det något som oroar dig?'), 'Ryggen.')
    wait_for(replica, mapping, 'framtid-oro', 'Ryggen.')
    back_to_case(program)
    register_here_too(program, replica)
    program.find('push button', re.compile('^Allt på servern'))
    program.close()
    return replica


def both_write(anna, bertil, mapping):
    """The same question on two laptops that have not met."""
    for replica, text in ((anna, 'Vill gärna arbeta med djur.'), (bertil, 'Vill arbeta med djur, halvtid.')):
        form, = desk.lines(desk.tool('get', replica, '--id', mapping))
        op = {'kind': 'form', 'id': mapping, 'case': form['case'], 'field': 'answer/framtid/framtid-tankar', 'value': text}
        desk.tool('put', replica, stdin=desk.json.dumps({'set': [op]}) + '\n')
    desk.tool('sync', bertil)


def settle(anna, bertil, mapping):
    program = desk.Program('--replica', anna)
    program.find('push button', re.compile('^Allt på servern'))
    open_mapping(program, mapping)
    program.find('status bar', re.compile('^1 fråga har två versioner'))
    program.find('push button', re.compile('^Behåll versionen av bertil'))
    program.shot('main-two-versions')
    program.press(program.find('push button', re.compile('^Slå ihop')))
    merged = program.find('text', re.compile('^Förslag till en text'))
    assert program.text_of(merged) == 'Vill gärna arbeta med djur, halvtid.', program.text_of(merged)
    program.press(program.find('push button', 'Använd den här texten'))
    wait_for(anna, mapping, 'framtid-tankar', 'Vill gärna arbeta med djur, halvtid.')
    program.gone('push button', 'Slå ihop…')
    program.find('push button', re.compile('^Allt på servern'))
    program.close()
    desk.tool('sync', bertil)
    for replica in (anna, bertil):
        found, = desk.lines(desk.tool('get', replica, '--id', mapping))
        assert found['conflicts'] == {}, found
        assert desk.tool('verify', replica).strip() == 'ok'
    assert answers(anna, mapping) == answers(bertil, mapping)


def main():
    work = os.environ['UI_WORK']
    server = desk.Server(work).start()
    for name, agency in (('anna', 'FK'), ('bertil', 'AF')):
        server.add_user(name, agency)
    anna, mapping = at_the_cottage(work, server)
    at_the_office(anna, server)
    bertil = colleague_goes_on(work, server, mapping)
    desk.tool('sync', anna)
    both_write(anna, bertil, mapping)
    settle(anna, bertil, mapping)
    server.stop()


if __name__ == '__main__':
    main()
