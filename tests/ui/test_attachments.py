#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attachments of a case: listed, opened inside the program, taken away and taken back."""
import os
import struct
import zlib

import desk

CASE = '018f5892-fa3f-7ce2-9bfa-8417f6334811'


def png():
    """A picture of 2 × 2 red dots."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    rows = b''.join(b'\0' + b'\xff\0\0' * 2 for _ in range(2))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 2, 2, 8, 2, 0, 0, 0)) +
            chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def make_replica(path):
    desk.tool('init', path, '--user', 'anna', '--agency', 'FK', '--unencrypted')
    change = {'set': [{'kind': 'case', 'id': CASE, 'case': CASE, 'field': 'title', 'value': 'Åsa Örnfjäll'}]}
    desk.tool('put', path, stdin=desk.json.dumps(change) + '\n')
    return path


def attach(replica, name, content, title, area):
    path = os.path.join(os.environ['UI_WORK'], name)
    with open(path, 'wb') as file:
        file.write(content)
    desk.tool('attach', replica, path, '--case', CASE, '--title', title, '--area', area)
    os.unlink(path)


def shows(program, words, title):
    program.press(program.find('push button', f'Öppna {title}'))
    words()
    program.key('alt+Left')
    program.find('push button', f'Öppna {title}')


def main():
    replica = make_replica(f"{os.environ['UI_WORK']}/anna.amia")
    program = desk.Program('--replica', replica)
    program.find('label', '1 ärende')
    program.type('örnfj')
    program.find('label', '1 träff')
    program.key('Return')
    program.find('push button', 'Byt steg')
    program.key('ctrl+Tab', 'ctrl+Tab', 'ctrl+Tab', 'ctrl+Tab')
    program.find('push button', 'Lägg till fil…')
    program.find('label', desk.re.compile('^Inget underlag än'))
    program.close()

    attach(replica, 'foto.png', png(), 'Röntgenbild', 'health')
    attach(replica, 'brev.txt', 'Kallelse till möte på Åsgatan\n'.encode(), 'Kallelse', 'basics')
    attach(replica, 'intyg.pdf', b'%PDF-1.4\n<< /Type /Pages /Count 3 >>\n', 'Läkarintyg', 'health')
    program = desk.Program('--replica', replica)
    program.find('label', '1 ärende')
    program.type('örnfj')
    program.find('label', '1 träff')
    program.key('Return')
    program.find('push button', 'Byt steg')
    program.key('ctrl+Tab', 'ctrl+Tab', 'ctrl+Tab', 'ctrl+Tab')
    program.find('push button', 'Öppna Läkarintyg')
    program.shot('case-attachments')

    shows(program, lambda: program.find('label', '3 sidor'), 'Läkarintyg')
    shows(program, lambda: desk.until(
        lambda: 'Åsgatan' in program.text_of(program.find('text', 'Innehåll')), 'the letter'), 'Kallelse')
    shows(program, lambda: program.find('push button', 'Spara en kopia…'), 'Röntgenbild')

    program.press(program.find('push button', 'Ta bort Kallelse'))
    program.gone('push button', 'Öppna Kallelse')
    program.press(program.find('push button', desk.re.compile('^Ångra')))
    program.find('push button', 'Öppna Kallelse')
    program.close()


if __name__ == '__main__':
    main()
