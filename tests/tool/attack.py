# SPDX-License-Identifier: GPL-3.0-or-later
"""What hostile clients share: bytes over sockets that no library would send, and a server that is
watched from outside while it has to bear them."""

import json
import os
import re
import resource
import signal
import socket
import subprocess
import time
import zlib

from office import PASSWORD, SERVER, Server, environment, new_id

# What an answer or a line of the log has no business telling: where files are, what the program is
# made of, how the ledger is asked.
TELLTALES = re.compile(rb'/(tmp|home|usr|var|etc|root|proc)/|SELECT |INSERT |sqlite|libsoup|glib'
                       rb'|\.c:\d|0x[0-9a-f]{6}|[Tt]raceback|amia-server/', re.ASCII)


def allow_many_files():
    """As many descriptors as there may be; returns how many that is."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class WatchedServer(Server):
    """A server with settings, whose log, memory and descriptors are looked at."""

    def __init__(self, folder, *settings, wrapper=None):
        super().__init__(folder)
        self.settings = [part for setting in settings for part in ('--set', setting)]
        self.log_path = os.path.join(folder, 'server.log')
        self.listen = '127.0.0.1:0'

    def start(self):
        with open(self.log_path, 'ab') as log:
            # SIGXFSZ stays ignored, as Python has it: a bound on the size of files is then an
            # error of write () and not the end.
            self.process = subprocess.Popen([SERVER, '--db', self.db, '--listen',
                                             f'127.0.0.1:{self.port}', *self.settings],
                                            stdout=subprocess.PIPE, stderr=log, text=True,
                                            env=environment(), restore_signals=False)
        line = self.process.stdout.readline().split()
        assert line and line[0] == 'listening', line
        self.url = line[1]
        self.port = int(self.url.rstrip('/').rsplit(':', 1)[1])
        return self

    def log(self):
        with open(self.log_path, 'rb') as log:
            return log.read()

    def n_files(self):
        return len(os.listdir(f'/proc/{self.process.pid}/fd'))

    def memory_mib(self, which='VmRSS'):
        with open(f'/proc/{self.process.pid}/status', encoding='ascii') as status:
            return next(int(line.split()[1]) for line in status if line.startswith(which)) // 1024

    def cpu_seconds(self):
        with open(f'/proc/{self.process.pid}/stat', encoding='ascii') as stat:
            fields = stat.read().rsplit(') ', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def limit(self, which, soft):
        """Bounds a resource of the running server; returns what it was."""
        before = resource.prlimit(self.process.pid, which)
        resource.prlimit(self.process.pid, which, (soft, before[1]))
        return before[0]

    def connect(self, timeout=20, source='127.0.0.1'):
        return socket.create_connection(('127.0.0.1', self.port), timeout, (source, 0))

    def is_well(self):
        status, _, body = self.ask('GET', '/health')
        return status == 200 and json.loads(body) == {'status': 'ok'}

    def ask(self, method, path, body=b'', timeout=20, source='127.0.0.1', **headers):
        """One request on a connection of its own: status, head, body; status 0 for no answer."""
        with self.connect(timeout, source) as connection:
            connection.sendall(request(method, path, body, Connection='close', **headers))
            return split(read_all(connection))

    def sign_in(self, user, device=None, password=PASSWORD, source='127.0.0.1'):
        device = device or new_id()
        _, _, body = self.ask('POST', '/v1/login', json.dumps(
            {'v': 1, 'user': user, 'password': password, 'device': device.replace('-', ''),
             'schema': 2}).encode(), source=source)
        return Account(self, device.replace('-', ''), json.loads(body).get('token'))


class Account:
    """Whoever has a token and no scruples."""

    def __init__(self, server, device, token):
        self.server = server
        self.device = device
        self.token = token

    def round(self, token=None, device=None, **members):
        ask = {'v': 1, 'device': device or self.device, 'epoch': None, 'schema': 2, 'from': 1,
               'chain': '0' * 32, 'since': 0, 'lanes': [], 'readers': None, 'max': 5000, 'wait': 0,
               'changes': [], **members}
        status, _, body = self.server.ask('POST', '/v1/sync', json.dumps(ask).encode(),
                                          Authorization=f'Bearer {self.token if token is None else token}')
        return status, body


def request(method, path, body=b'', **headers):
    lines = [f'{method} {path} HTTP/1.1', 'Host: localhost']
    lines += [f'{name.replace("_", "-")}: {value}' for name, value in headers.items()]
    if (body or method in ('POST', 'PUT')) and 'Content_Length' not in headers:
        lines.append(f'Content-Length: {len(body)}')
    return '\r\n'.join(lines).encode('latin-1') + b'\r\n\r\n' + body


def read_all(connection, bytes_max=1 << 24):
    """All that comes until the other end closes, or says nothing for the time-out."""
    data = b''
    try:
        while len(data) < bytes_max:
            chunk = connection.recv(65536)
            if not chunk:
                break
            data += chunk
    except (TimeoutError, ConnectionError):
        pass
    return data


def split(data):
    head, _, body = data.partition(b'\r\n\r\n')
    words = head.split(None, 2)
    status = int(words[1]) if len(words) > 1 and words[0].startswith(b'HTTP/') else 0
    return status, head, body


def bomb(n_bytes, filler=b' '):
    """gzip that unpacks to about so many bytes; its check sum is wrong, which is found out last."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = filler * ((1 << 20) // len(filler))
    first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush nothing refers to what was before, so that a block can be repeated.
    return (b'\x1f\x8b\x08\0\0\0\0\0\0\xff' + first * (n_bytes // len(block)) +
            packer.flush() + b'\0' * 8)


def wait_until(holds, seconds):
    """Looks again and again, for so long at most; returns whether it came to hold."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
