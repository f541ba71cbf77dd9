# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scenarios share: replicas and servers as real processes, in a folder of their own.

AMIA_TOOL and AMIA_SERVER name the programs; meson sets them.
"""

import datetime
import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest
import uuid
import zoneinfo

TOOL = os.environ.get('AMIA_TOOL', 'amia-tool')
SERVER = os.environ.get('AMIA_SERVER', 'amia-server')
PASSWORD = 'Lövsångare i maj'
TIMEOUT_SECONDS = 120
AGENCIES = ('FK', 'AF', 'VARD', 'KOMMUN')


def new_id():
    return str(uuid.uuid4())


def day(ahead=0):
    """The day in Stockholm, by which consents begin and end, or one so many days later."""
    now = datetime.datetime.now(zoneinfo.ZoneInfo('Europe/Stockholm'))
    return (now.date() + datetime.timedelta(ahead)).isoformat()


def clock(days_ahead):
    """The environment of a program that lives so many days ahead; skips where there is none."""
    if 'AMIA_PRELOAD' not in os.environ:
        raise unittest.SkipTest('no clock can be put before the programs (AMIA_PRELOAD)')
    return {'AMIA_SECONDS_AHEAD': str(days_ahead * 86400)}


def environment():
    left = {k: v for k, v in os.environ.items() if k != 'AMIA_PASSPHRASE_FILE'}
    # A clock that can be put forward, and passwords that cost little.
    left['LD_PRELOAD'] = os.environ.get('AMIA_PRELOAD', '')
    # What is printed must not depend on the locale.
    left['LC_ALL'] = 'C'
    # A proxy of the machine that tests are run on is none of theirs.
    left['no_proxy'] = '*'
    return left


def run(*arguments, feed='', env=None):
    return subprocess.run([TOOL, *map(str, arguments)], input=feed, text=True, encoding='utf-8',
                          capture_output=True, timeout=TIMEOUT_SECONDS,
                          env={**environment(), **(env or {})})


def admin(*arguments, feed=''):
    """amia-server's commands that are not serving."""
    return subprocess.run([SERVER, *map(str, arguments)], input=feed, text=True, encoding='utf-8',
                          capture_output=True, timeout=TIMEOUT_SECONDS, env=environment())


def change(*fields, over=None):
    """A line for put. Each of fields is (kind, id, case, field, value[, area])."""
    keys = ('kind', 'id', 'case', 'field', 'value', 'area')
    line = {'set': [dict(zip(keys, one)) for one in fields]}
    if over:
        line['over'] = over
    return line


class Replica:
    """A laptop. With passphrase_file, one that is encrypted; env is added to what its tool sees."""

    def __init__(self, folder, user, agency, passphrase_file=None):
        self.user = user
        self.agency = agency
        self.path = os.path.join(folder, f'{user}.db')
        self.env = {'AMIA_PASSPHRASE_FILE': passphrase_file} if passphrase_file else {}
        self.must('init', '--user', user, '--agency', agency,
                  *([] if passphrase_file else ['--unencrypted']))

    def run(self, command, *arguments, feed=''):
        return run(command, self.path, *arguments, feed=feed, env=self.env)

    def must(self, command, *arguments, feed=''):
        done = self.run(command, *arguments, feed=feed)
        assert done.returncode == 0, f'{command}: {done.returncode} {done.stderr} {done.stdout}'
        return done.stdout

    def put(self, *changes):
        return self.must('put', feed=''.join(json.dumps(c) + '\n' for c in changes)).split()

    def get(self, *arguments):
        return [json.loads(line) for line in self.must('get', *arguments).splitlines()]

    def record(self, record_id):
        found = self.get('--id', record_id)
        return found[0] if found else None

    def log(self, *arguments):
        return [json.loads(line) for line in self.must('log', *arguments).splitlines()]

    def login(self, url, user=None, password=PASSWORD, *arguments):
        return self.run('login', '--server', url, '--user', user or self.user, *arguments,
                        feed=password + '\n')

    def sync(self):
        # What is said of attachments comes after it.
        words = self.must('sync').split()[:6]
        assert words[0::2] == ['pushed', 'pulled', 'refused'], words
        return tuple(int(n) for n in words[1::2])

    def start(self, command, *arguments, **options):
        return subprocess.Popen([TOOL, command, self.path, *arguments],
                                env={**environment(), **self.env}, **options)


