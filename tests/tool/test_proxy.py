#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shipped for operations: the systemd unit, and the nginx example in front of a server."""

import gzip
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
import warnings

from office import PASSWORD, SERVER, TIMEOUT_SECONDS, Office, Replica, admin, change, environment
from office import new_id

SOURCE = os.path.join(os.environ.get('AMIA_SOURCE_DIR', '.'), 'data', 'server')
BUILD = os.path.join(os.environ.get('AMIA_BUILD_DIR', '.'), 'data', 'server')


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        return listener.getsockname()[1]


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as file:
        return file.read()


class Unit(unittest.TestCase):
    def setUp(self):
        if shutil.which('systemd-analyze') is None:
            self.skipTest('systemd is not installed')
        self.folder = tempfile.mkdtemp(prefix='amia-unit-')
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.unit = os.path.join(self.folder, 'amia-server.service')
        text = read(BUILD, 'amia-server.service')
        # The program may not be installed here.
        with open(self.unit, 'w', encoding='utf-8') as file:
            file.write(re.sub('^ExecStart=.*$', f'ExecStart={SERVER}', text, flags=re.M))

    def analyze(self, *arguments):
        return subprocess.run(['systemd-analyze', *arguments, self.unit], text=True,
                              capture_output=True, timeout=TIMEOUT_SECONDS, check=False)

    def test_it_is_a_unit(self):
        done = self.analyze('verify', '--man=no')
        if 'Failed to' in done.stderr and 'bus' in done.stderr:
            self.skipTest(done.stderr)
        self.assertEqual([line for line in done.stderr.splitlines() if 'amia' in line], [])

    def test_it_is_confined(self):
        # 10 would be no confinement at all; systemd's own scale, in tenths.
        done = self.analyze('security', '--offline=yes', '--threshold=20', '--no-pager')
        self.assertEqual(done.returncode, 0, done.stdout[-400:])


