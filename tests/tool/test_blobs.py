#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments between laptops: whole or not at all, for those who may see them and nobody else."""

import hashlib
import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import threading
import unittest
from urllib.parse import urlsplit

from office import Office, Replica, new_id, change

CANARY = 'Kanariefågeln Östen sjunger bara här'


def pdf(size, seed=1):
    """A PDF by its first bytes, with words in it that must not be found where they should not."""
    noise = random.Random(seed).randbytes(size)
    head = b'%PDF-1.7\n' + CANARY.encode() + b'\n'
    return head + noise[len(head):-len(CANARY.encode())] + CANARY.encode()


def every_byte(folder):
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), 'rb') as file:
                yield os.path.join(path, name), file.read()


class Cutter:
    """Stands between a laptop and its server, and hangs up after so many bytes of a request."""

    def __init__(self, url, bytes_max, then=None):
        self.target = urlsplit(url)
        self.left = bytes_max
        self.then = then
        self.n_cuts = 0
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection((self.target.hostname, self.target.port))
            except OSError:
                client.close()
                continue
            threading.Thread(target=self.pump, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self.pump, args=(server, client, False), daemon=True).start()

    def pump(self, source, sink, counts):
        try:
            while data := source.recv(16384):
                if counts and self.left is not None:
                    self.left -= len(data)
                    if self.left < 0:
                        self.left = None
                        self.n_cuts += 1
                        if self.then:
                            self.then()
                        break
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        # The other one is closed by whoever reads from it.
        source.close()

    def close(self):
        self.listener.close()