class Server:
    def __init__(self, folder, name='server.db'):
        self.db = os.path.join(folder, name)
        self.url = None
        self.process = None
        self.port = 0
        self.env = {}

    def add_user(self, user, agency, role='caseworker'):
        added = subprocess.run([SERVER, 'user', 'add', user, '--agency', agency, '--role', role,
                                '--db', self.db], input=PASSWORD + '\n', text=True,
                               encoding='utf-8', capture_output=True, env=environment(),
                               timeout=TIMEOUT_SECONDS)
        assert added.returncode == 0, added.stderr

    def start(self):
        self.process = subprocess.Popen([SERVER, '--db', self.db,
                                         '--listen', f'127.0.0.1:{self.port}'],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True, env={**environment(), **self.env})
        line = self.process.stdout.readline().split()
        assert line and line[0] == 'listening', line
        self.url = line[1]
        # After a restart it is to be found where it was.
        self.port = int(self.url.rstrip('/').rsplit(':', 1)[1])
        return self

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        self.process.send_signal(how)
        code = self.process.wait(TIMEOUT_SECONDS)
        self.process.stdout.close()
        self.process = None
        return code


class Office(unittest.TestCase):
    """A test case with a folder, and helpers to set up an office in it."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='amia-office-')
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def open_server(self, *people, db=None):
        """A server with these accounts; its ledger is db, or a file in the test's folder."""
        server = Server(self.folder)
        server.db = db or server.db
        for person in people:
            server.add_user(*person)
        server.start()
        self.addCleanup(server.stop, signal.SIGKILL)
        return server

    def open_office(self, *people):
        """A server and a signed-in replica for each of people, (name, agency) or (name, agency, role)."""
        server = self.open_server(*people)
        replicas = [Replica(self.folder, user, agency) for user, agency, *_ in people]
        for replica in replicas:
            done = replica.login(server.url)
            self.assertEqual(done.returncode, 0, done.stderr)
        return (server, *replicas)

    def open_case(self, owner, *members):
        """A case that all members may read whole; returns its id and its participant's."""
        case, person = new_id(), new_id()
        owner.put(change(('participant', person, None, 'name', 'Hulda Lövstig'),
                         ('participant', person, None, 'personnummer', '18870613-4106'),
                         ('case', case, case, 'title', 'Hulda'),
                         ('case', case, case, 'participant', person)))
        for member in members:
            owner.put(change(('member', member_id := new_id(), case, 'user', member.user),
                             ('member', member_id, case, 'role', 'caseworker')))
        self.consent(owner, case)
        # Each agency registers the paper for what it writes itself.
        agencies = {member.agency: member for member in members if member.agency != owner.agency}
        if agencies:
            owner.sync()
        for member in agencies.values():
            self.consent(member, case)
        return case, person

    def consent(self, who, case, parties=AGENCIES, areas=('*',), **fields):
        """Registers a consent for what the agency of who writes; returns its id."""
        consent = new_id()
        fields = {'kind': 'participation', 'parties': list(parties), 'areas': list(areas),
                  **{name.replace('_', '-'): value for name, value in fields.items()}}
        who.put(change(*(('consent', consent, case, *field) for field in fields.items())))
        return consent

    def settle(self, *replicas):
        """Syncs until nobody has anything new; a colleague's news needs a second round."""
        rounds = []
        for _ in range(6):
            rounds.append([replica.sync() for replica in replicas])
            if all(words == (0, 0, 0) for words in rounds[-1]):
                return
        self.fail(f'the replicas do not come to rest: {rounds}')

    def assert_same(self, *replicas):
        first = replicas[0].must('get')
        for replica in replicas:
            self.assertEqual(replica.must('get'), first)
            self.assertEqual(replica.must('verify'), 'ok\n')


if __name__ == '__main__':
    unittest.main()