class Proxy(Office):
    def setUp(self):
        super().setUp()
        if shutil.which('nginx') is None or shutil.which('openssl') is None:
            self.skipTest('nginx or openssl is not installed')
        self.server = self.open_server(('anna', 'FK'), ('bo', 'AF'))
        self.restart_server('--trusted-proxies', '127.0.0.1')
        self.cert = os.path.join(self.folder, 'cert.pem')
        self.key = os.path.join(self.folder, 'key.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2',
                        '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1',
                        '-keyout', self.key, '-out', self.cert], check=True, capture_output=True)
        self.port = free_port()
        self.url = f'https://127.0.0.1:{self.port}'
        self.start_nginx()

    def restart_server(self, *arguments):
        self.server.stop()
        self.server.process = subprocess.Popen(
            [SERVER, '--db', self.server.db, '--listen', f'127.0.0.1:{self.server.port}',
             *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=environment())
        self.assertTrue(self.server.process.stdout.readline().startswith('listening'))

    def write_site(self):
        """The shipped example, with this machine's ports and files in it."""
        text = read(SOURCE, 'nginx-amia.conf.example')
        for pattern, value in ((r'listen 443 ssl;', f'listen 127.0.0.1:{self.port} ssl;'),
                               (r' *listen \[::\]:443 ssl;\n', ''),
                               (r'server 127\.0\.0\.1:8080;',
                                f'server 127.0.0.1:{self.server.port};'),
                               (r'/etc/amia/cert\.pem', self.cert),
                               (r'/etc/amia/key\.pem', self.key),
                               (r'/run/nginx-amia', os.path.join(self.folder, 'bodies'))):
            text, count = re.subn(pattern, value, text)
            self.assertEqual(count, 1, pattern)
        site = os.path.join(self.folder, 'site.conf')
        with open(site, 'w', encoding='utf-8') as file:
            file.write(text)
        return site

    def start_nginx(self):
        conf = os.path.join(self.folder, 'nginx.conf')
        places = ''.join(f'{name}_temp_path {self.folder}/{name};\n'
                         for name in ('proxy', 'fastcgi', 'uwsgi', 'scgi'))
        with open(conf, 'w', encoding='utf-8') as file:
            file.write(('user root;\n' if os.geteuid() == 0 else '') +
                       f'daemon off;\npid {self.folder}/nginx.pid;\nworker_processes 1;\n'
                       f'error_log {self.folder}/error.log;\nevents {{}}\n'
                       f'http {{\n{places}include {self.write_site()};\n}}\n')
        # Modules that the machine has switched on are none of ours: -c names the only file.
        self.nginx = subprocess.Popen(['nginx', '-p', self.folder, '-e', 'stderr', '-c', conf],
                                      stderr=subprocess.PIPE, text=True, env=environment())
        self.addCleanup(self.stop_nginx)
        for _ in range(TIMEOUT_SECONDS * 50):
            if self.nginx.poll() is not None:
                self.fail(self.nginx.stderr.read())
            try:
                socket.create_connection(('127.0.0.1', self.port), 0.02).close()
                return
            except OSError:
                pass
        self.fail('nginx does not listen')

    def stop_nginx(self):
        self.nginx.send_signal(signal.SIGTERM)
        self.nginx.communicate(timeout=TIMEOUT_SECONDS)

    def connect(self, source=None):
        context = ssl.create_default_context(cafile=self.cert)
        return http.client.HTTPSConnection('127.0.0.1', self.port, context=context,
                                           timeout=TIMEOUT_SECONDS,
                                           source_address=(source, 0) if source else None)

    def ask(self, method, path, body=None, headers=None, source=None):
        connection = self.connect(source)
        connection.request(method, path, body, headers or {})
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        return reply, data

    def login(self, user, device, password=PASSWORD, source=None, **headers):
        body = json.dumps({'v': 1, 'user': user, 'password': password, 'device': device,
                           'schema': 2}).encode()
        reply, data = self.ask('POST', '/v1/login', body, headers, source)
        return reply.status, json.loads(data)

    def metric(self, name):
        connection = http.client.HTTPConnection('127.0.0.1', self.server.port,
                                                timeout=TIMEOUT_SECONDS)
        connection.request('GET', '/metrics')
        text = connection.getresponse().read().decode()
        connection.close()
        return int(re.search(rf'^{name} (\d+)$', text, flags=re.M)[1])

    def open_laptops(self):
        laptops = [Replica(self.folder, user, agency)
                   for user, agency in (('anna', 'FK'), ('bo', 'AF'))]
        for laptop in laptops:
            done = laptop.login(self.url, laptop.user, PASSWORD, '--ca', self.cert)
            self.assertEqual(done.returncode, 0, done.stderr)
        return laptops

    def test_laptops_sync_through_it(self):
        anna, bo = self.open_laptops()
        case, _ = self.open_case(anna, bo)
        anna.put(*(change(('goal', new_id(), case, 'text', f'Mål {n} ' + 'x' * 400))
                   for n in range(2000)))
        self.settle(anna, bo)
        self.assert_same(anna, bo)
        self.assertEqual(os.listdir(os.path.join(self.folder, 'bodies')), [])

    def test_no_old_tls(self):
        for version, works in ((ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True),
                               (ssl.TLSVersion.TLSv1_3, True)):
            context = ssl.create_default_context(cafile=self.cert)
            context.set_ciphers('ALL:@SECLEVEL=0')
            with warnings.catch_warnings(action='ignore'):
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = version
            with socket.create_connection(('127.0.0.1', self.port)) as plain:
                try:
                    context.wrap_socket(plain, server_hostname='127.0.0.1').close()
                    self.assertTrue(works, version)
                except ssl.SSLError:
                    self.assertFalse(works, version)

    def test_only_what_is_ours(self):
        self.assertEqual(self.ask('GET', '/health')[0].status, 200)
        self.assertEqual(self.ask('GET', '/')[0].status, 404)
        self.assertEqual(self.ask('GET', '/etc/passwd')[0].status, 404)
        self.assertEqual(self.ask('GET', '/v1/devices')[0].status, 401)
        # For this machine, which the monitoring is on, and for nobody else.
        self.assertEqual(self.ask('GET', '/metrics')[0].status, 200)
        self.assertEqual(self.ask('GET', '/metrics', source='127.0.0.2')[0].status, 403)

    def test_too_much_never_reaches_the_server(self):
        before = self.metric('amia_problems_total')
        token = {'Authorization': 'Bearer ' + '0' * 64}
        reply, _ = self.ask('POST', '/v1/sync', b'x' * (4 * 1024 * 1024 + 1), token)
        self.assertEqual(reply.status, 413)
        self.assertEqual(self.metric('amia_problems_total'), before)

    def test_slow_clients_cost_the_server_nothing(self):
        self.assertEqual(self.ask('GET', '/health')[0].status, 200)
        before = self.metric('amia_connections')
        slow = []
        for _ in range(50):
            connection = self.connect()
            connection.putrequest('POST', '/v1/sync')
            connection.putheader('Authorization', 'Bearer ' + '0' * 64)
            connection.putheader('Content-Length', '1000')
            connection.endheaders(b'{"v":1')
            slow.append(connection)
        # By the time that this is answered, nginx has read what came before.
        self.assertEqual(self.ask('GET', '/health')[0].status, 200)
        self.assertLessEqual(self.metric('amia_connections'), before + 1)
        for connection in slow:
            connection.close()

    def test_gzip_passes_as_it_is(self):
        anna, bo = self.open_laptops()
        case, _ = self.open_case(anna, bo)
        anna.put(change(('goal', new_id(), case, 'text', 'a' * 3000)))
        self.settle(anna)
        device = os.urandom(16).hex()
        status, answer = self.login('anna', device)
        self.assertEqual(status, 200, answer)
        body = gzip.compress(json.dumps(self.first_round(device)).encode())
        reply, data = self.ask('POST', '/v1/sync', body,
                               {'Authorization': 'Bearer ' + answer['token'],
                                'Content-Encoding': 'gzip', 'Accept-Encoding': 'gzip'})
        self.assertEqual(reply.status, 200, data)
        self.assertEqual(reply.getheader('Content-Encoding'), 'gzip')
        self.assertIn(b'a' * 3000, gzip.decompress(data))

    @staticmethod
    def first_round(device):
        return {'v': 1, 'device': device, 'epoch': None, 'schema': 2, 'from': 1, 'chain': '0' * 32,
                'since': 0, 'lanes': [], 'max': 2000, 'wait': 0, 'changes': []}

    def round(self, token, request):
        reply, data = self.ask('POST', '/v1/sync', json.dumps(request).encode(),
                               {'Authorization': 'Bearer ' + token})
        self.assertEqual(reply.status, 200, data)
        return json.loads(data)

    def test_who_waits_is_woken_through_it(self):
        anna, bo = self.open_laptops()
        device = os.urandom(16).hex()
        status, answer = self.login('bo', device)
        self.assertEqual(status, 200, answer)
        request = self.first_round(device)
        got = self.round(answer['token'], request)
        request.update(epoch=got['epoch'], since=got['next'], wait=25,
                       readers=got.get('readers_hash'))

        answers = []
        waiter = threading.Thread(target=lambda: answers.append(
            self.round(answer['token'], request)))
        began = time.monotonic()
        waiter.start()
        while self.metric('amia_waiting') == 0:
            self.assertLess(time.monotonic() - began, 20)
        self.open_case(anna, bo)
        self.settle(anna)
        waiter.join(TIMEOUT_SECONDS)
        self.assertLess(time.monotonic() - began, 20)
        self.assertGreater(answers[0]['next'], got['next'])

    def test_whose_address_it_is_is_said_by_nginx_only(self):
        device = os.urandom(16).hex()
        forged = {'X-Forwarded-For': '203.0.113.9'}
        self.assertEqual(self.login('anna', device, 'wrong', '127.0.0.2', **forged)[0], 401)
        listed = admin('audit', 'list', '--json', '--db', self.server.db).stdout.splitlines()
        self.assertIn('address=127.0.0.2 ', json.loads(listed[-1])['detail'])

        # Somebody guesses from there until they have to wait; a colleague elsewhere does not.
        for _ in range(12):
            status = self.login('anna', device, 'wrong', '127.0.0.2')[0]
        self.assertEqual(status, 429)
        self.assertEqual(self.login('anna', device, PASSWORD, '127.0.0.3')[0], 200)

    def test_a_flood_of_logins_is_cut_off(self):
        statuses = [self.ask('POST', '/v1/login', b'{}')[0].status for _ in range(80)]
        self.assertEqual(set(statuses), {400, 429})
        self.assertEqual(self.ask('GET', '/health')[0].status, 200)


if __name__ == '__main__':
    unittest.main()
