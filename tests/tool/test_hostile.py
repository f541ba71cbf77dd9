#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server among clients that mean it harm: it stays up, its memory and descriptors stay bounded,
nobody learns what they may not, and an honest laptop goes on syncing all the while."""

import gzip
import json
import os
import resource
import signal
import socket
import sqlite3
import threading
import time
import unittest

from attack import (TELLTALES, WatchedServer, allow_many_files, bomb, read_all, request, split,
                    wait_until)
from office import Office, Replica, admin, change, new_id

ANNA = ('anna', 'FK')
BO = ('bo', 'AF')
EVA = ('eva', 'VARD')
CANARY = 'Kanariefågelmål'
SYNC_SECONDS_MAX = 30
MEMORY_MIB_MAX = 300
LONG = os.environ.get('AMIA_LONG') == 'yes'


class Hostile(Office):
    PEOPLE = (ANNA,)
    SETTINGS = ()

    def setUp(self):
        super().setUp()
        self.n_files_max = allow_many_files()
        self.server = WatchedServer(self.folder, *self.SETTINGS)
        for user, agency in self.PEOPLE:
            self.server.add_user(user, agency)
        self.server.start()
        self.addCleanup(self.server.stop, signal.SIGKILL)
        self.anna = Replica(self.folder, 'anna', 'FK')
        self.assertEqual(self.anna.login(self.server.url).returncode, 0)
        self.case, self.person = self.open_case(self.anna)
        self.anna.put(change(('goal', new_id(), self.case, 'text', CANARY)))
        self.settle(self.anna)
        self.assertTrue(self.server.is_well())
        self.n_files = self.server.n_files()
        self.open = []
        self.addCleanup(self.hang_up)

    def hang_up(self):
        for connection in self.open:
            connection.close()
        self.open = []

    def connect(self, first=b''):
        connection = self.server.connect()
        self.open.append(connection)
        if first:
            connection.sendall(first)
        return connection

    def assert_honest_work_goes_on(self):
        """A laptop writes, its work goes through, and somebody asks how the server is."""
        began = time.monotonic()
        self.anna.put(change(('goal', new_id(), self.case, 'text', 'Orka mer')))
        self.assertEqual(self.anna.sync(), (1, 0, 0))
        self.assertTrue(self.server.is_well())
        self.assertLess(time.monotonic() - began, SYNC_SECONDS_MAX)

    def assert_it_recovers(self, seconds=60):
        """They have gone: nothing of them is left."""
        self.hang_up()
        self.assertTrue(wait_until(lambda: self.server.n_files() <= self.n_files, seconds),
                        f'{self.server.n_files()} files, {self.n_files} before')
        self.assertLess(self.server.memory_mib('VmHWM'), MEMORY_MIB_MAX)
        self.assert_honest_work_goes_on()
        # And nothing keeps it busy.
        before = self.server.cpu_seconds()
        time.sleep(0.3)
        self.assertLess(self.server.cpu_seconds() - before, 0.2)
        self.assert_discreet(self.server.log())
        if 'AMIA_FIGURES' in os.environ:
            print(self.id(), self.server.memory_mib('VmHWM'), 'MiB')

    def assert_discreet(self, text):
        self.assertNotRegex(text, TELLTALES)
        for secret in ('anna', 'bo', 'eva', 'Hulda', 'Lövstig', '18870613', CANARY, self.case,
                       '127.0.0.1'):
            self.assertNotRegex(text, rb'(?<![a-z])' + secret.encode() + rb'(?![a-z])')


class Slow(Hostile):
    SETTINGS = ('limits.request-seconds-max=2', 'limits.quiet-seconds-max=2')

    def test_byte_by_byte(self):
        head = request('POST', '/v1/sync', Content_Length=4000, Authorization='Bearer ' + '0' * 64)
        for i in range(400):
            self.connect(head[:5] if i % 2 == 0 else head)
        self.drip(head[5:] + b' ' * 4000, 30)
        self.assert_honest_work_goes_on()
        self.assertTrue(wait_until(lambda: self.server.n_files() <= self.n_files, 60))
        self.assert_it_recovers()

    def drip(self, text, n_bytes):
        """A byte on each connection at a time."""
        for i in range(n_bytes):
            for n, connection in enumerate(self.open):
                try:
                    connection.send(b' ' if n % 2 == 1 else text[i:i + 1])
                except OSError:
                    pass
            time.sleep(0.02)

    def test_half_a_body_and_gone(self):
        for _ in range(5):
            for length in (1, 4000, 4 * 1024 * 1024):
                for _ in range(20):
                    self.connect(request('POST', '/v1/sync', Content_Length=length + 1,
                                         Authorization='Bearer ' + '0' * 64) + b'{' * (length // 2))
            self.hang_up()
        self.assert_it_recovers()

    def test_answers_that_nobody_takes(self):
        for _ in range(100):
            self.connect(request('GET', '/metrics') * 500)
        self.assert_honest_work_goes_on()
        self.assert_it_recovers()


class Many(Hostile):
    """GLib's loop pays for each connection at every turn, so that the bound is what is tried in
    the ordinary run, and ten thousand in the long one."""
    SETTINGS = () if LONG else ('limits.connections-max=500',)

    def test_more_connections_than_there_may_be(self):
        for i in range(min(10000, self.n_files_max - 200) if LONG else 1200):
            self.connect(b'POST /v1/sync HTTP/1.1\r\nHost:' if i % 2 else b'')
        self.assert_honest_work_goes_on()
        self.assertLess(self.server.n_files(), 2500 + 100 if LONG else 600)
        self.assert_it_recovers(60)

    def test_without_descriptors(self):
        before = self.server.limit(resource.RLIMIT_NOFILE, self.server.n_files() + 5)
        for _ in range(50):
            self.connect()
        time.sleep(0.5)
        self.hang_up()
        self.server.limit(resource.RLIMIT_NOFILE, before)
        self.assertTrue(wait_until(self.server.is_well, 60))
        self.assert_it_recovers()


class Full(Hostile):
    """All connections that there may be are taken by those who say nothing."""
    SETTINGS = ('limits.connections-max=200',)

    def test_who_comes_with_work_gets_in(self):
        for _ in range(1000):
            self.connect()
        self.assert_honest_work_goes_on()
        self.assertLess(self.server.n_files(), self.n_files + 250)
        self.assert_it_recovers()


class Bombs(Hostile):
    PEOPLE = (ANNA, EVA)

    def post(self, body, n, **headers):
        """The same body on many connections at once; returns the answers."""
        message = request('POST', '/v1/sync', body, Connection='close', **headers)
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.send(message)))
                   for _ in range(n)]
        for thread in threads:
            thread.start()
        self.assert_honest_work_goes_on()
        for thread in threads:
            thread.join(60)
        return answers

    def send(self, message):
        with self.server.connect(60) as connection:
            try:
                connection.sendall(message)
            except OSError:
                pass
            return split(read_all(connection))

    def test_gigabytes_from_nothing(self):
        packed = bomb(3 << 30)
        self.assertLess(len(packed), 4 << 20)
        token = self.server.sign_in('eva').token
        for some_token in ('0' * 64, token):
            answers = self.post(packed, 16, Content_Encoding='gzip',
                                Authorization=f'Bearer {some_token}')
            for status, head, body in answers:
                self.assertIn(status, (401, 413))
                self.assert_discreet(head + body)
        self.assert_it_recovers()

    def test_as_large_as_may_be_and_larger_when_read(self):
        """Each unpacks to just what is allowed, and is as many little things as fit."""
        token = self.server.sign_in('eva').token
        head = (f'{{"v":1,"device":"{new_id().replace("-", "")}","epoch":null,"schema":2,"from":1,'
                f'"chain":"{"0" * 32}","since":0,"lanes":[],"readers":null,"max":1,"wait":25,')
        for member, piece in (('changes', '{},'), ('changes', '{"h":"0","ops":[]},'),
                              ('got', '["018f3a5b-7c00-7000-8000-000000000001",1],'),
                              ('lanes', '["018f3a5b-7c00-7000-8000-000000000001",1,1],'),
                              ('facts', '[1,"open",1,null,null,1],'),
                              ('unknown', '[],'), ('unknown', '{"a":'), ('unknown', '[[')):
            text = f'{head}"{member}":['
            text += piece * ((4194304 - len(text) - 2) // len(piece))
            text = text.rstrip(',') + ']}'
            packer = bomb_of(text.encode())
            for some_token in ('0' * 64, token):
                for status, _, body in self.post(packer, 6, Content_Encoding='gzip',
                                                 Authorization=f'Bearer {some_token}'):
                    self.assertIn(status, (400, 401, 403, 413), (member, piece, body[:200]))
        self.assert_it_recovers()

    def test_many_that_unpack_slowly(self):
        packed = bomb_of(b'[' + b'0,' * 2000000 + b'0]')
        self.post(packed, 200, Content_Encoding='gzip', Authorization='Bearer ' + '0' * 64)
        self.assert_it_recovers()


class Nonsense(Hostile):
    """What no program of ours would say. Answered with a problem or not at all, and once."""

    TOKEN = b'Authorization: Bearer ' + b'0' * 64 + b'\r\n'
    SYNC = b'POST /v1/sync HTTP/1.1\r\nHost: a\r\n' + TOKEN
    # Were it taken for a request of its own, there would be a second answer.
    HIDDEN = b'GET /health HTTP/1.1\r\nHost: a\r\n\r\n'

    def say(self, text, timeout=3):
        """Says it and no more, and returns all that comes back."""
        with self.server.connect(timeout) as connection:
            try:
                connection.sendall(text)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            return read_all(connection)

    def assert_refused(self, text):
        answer = self.say(text)
        status, head, _ = split(answer)
        self.assertIn(status, (0, *range(400, 500), 501, 505), (text[:100], answer[:300]))
        self.assert_discreet(answer)
        self.assertLessEqual(answer.count(b'HTTP/1.'), 1, (text[:100], answer))
        if status:
            self.assertNotRegex(head, rb'(?i)server: *\S*/\d')

    def test_rubbish(self):
        for text in (b'\0' * 5000, b'\r\n' * 5000, b'\xff\xfe' * 500, b' ' * 100000,
                     b'GET', b'GET\r\n\r\n', b'GET / HTTP/9.9\r\n\r\n', b'GET  HTTP/1.1\r\n\r\n',
                     b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + b'\0' * 300,
                     b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', b'GET /nowhere HTTP/1.0\r\n\r\n',
                     b'SSH-2.0-OpenSSH_9.2\r\n', b'HTTP/1.1 200 OK\r\n\r\n',
                     self.SYNC + b'X: ' + b'x' * (1 << 20) + b'\r\n\r\n',
                     self.SYNC + b'X: y\r\n' * 20000 + b'\r\n',
                     self.SYNC + b'Content-Length: 2\r\nContent-Encoding: br\r\n\r\n{}',
                     self.SYNC + b'Content-Length: 20\r\nContent-Encoding: gzip\r\n\r\n' + b'z' * 20,
                     b'GET /' + b'a' * (1 << 20) + b' HTTP/1.1\r\nHost: a\r\n\r\n'):
            self.assert_refused(text)
        self.assert_it_recovers()

    def test_headers_without_end(self):
        """Endless headers are cut off before they fill the memory."""
        before = self.server.memory_mib('VmHWM')
        for line in (b'X: ' + b'x' * 1000 + b'\r\n', b'x' * 1000):
            with self.server.connect(5) as connection:
                connection.sendall(b'GET /health HTTP/1.1\r\n')
                with self.assertRaises(OSError):
                    for _ in range(64 * 1024):
                        connection.sendall(line)
        self.assertLess(self.server.memory_mib('VmHWM'), before + 40)
        self.assert_it_recovers()

    def test_paths(self):
        """Whatever a path is made of, it leads to one of the known places or to none."""
        for path in ('/', '//', '/v1', '/v1/', '/v1/sync/', '/v1//sync', '//v1/sync', '/v1/../health',
                     '/%2e%2e/%2e%2e/etc/passwd', '/../../etc/passwd', '/v1/sync%00', '/v1/sync\\..',
                     '/v1/./../v1/blobs/', '/health/', '/health%2f', '/Health', '/v1/blobs/',
                     '/v1/blobs/' + 'f' * 63, '/v1/blobs/' + 'g' * 64, '/v1/blobs/../../health',
                     '/v1/blobs/%2e%2e/%2e%2e/metrics', '/v1/sync;x', '*', 'health',
                     '/v1/blobs/' + 'f' * 64 + '/../x', '/' + '../' * 2000, '/' + '%41' * 8000):
            for method in ('GET', 'POST', 'PUT'):
                answer = self.say(request(method, path, Connection='close'))
                status, _, body = split(answer)
                self.assert_discreet(answer)
                if status == 200:
                    self.assertTrue(body == b'{"status":"ok"}' or body.startswith(b'# HELP amia'))
                else:
                    self.assertIn(status, (0, *range(400, 500)), (method, path))

    def test_methods(self):
        for method in ('GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'HEAD', 'post',
                       'PROPFIND', 'A' * 5000):
            for path in ('/v1/sync', '/v1/login'):
                self.assert_refused(request(method, path, Connection='close'))
        for method in ('POST', 'PUT', 'DELETE', 'TRACE', 'OPTIONS'):
            self.assert_refused(request(method, '/health', Connection='close'))

    def test_what_comes_through_says_nothing_about_anybody(self):
        """An old protocol, other names of the host, whole addresses: answered as always."""
        for text in (b'GET /health HTTP/1.0\r\n\r\n',
                     b'GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
                     b'GET http://evil.example/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
                     b'GET /metrics HTTP/1.0\r\n\r\n',
                     b'GET /health?x=/../../etc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'):
            answer = self.say(text)
            self.assert_discreet(answer)
            self.assertNotIn(b'evil', answer)

    def test_lengths_that_lie(self):
        for head in (b'Content-Length: -1', b'Content-Length: 99999999999999999999',
                     b'Content-Length: 1e3', b'Content-Length: 0x10', b'Content-Length: 5, 6',
                     b'Content-Length: 4\r\nContent-Length: 5', b'Content-Length: 5000000',
                     b'Content-Length: +4', b'Content-Length:', b'Content-Length: 4 4'):
            self.assert_refused(self.SYNC + head + b'\r\n\r\nabcd' + self.HIDDEN)
        self.assert_it_recovers()

    def test_chunks_that_lie(self):
        chunked = self.SYNC + b'Transfer-Encoding: chunked\r\n\r\n'
        for body in (b'-1\r\n', b'zz\r\nab\r\n', b'ffffffffffffffff\r\nab', b'7fffffffffffffff\r\nab',
                     b'100000000\r\n' + b'a' * 70000, b'2\r\nabcd\r\n0\r\n\r\n', b'2\r\nab',
                     b'1;' + b'x' * 100000 + b'\r\na\r\n0\r\n\r\n', b'\r\n\r\n', b'0x2\r\nab\r\n0\r\n\r\n',
                     b'0' * 100000, (b'10000\r\n' + b'a' * 65536 + b'\r\n') * 100 + b'0\r\n\r\n'):
            self.assert_refused(chunked + body)
        self.assert_it_recovers()

    def test_a_request_hidden_in_another(self):
        """Where two ways to tell a body's end differ, a proxy may see another request than we."""
        hidden = self.HIDDEN
        n = str(len(b'0\r\n\r\n' + hidden)).encode()
        for fields in (b'Content-Length: ' + n + b'\r\nTransfer-Encoding: chunked',
                       b'Transfer-Encoding: chunked\r\nContent-Length: ' + n,
                       b'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: ' + n,
                       b'Transfer-Encoding: xchunked\r\nContent-Length: 5',
                       b'Transfer-Encoding : chunked\r\nContent-Length: 5',
                       b'Transfer-Encoding: identity\r\nContent-Length: 5',
                       b'Transfer-Encoding: gzip, chunked',
                       b'Transfer-Encoding:\x0bchunked\r\nContent-Length: 5',
                       b'X: y\0\r\nTransfer-Encoding: chunked\r\nContent-Length: 5',
                       b'Transfer-Encoding\0: chunked\r\nContent-Length: 5',
                       b'X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 5'):
            with self.subTest(fields=fields):
                self.assert_refused(self.SYNC + fields + b'\r\n\r\n0\r\n\r\n' + hidden)
        self.assert_it_recovers()

    def test_much_at_once(self):
        """Pipelined requests are answered one after the other; rubbish behind them ends it."""
        answer = self.say(self.HIDDEN * 200 + b'\0\1\2 rubbish\r\n\r\n' + self.HIDDEN * 5)
        self.assertLessEqual(answer.count(b'"ok"'), 200)
        self.assert_it_recovers()