class Blobs(Office):
    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo, self.cecilia = self.open_office(
            ('anna', 'FK'), ('bo', 'FK'), ('cecilia', 'VARD'))
        self.case, _ = self.open_case(self.anna, self.bo)
        self.settle(self.anna, self.bo, self.cecilia)

    def write(self, content, name='intyg.pdf'):
        path = os.path.join(self.folder, name)
        with open(path, 'wb') as file:
            file.write(content)
        return path

    def attach(self, replica, content, *arguments):
        path = self.write(content)
        record = replica.must('attach', path, '--case', self.case, '--title', 'Läkarintyg',
                              *arguments).strip()
        os.unlink(path)
        return record

    def read(self, replica, record):
        path = os.path.join(self.folder, 'copy')
        replica.must('blob', record, '--output', path)
        with open(path, 'rb') as file:
            content = file.read()
        os.unlink(path)
        return content

    def sealed(self, replica, record):
        """The address of an attachment, and its file on that laptop."""
        sha = replica.record(record)['fields']['sha256']
        return sha, os.path.join(replica.path + '.blobs', sha)

    def token(self, replica):
        with sqlite3.connect(replica.path) as db:
            return dict(db.execute('SELECT name, value FROM setting'))['server-token']

    def ask(self, method, path, token=None, body=None, **headers):
        target = urlsplit(self.server.url)
        connection = http.client.HTTPConnection(target.hostname, target.port, timeout=30)
        headers = {name.replace('_', '-'): value for name, value in headers.items()}
        if token:
            headers['Authorization'] = f'Bearer {token}'
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict(answer.headers), content

    # --- From laptop to laptop ---------------------------------------------------------------

    def test_comes_to_the_colleague_as_it_was(self):
        for size in (200, 65536, 3_000_000):
            content = pdf(size, size)
            record = self.attach(self.anna, content)
            self.assertIn('attachments: sent 1 fetched 0', self.anna.must('sync'))
            self.assertIn('attachments: sent 0 fetched 1', self.bo.must('sync'))
            self.assertEqual(self.read(self.bo, record), content)
        self.assertEqual(self.anna.must('verify').strip(), 'ok')
        self.assertEqual(self.bo.must('verify').strip(), 'ok')

    def test_its_delivery_is_audited_once_a_day(self):
        """Parts of one attachment are one delivery, and it is the case's."""
        record = self.attach(self.anna, pdf(200_000))
        self.anna.must('sync')
        self.bo.must('sync')
        sha, _ = self.sealed(self.anna, record)
        token = self.token(self.bo)
        self.assertEqual(self.ask('GET', '/v1/blobs/' + sha, token, Range='bytes=0-')[0], 206)
        told = json.loads(self.ask('GET', '/v1/audit?case=' + self.case, token)[2])['entries']
        told = [entry for entry in told if entry.get('detail') == 'blob=' + sha]
        self.assertEqual([(entry['kind'], entry['user']) for entry in told], [('delivery', 'bo')])

    def test_waits_for_a_laptop_that_has_not_brought_it(self):
        content = pdf(50_000)
        record = self.attach(self.anna, content)
        _, file = self.sealed(self.anna, record)
        os.rename(file, file + '.away')
        self.anna.must('sync')
        self.assertIn('fetched 0', self.bo.must('sync'))
        self.assertNotEqual(self.bo.run('blob', record, '--output', '/dev/null').returncode, 0)

        os.rename(file + '.away', file)
        self.anna.must('sync')
        self.assertIn('fetched 1', self.bo.must('sync'))
        self.assertEqual(self.read(self.bo, record), content)

    def test_goes_on_after_a_cut(self):
        content = pdf(3_000_000)
        record = self.attach(self.anna, content)
        cutter = Cutter(self.server.url, 1_200_000)
        self.addCleanup(cutter.close)
        self.assertEqual(self.anna.login(f'http://127.0.0.1:{cutter.port}').returncode, 0)
        self.anna.must('sync')
        self.assertEqual(cutter.n_cuts, 1)
        self.bo.must('sync')
        self.assertEqual(self.read(self.bo, record), content)

    def test_goes_on_after_the_server_was_killed(self):
        content = pdf(5_000_000)
        record = self.attach(self.anna, content)
        url = self.server.url

        # Where the line is cut the server dies: what it had taken in must be there afterwards.
        cutter = Cutter(url, 2_500_000, lambda: self.server.stop(signal.SIGKILL))
        self.addCleanup(cutter.close)
        self.assertEqual(self.anna.login(f'http://127.0.0.1:{cutter.port}').returncode, 0)
        self.assertNotEqual(self.anna.run('sync').returncode, 0)
        self.assertEqual(cutter.n_cuts, 1)

        sha, file = self.sealed(self.anna, record)
        self.server.start()
        status, headers, _ = self.ask('HEAD', '/v1/blobs/' + sha, self.token(self.anna))
        self.assertEqual(status, 200)
        self.assertGreater(int(headers['Upload-Offset']), 0)
        self.assertLess(int(headers['Upload-Offset']), os.path.getsize(file))

        self.assertEqual(self.anna.login(url).returncode, 0)
        self.anna.must('sync')
        self.bo.must('sync')
        self.assertEqual(self.read(self.bo, record), content)

    def test_fetching_goes_on_after_a_cut(self):
        content = pdf(3_000_000)
        record = self.attach(self.anna, content)
        self.anna.must('sync')
        sha, _ = self.sealed(self.anna, record)

        # A laptop that stopped in the middle has so much of it.
        self.bo.must('sync')
        whole = os.path.join(self.bo.path + '.blobs', sha)
        with open(whole, 'rb') as file:
            part = file.read(1_000_000)
        os.unlink(whole)
        with open(whole + '.part', 'wb') as file:
            file.write(part)
        self.assertIn('fetched 1', self.bo.must('sync'))
        self.assertEqual(self.read(self.bo, record), content)

    def test_a_damaged_part_is_fetched_anew(self):
        content = pdf(300_000)
        record = self.attach(self.anna, content)
        self.anna.must('sync')
        sha, _ = self.sealed(self.anna, record)
        self.bo.must('sync')
        whole = os.path.join(self.bo.path + '.blobs', sha)
        os.unlink(whole)
        with open(whole + '.part', 'wb') as file:
            file.write(b'\0' * 100_000)
        self.assertNotEqual(self.bo.run('sync').returncode, 0)
        self.assertFalse(os.path.exists(whole + '.part'))
        self.bo.must('sync')
        self.assertEqual(self.read(self.bo, record), content)

    def test_nothing_readable_lies_anywhere_but_with_its_readers(self):
        self.attach(self.anna, pdf(200_000))
        self.settle_blobs(self.anna, self.bo, self.cecilia)
        for path, content in every_byte(self.folder):
            self.assertNotIn(CANARY.encode(), content, path)

    def settle_blobs(self, *replicas):
        for _ in range(2):
            for replica in replicas:
                replica.must('sync')

    def test_after_a_forget_neither_file_nor_key_is_left(self):
        record = self.attach(self.anna, pdf(300_000), '--area', 'health')
        self.settle_blobs(self.anna, self.bo)
        sha, file = self.sealed(self.bo, record)
        key = self.bo.record(record)['fields']['key']
        self.assertTrue(os.path.exists(file))

        member, = [one for one in self.anna.get('--case', self.case, '--kind', 'member')
                   if one['fields'].get('user') == 'bo']
        self.anna.put(change(('member', member['id'], self.case, 'removed', True)))
        self.settle_blobs(self.anna, self.bo)
        if self.bo.record(self.case):
            self.skipTest('this server notes consents and memberships, and does not enforce them')
        self.assertIsNone(self.bo.record(record))
        self.assertEqual(os.listdir(self.bo.path + '.blobs'), [])
        for path, content in every_byte(self.folder):
            if os.path.basename(path).startswith('bo.'):
                for trace in (key, sha, 'Läkarintyg'):
                    self.assertNotIn(trace.encode(), content, path)
                self.assertNotIn(bytes.fromhex(sha), content, path)
        self.assertEqual(self.bo.must('verify').strip(), 'ok')

        # Nor does the server give it out any more; who is still in the team has it.
        self.assertEqual(self.ask('GET', '/v1/blobs/' + sha, self.token(self.bo),
                                  Range='bytes=0-')[0], 404)
        self.assertTrue(self.read(self.anna, record))

    # --- What may be attached ----------------------------------------------------------------

    def test_programs_and_what_is_too_large_are_not_attached(self):
        for content in (b'MZ\x90\0\3', b'PK\3\4zip', b'', b'%PDF-1.7\n' + bytes(50 * 1024 * 1024)):
            path = self.write(content)
            done = self.anna.run('attach', path, '--case', self.case)
            self.assertEqual(done.returncode, 1, content[:8])
            self.assertTrue(done.stderr)
        self.assertEqual(os.listdir(self.anna.path + '.blobs'), [])

    # --- Strangers and liars -----------------------------------------------------------------

    def test_a_stranger_is_not_told_that_it_exists(self):
        record = self.attach(self.anna, pdf(1000))
        self.anna.must('sync')
        sha, _ = self.sealed(self.anna, record)
        path = '/v1/blobs/' + sha
        stranger = self.token(self.cecilia)
        self.assertEqual(self.ask('GET', path, self.token(self.bo), Range='bytes=0-')[0], 206)
        unknown = self.ask('GET', '/v1/blobs/' + '0' * 64, stranger, Range='bytes=0-')
        known = self.ask('GET', path, stranger, Range='bytes=0-')
        self.assertEqual(known[0], 404)
        self.assertEqual(known[2], unknown[2])
        self.assertEqual(self.ask('HEAD', path, stranger)[0], 404)
        for token in (None, 'x', 'A' * 43):
            self.assertEqual(self.ask('GET', path, token, Range='bytes=0-')[0], 401)

    def test_paths_and_ranges_that_are_none(self):
        token = self.token(self.anna)
        for path in ('/v1/blobs/', '/v1/blobs/..', '/v1/blobs/../../etc/passwd',
                     '/v1/blobs/%2e%2e%2fetc%2fpasswd', '/v1/blobs/' + 'A' * 64,
                     '/v1/blobs/' + 'a' * 63, '/v1/blobs/' + 'a' * 64 + '/', '/v1/blobs/x%00'):
            self.assertIn(self.ask('GET', path, token, Range='bytes=0-')[0], (400, 404), path)
        path = '/v1/blobs/' + 'a' * 64
        for wanted in ('bytes=-5', 'bytes=5-1', 'bytes=0-1,3-4', 'bytes=99999999999999999999-',
                       'lines=0-', '0-5', 'bytes=0x1-', 'bytes=+1-'):
            self.assertEqual(self.ask('GET', path, token, Range=wanted)[0], 400, wanted)
        self.assertEqual(self.ask('GET', path, token)[0], 400)
        for content in ('bytes 0-9/5', 'bytes 0-3/4', 'bytes 0-1/99999999999', 'bytes */5',
                        'bytes 0-4/*', 'bytes 4-0/5', '', 'bytes 0-4/5x'):
            status, _, _ = self.ask('PUT', path, token, b'abcde', Content_Range=content)
            self.assertEqual(status, 400, content)
        self.assertEqual(self.ask('PUT', path, token, b'abcde')[0], 400)
        self.assertEqual(self.ask('PUT', path, token, bytes(1024 * 1024 + 1),
                                  Content_Range='bytes 0-1048576/1048577')[0], 413)
        self.assertEqual(self.ask('DELETE', path, token)[0], 405)

    def test_a_wrong_hash_is_refused_and_leaves_nothing(self):
        token = self.token(self.anna)
        body = b'not what it says'
        path = '/v1/blobs/' + hashlib.sha256(b'something else').hexdigest()
        status, _, answer = self.ask('PUT', path, token, body,
                                     Content_Range=f'bytes 0-{len(body) - 1}/{len(body)}')
        self.assertEqual(status, 422, answer)
        self.assertEqual(self.ask('HEAD', path, token)[0], 404)

    def test_parts_follow_on_each_other(self):
        token = self.token(self.anna)
        body = random.Random(7).randbytes(300_000)
        path = '/v1/blobs/' + hashlib.sha256(body).hexdigest()

        def put(first, last):
            return self.ask('PUT', path, token, body[first:last + 1],
                            Content_Range=f'bytes {first}-{last}/{len(body)}')

        self.assertEqual(put(100_000, 199_999)[0], 409)
        status, headers, _ = put(0, 99_999)
        self.assertEqual((status, headers['Upload-Offset']), (200, '100000'))
        status, _, answer = put(50_000, 149_999)
        self.assertEqual(status, 409)
        self.assertIn(b'"expect":100000', answer)
        self.assertEqual(put(100_000, 199_999)[0], 200)
        status, headers, _ = put(200_000, 299_999)
        self.assertEqual((status, headers['Upload-Offset'], headers['Upload-Length']),
                         (200, '300000', '300000'))
        # Brought, but no change speaks of it: not even who brought it gets it back.
        self.assertEqual(self.ask('GET', path, token, Range='bytes=0-')[0], 404)
        self.assertEqual(self.ask('HEAD', path, token)[0], 200)

    def test_half_a_body_is_not_taken(self):
        token = self.token(self.anna)
        path = '/v1/blobs/' + 'b' * 64
        target = urlsplit(self.server.url)
        with socket.create_connection((target.hostname, target.port)) as connection:
            connection.sendall(f'PUT {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n'
                               'Content-Range: bytes 0-999/1000\r\nContent-Length: 1000\r\n\r\nhalf'
                               .encode())
        self.assertEqual(self.ask('HEAD', path, token)[0], 404)
        self.assertEqual(self.ask('GET', '/health')[0], 200)

    def test_one_laptop_cannot_fill_the_server(self):
        token = self.token(self.anna)
        statuses = []
        for n in range(70):
            path = '/v1/blobs/' + hashlib.sha256(str(n).encode()).hexdigest()
            statuses.append(self.ask('PUT', path, token, b'x', Content_Range='bytes 0-0/1000')[0])
        self.assertEqual(statuses[:64], [200] * 64)
        self.assertEqual(set(statuses[64:]), {429})
        # Others are not held up by it.
        record = self.attach(self.bo, pdf(1000))
        self.assertIn('sent 1', self.bo.must('sync'))
        self.assertIn('fetched 1', self.anna.must('sync'))
        self.assertTrue(self.read(self.anna, record))


if __name__ == '__main__':
    unittest.main()
