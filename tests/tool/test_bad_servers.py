#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that answer rubbish, errors, half a body or nothing: a clear error, nothing lost, and it
works again when the cause is gone."""

import gzip
import json
import os
import socket
import threading
import unittest

from office import Office, Replica, change, new_id, run

LOGIN = {'v': 1, 'token': '0' * 64, 'expires': 4102444800000, 'now': 1795312345678, 'user': 'anna',
         'agency': 'FK', 'role': 'caseworker', 'capabilities': []}


def reply(status, body=b'', kind='application/json', length=None, **headers):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f'HTTP/1.1 {status} Whatever', f'Content-Type: {kind}', 'Connection: close',
             f'Content-Length: {len(body) if length is None else length}']
    lines += [f'{name.replace("_", "-")}: {value}' for name, value in headers.items()]
    return '\r\n'.join(lines).encode() + b'\r\n\r\n' + body


class Liar:
    """Answers every request with the bytes in `answer`; None hangs up without a word."""

    def __init__(self):
        self.answer = None
        self.requests = []
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.url = f'http://127.0.0.1:{self.socket.getsockname()[1]}'
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(10)
                try:
                    self.requests.append(self.read(connection))
                    if self.answer is not None:
                        connection.sendall(self.answer)
                except OSError:
                    pass

    @staticmethod
    def read(connection):
        data = b''
        while b'\r\n\r\n' not in data:
            data += connection.recv(65536) or b'\r\n\r\n'
        head, _, body = data.partition(b'\r\n\r\n')
        length = 0
        for line in head.split(b'\r\n'):
            name, _, value = line.partition(b':')
            if name.lower() == b'content-length':
                length = int(value)
        while len(body) < length:
            body += connection.recv(65536)
        return head, body

    def close(self):
        """Before the next one opens its socket: it would get the number of this one, and this one its visitors."""
        if self.thread.is_alive():
            self.socket.shutdown(socket.SHUT_RDWR)
            self.thread.join()
        self.socket.close()


class BadServers(Office):
    def setUp(self):
        super().setUp()
        self.liar = Liar()
        self.addCleanup(self.liar.close)
        self.replica = Replica(self.folder, 'anna', 'FK')
        self.case, _ = self.open_case(self.replica)
        self.liar.answer = reply(200, LOGIN)
        done = self.replica.login(self.liar.url)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_every_lie_is_named_and_nothing_is_lost(self):
        before = self.replica.must('get')
        empty = {'v': 1, 'epoch': 'e', 'now': 1, 'ack': 0, 'state': [], 'own': [], 'next': 0,
                 'more': False, 'sites': [], 'feed': [], 'lanes': []}
        problem = lambda code, expect=0: {'v': 1, 'problem': code, 'expect': expect, 'epoch': None}
        lies = {
            'nothing': (None, ''),
            'not http': (b'\x00\x01\x02 rubbish rubbish rubbish\r\n\r\n', ''),
            'a web page': (reply(200, b'<html>Welcome!</html>', 'text/html'), 'not an AMiA server'),
            'a redirect': (reply(302, b'', Location='http://127.0.0.1:1/'), 'not an AMiA server'),
            'not found': (reply(404, b'no'), 'not an AMiA server'),
            'empty json': (reply(200, {}), 'not an AMiA server'),
            'half a body': (reply(200, b'{"v":1,"epo', length=5000), ''),
            'broken gzip': (reply(200, b'not gzip at all', Content_Encoding='gzip'), ''),
            'half gzip': (reply(200, gzip.compress(b'{"v":1}' * 99)[:20], Content_Encoding='gzip'),
                          ''),
            'not signed in': (reply(401, problem('unauthorized')), 'sign in again'),
            'bare 401': (reply(401), 'sign in again'),
            'portal 401': (reply(401, b'<html>', 'text/html'), 'web page'),
            'forbidden': (reply(403, problem('forbidden')), '403'),
            'too large': (reply(413, problem('too_large', 10)), 'too large'),
            'proxy too large': (reply(413, b'<html>', 'text/html'), 'too large'),
            'too old': (reply(426, problem('schema')), 'newer program'),
            'busy': (reply(503, problem('busy'), Retry_After='60'), 'busy'),
            'broken': (reply(500, b'oops'), '500'),
            'full': (reply(507, problem('full')), '507'),
            'malformed': (reply(400, problem('malformed')), "can't read"),
            'mad gap': (reply(409, problem('gap', 99999)), ''),
            'acks the future': (reply(200, {**empty, 'ack': 99}), ''),
            'gives nothing for ever': (reply(200, {**empty, 'more': True}), ''),
            'acks nothing for ever': (reply(200, empty), ''),
            'too long': (reply(200, b'[' * (20 * 1024 * 1024)), 'too long'),
            'a bomb': (reply(200, gzip.compress(b' ' * (64 * 1024 * 1024)),
                             Content_Encoding='gzip'), 'too long'),
        }
        for name, (answer, words) in lies.items():
            with self.subTest(lie=name):
                # Some lies make the replica take a new name; it then needs a new token.
                self.liar.answer = reply(200, LOGIN)
                self.assertEqual(self.replica.login(self.liar.url).returncode, 0)
                self.liar.answer = answer
                done = self.replica.run('sync')
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(words, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1)
                self.assertEqual(self.replica.must('get'), before)
                self.assertEqual(self.replica.must('verify'), 'ok\n')

    def test_nonsense_about_rights_and_receipts(self):
        """Scopes never heard of, lists without end, numbers that are none, columns that do not fit:
        the answer is refused whole or passed over, and what is here stays."""
        case = self.case
        from_af = lambda *areas: {'pair': True, 'from': {'AF': list(areas)}}
        self.assert_harmless([
            *({'scopes': scopes} for scopes in (
                [[new_id(), 5, None]], [[new_id(), 5, from_af('basics')]] * 3,
                [[new_id(), 5, None] for _ in range(20001)], [[case]], [[case, 5]], [case], {case: 1},
                [[case, -1, None]], [[case, 'x', None]], [[case, 1.5, None]], [[case, 10 ** 30, None]],
                [['x', 5, None]], [['0' * 10000, 5, None]], [[None, None, None]], 7, 'all',
                *([[case, 5, rights]] for rights in (
                    7, 'yes', [], {'from': 7}, {'from': []}, {'pair': 'x'}, from_af('x' * 9000),
                    from_af(*(str(n) for n in range(5000))), {'pair': True, 'from': {'MOON': ['*']}},
                    {'pair': True, 'from': {'AF': '*'}}, {'pair': True, 'from': {'AF': [7]}},
                    {'pair': True, 'from': {str(n): ['*'] for n in range(5000)}})))),
            *({'facts': n} for n in (-5, 10 ** 30, 'x', [1], 1.5)),
            *({'lease': n} for n in (-1, 10 ** 9, 'x', [], 1.5)),
            *({'opened': rows} for rows in (
                [['x', 'bo', 1]], [[case, 'bo', -1]], [[case, 'b' * 1000, 1]], [[case, 7, 1]], [[]],
                [[new_id(), 'bo', 1]] * 10001, 'x')),
            *({'shown': rows} for rows in ([[99999, 1]], [[1, -1]], [['x', 1]], [[1]], 7)),
            *({'state': rows} for rows in (
                [[99999, 'escrow', 'not_member']], [[0, 'refused', 'x']], [[1, 'moon', 'x']],
                [[1, 'refused', 'x' * 100000]], [[1, 'refused']], [[1]], 'x')),
            *({'own': rows} for rows in (
                [[1, 10 ** 12, 5]], [[5, 1, 5]], [[0, 0, 0]], [[1, 1, -5]], [[1]], 'x')),
            *({'lanes': rows} for rows in ([[case, 5, 10 ** 30]], [[case, -5, -5]], [['x', 1, 1]], 7)),
        ])

    def test_columns_that_lie(self):
        device = '77000000000000000000000000000002'
        good = {'seq': [7, 1], 'site': [0], 'n': [17, 1], 'shown': [],
                'changes': {'ms': [1795312345678, 40], 'tick': [0], 'shape': [0],
                            'shapes': [[['goal', 'text', 'plan', 0]]],
                            'records': new_id().replace('-', '') + new_id().replace('-', ''),
                            'cases': self.case.replace('-', ''), 'case': [1],
                            'cells': [[[[]], ['Ett', 'Två']]]}}
        inner = good['changes']
        sites = [[device, 'bertil', 'AF']]
        columns = [7, 'x', [], {}, {**good, 'seq': [7]}, {**good, 'seq': [-7, 1]},
                   {**good, 'seq': [7] * 100000}, {**good, 'seq': [7, 10 ** 30]},
                   {**good, 'site': [1]}, {**good, 'site': [-1]}, {**good, 'site': 'x'},
                   {**good, 'n': [0, 0]}, {**good, 'n': [17, -17]}, {**good, 'shown': [[99, 1]]},
                   {**good, 'shown': 7}, {**good, 'changes': None}]
        for member, lie in (('ms', [1]), ('ms', [-1, 5]), ('ms', []), ('tick', [99999999, 1]),
                            ('shape', [1]), ('shape', [-1, 0]), ('shape', [0] * 100000),
                            ('shapes', []), ('shapes', [[]]), ('shapes', [[['goal']]]),
                            ('shapes', [[['goal', 'text', 'plan', 7]]]),
                            ('shapes', [[['x' * 99999, 'text', 'plan', 0]]]),
                            ('records', ''), ('records', inner['records'][:-1]),
                            ('records', 'z' * 64), ('records', inner['records'] * 1000),
                            ('cases', 'x'), ('case', [5]), ('case', [-1]), ('case', []),
                            ('cells', []), ('cells', [[]]), ('cells', [[[[]], ['Ett']]]),
                            ('cells', [[[[], []], ['Ett', 'Två', 'Tre']]]), ('cells', 7)):
            columns.append({**good, 'changes': {**inner, member: lie}})
        self.assert_harmless([{'columns': lie, 'sites': sites, 'next': 9} for lie in columns])

    def assert_harmless(self, lies):
        before = self.replica.must('get', '--case', self.case)
        n_changes = len(self.replica.log())
        honest = {'v': 1, 'epoch': 'e', 'now': 1, 'ack': 0, 'state': [], 'own': [], 'next': 0,
                  'more': False, 'sites': [], 'feed': [], 'lanes': []}
        for lie in lies:
            with self.subTest(lie=json.dumps(lie)[:150]):
                self.liar.answer = reply(200, {**honest, **lie})
                done = self.replica.run('sync')
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertLess(len(done.stderr), 500)
                if done.stderr.find('sign in') >= 0:
                    self.liar.answer = reply(200, LOGIN)
                    self.assertEqual(self.replica.login(self.liar.url).returncode, 0)
        self.assertEqual(self.replica.must('verify'), 'ok\n')
        self.assertEqual(self.replica.must('get', '--case', self.case), before)
        self.assertEqual(len(self.replica.log()), n_changes)

        server = self.open_server(('anna', 'FK'))
        self.assertEqual(self.replica.login(server.url).returncode, 0)
        self.assertEqual(self.replica.sync(), (n_changes, 0, 0))
        self.assertEqual(self.replica.must('get', '--case', self.case), before)

    def test_nobody_there(self):
        self.liar.close()
        done = self.replica.run('sync')
        self.assertEqual(done.returncode, 1)
        self.assertNotEqual(done.stderr, '')

    def test_never_signed_in(self):
        other = Replica(self.folder, 'bo', 'AF')
        done = other.run('sync')
        self.assertEqual(done.returncode, 1)
        self.assertIn('sign in', done.stderr)

    def test_the_wrong_account_is_not_taken(self):
        for wrong in ({'user': 'bo'}, {'agency': 'AF'}):
            self.liar.answer = reply(200, {**LOGIN, **wrong})
            done = self.replica.login(self.liar.url)
            self.assertEqual(done.returncode, 1)
            self.assertIn('anna (FK)', done.stderr)

    def test_a_token_is_not_sent_without_encryption(self):
        for url in ('http://example.org', 'http://192.0.2.1:8080', 'ftp://127.0.0.1', 'nonsense',
                    'http://', ''):
            done = self.replica.login(url)
            self.assertEqual(done.returncode, 1, url)
            self.assertIn('https://', done.stderr)

    def test_a_certificate_file_that_is_none(self):
        path = os.path.join(self.folder, 'not.pem')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('hello')
        for ca_file in (path, '/nonexistent'):
            done = self.replica.run('login', '--server', self.liar.url, '--user', 'anna', '--ca',
                                    ca_file, feed='x\n')
            self.assertEqual(done.returncode, 1)
            self.assertNotEqual(done.stderr, '')

    def test_works_again_when_the_cause_is_gone(self):
        self.liar.answer = reply(500, b'oops')
        self.assertEqual(self.replica.run('sync').returncode, 1)
        server = self.open_server(('anna', 'FK'))
        done = self.replica.login(server.url)
        self.assertEqual(done.returncode, 0, done.stderr)
        pushed, _, refused = self.replica.sync()
        self.assertEqual((pushed > 0, refused), (True, 0))
        self.assertEqual(self.replica.sync(), (0, 0, 0))

    def test_large_bodies_go_packed(self):
        self.replica.put(*(change(('goal', new_id(), self.case, 'text', 'Ett mål ' * 50))
                           for _ in range(50)))
        self.liar.answer = reply(400, {'v': 1, 'problem': 'malformed', 'expect': 0, 'epoch': None})
        self.liar.requests.clear()
        self.assertEqual(self.replica.run('sync').returncode, 1)
        head, body = self.liar.requests[0]
        self.assertIn(b'content-encoding: gzip', head.lower())
        self.assertIn(b'authorization: bearer ' + b'0' * 64, head.lower())
        sent = json.loads(gzip.decompress(body))
        self.assertEqual(sent['from'], 1)
        self.assertEqual(len(sent['changes']), len(self.replica.log()))


if __name__ == '__main__':
    unittest.main()