class Strangers(Hostile):
    """Eva has an account and no business with Anna's case."""
    PEOPLE = (ANNA, BO, EVA)

    def setUp(self):
        super().setUp()
        self.eva = self.server.sign_in('eva')

    def stop_and_edit(self, sql, *values):
        self.server.stop()
        with sqlite3.connect(self.server.db) as ledger:
            ledger.execute(sql, values)
        ledger.close()
        self.server.start()

    def test_forged_tokens(self):
        other = self.server.sign_in('bo')
        for token in ('', ' ', '0', '0' * 64, self.eva.token[:-1], self.eva.token + '0',
                      self.eva.token[::-1], 'x' * 64, self.eva.token + ' ' + other.token, '\xe5' * 64,
                      "' OR 1=1 --", 'a' * 100000):
            status, body = self.eva.round(token=token)
            self.assertIn(status, (0, 400, 401), token[:80])
            self.assert_discreet(body)
        # Somebody's token with another's device.
        for token, device in ((self.eva.token, other.device), (other.token, self.eva.device),
                              (self.eva.token, new_id().replace('-', ''))):
            status, body = self.eva.round(token=token, device=device)
            self.assertEqual(status, 403)
            self.assert_discreet(body)
        self.assertEqual(self.eva.round()[0], 200)

    def test_tokens_of_yesterday(self):
        again = self.server.sign_in('eva', self.eva.device)
        self.assertEqual(again.round()[0], 200)
        # One device, one token: the one before is worth nothing.
        self.assertEqual(self.eva.round()[0], 401)

        self.stop_and_edit('UPDATE device SET expires_ms = 1')
        self.assertEqual(again.round()[0], 401)

        again = self.server.sign_in('eva', self.eva.device)
        self.assertEqual(again.round()[0], 200)
        done = admin('device', 'revoke', self.uuid(self.eva.device), '--db', self.server.db)
        self.assertEqual(done.returncode, 0, done.stderr)
        status, body = again.round()
        self.assertEqual((status, json.loads(body)['problem']), (401, 'revoked'))
        self.assertIsNone(self.server.sign_in('eva', self.eva.device).token)

        fresh = self.server.sign_in('eva')
        self.assertEqual(fresh.round()[0], 200)
        self.assertEqual(admin('user', 'disable', 'eva', '--db', self.server.db).returncode, 0)
        self.assertEqual(fresh.round()[0], 401)

    @staticmethod
    def uuid(hexadecimal):
        return '-'.join((hexadecimal[:8], hexadecimal[8:12], hexadecimal[12:16], hexadecimal[16:20],
                         hexadecimal[20:]))

    def test_a_device_is_not_taken_over(self):
        """A device is its first account's; nobody else can sign in on it, nor lock its owner out."""
        device = self.anna.must('log').split('"device":"')[1][:36].replace('-', '')
        self.assertIsNone(self.server.sign_in('eva', device).token)
        self.assert_honest_work_goes_on()

    def test_other_peoples_cases(self):
        before = self.anna.must('get')
        goal = self.anna.get('--kind', 'goal')[0]['id']
        ops = {
            'member': ['member', new_id(), self.case, 'user', 'basics', [], 'eva'],
            'title': ['case', self.case, self.case, 'title', 'basics', [], 'Mitt'],
            'goal': ['goal', goal, self.case, 'text', 'plan', [], 'Mitt'],
            'person': ['participant', self.person, None, 'name', 'basics', [], 'Ingen'],
            'consent': ['consent', new_id(), self.case, 'kind', 'basics', [], 'participation'],
            'removal': ['case', self.case, self.case, 'removed', 'basics', [], True],
            'another case': ['goal', goal, new_id(), 'text', 'plan', [], 'Mitt'],
        }
        chain = '0' * 32
        changes = [{'h': f'{0x18f3a5b7c0000 + n:x}'.zfill(16)[:16], 'ops': [op]}
                   for n, op in enumerate(ops.values())]
        status, body = self.eva.round(chain=chain, changes=changes)
        self.assertIn(status, (200, 400), body)
        if status == 200:
            answer = json.loads(body)
            told = {n: what for n, what, *_ in answer['state']}
            # A participant of her own under that id would be hers alone; all else is refused.
            for n, name in enumerate(ops, 1):
                if name != 'person':
                    self.assertEqual(told.get(n), 'refused', name)
            self.assert_nothing_of_annas(answer)
        self.settle(self.anna)
        self.assertEqual(self.anna.must('get'), before)
        self.assert_honest_work_goes_on()

    def assert_nothing_of_annas(self, answer):
        self.assertEqual(answer['feed'], [])
        text = json.dumps(answer, ensure_ascii=False)
        for word in (CANARY, 'Hulda', '18870613', 'anna', self.case, self.person):
            self.assertNotIn(word, text)

    def test_asking_for_what_is_not_hers(self):
        _, body = self.eva.round()
        epoch = json.loads(body)['epoch']
        fact = [1, 'open', 1, self.case, 'Anna', 0]
        for ask in ({'lanes': [[self.case, 1, 0], [self.person, 1, 0]]},
                    {'got': [[self.case, 1], [self.person, 99]]},
                    {'facts': [fact]}, {'facts': [[2, 'view-log', 1, self.case, None, 10 ** 15]]},
                    {'since': 1, 'lanes': [[self.case, 0, 10 ** 9]]}):
            status, body = self.eva.round(epoch=epoch, **ask)
            self.assertIn(status, (200, 400, 409, 410), body)
            if status == 200:
                self.assert_nothing_of_annas(json.loads(body))
        # Anna does not hear that somebody who may not has opened it.
        self.settle(self.anna)
        self.assert_honest_work_goes_on()

    def test_other_peoples_attachments(self):
        token = {'Authorization': f'Bearer {self.eva.token}'}
        for digest in ('0' * 64, 'f' * 64):
            for method, more in (('HEAD', {}), ('GET', {'Range': 'bytes=0-9'}), ('GET', {}),
                                 ('GET', {'Range': 'bytes=9-0'}), ('GET', {'Range': 'bytes=-1'}),
                                 ('PUT', {'Content_Range': 'bytes 0-3/4'})):
                status, head, body = self.server.ask(method, f'/v1/blobs/{digest}',
                                                     b'abcd' if method == 'PUT' else b'',
                                                     **token, **more)
                self.assertIn(status, (400, 403, 404, 413, 416, 422), (method, more))
                self.assert_discreet(head + body)

    def test_one_laptop_waits_once(self):
        """Held answers are not closed to make room, so that nobody may have many."""
        answer = json.loads(self.eva.round()[1])
        poll = {'v': 1, 'device': self.eva.device, 'epoch': answer['epoch'], 'schema': 2, 'from': 1,
                'chain': '0' * 32, 'since': answer['next'], 'lanes': [],
                'readers': answer.get('readers_hash'), 'max': 10, 'wait': 25, 'changes': []}
        for _ in range(50):
            self.connect(request('POST', '/v1/sync', json.dumps(poll).encode(),
                                 Authorization=f'Bearer {self.eva.token}'))
        self.assertTrue(wait_until(lambda: 0 < self.metric('amia_waiting') <= 1, 60),
                        self.metric('amia_waiting'))
        self.assert_it_recovers()

    def metric(self, name):
        _, _, body = self.server.ask('GET', '/metrics')
        return next(int(line.split()[1]) for line in body.decode().splitlines()
                    if line.startswith(name + ' '))

    def test_guesses_lock_out_nobody_else(self):
        """Not even the one whose password was guessed, if she sits elsewhere."""
        for _ in range(30):
            self.server.sign_in('eva', password='fel')
        self.assertIsNone(self.server.sign_in('eva').token)
        self.assertIsNotNone(self.server.sign_in('eva', source='127.0.0.2').token)
        self.assertIsNotNone(self.server.sign_in('bo').token)
        self.assert_honest_work_goes_on()
        self.assert_discreet(self.server.log())


def bomb_of(text):
    return gzip.compress(text, 6)


if __name__ == '__main__':
    unittest.main()
