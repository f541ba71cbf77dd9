#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two servers on one PostgreSQL: laptops go to either, a server is killed in the middle of a batch,
PostgreSQL is restarted under load; no change is lost, none is there twice, and who waits at one
server hears at once of what was written at the other."""

import http.client
import json
import os
import random
import signal
import subprocess
import threading
import time
import unittest
import urllib.parse

from cluster import Cluster
from office import PASSWORD, Office, Replica, Server, change, new_id

ROUNDS = int(os.environ.get('AMIA_CRASH_ROUNDS', '3'))
SEED = int(os.environ.get('AMIA_CRASH_SEED', random.randrange(1 << 30)))
PEOPLE = (('anna', 'FK'), ('bo', 'AF'), ('cilla', 'FK'))


class Poller:
    """A laptop of which there is nothing but its requests."""

    def __init__(self, url, user):
        self.host = urllib.parse.urlsplit(url).netloc
        self.device = new_id().replace('-', '')
        self.epoch, self.since, self.lanes, self.readers = None, 0, [], None
        self.token = None
        answer = self.post('/v1/login', {'v': 1, 'user': user, 'password': PASSWORD,
                                         'device': self.device, 'schema': 2})
        self.token = answer['token']

    def post(self, path, body):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        headers = {'Content-Type': 'application/json'}
        if self.token:
            headers['Authorization'] = f'Bearer {self.token}'
        connection.request('POST', path, json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status == 200, f'{answer.status} {text}'
        return json.loads(text)

    def round(self, wait=0):
        body = {'v': 1, 'device': self.device, 'from': 1, 'chain': '0' * 32, 'since': self.since,
                'lanes': self.lanes, 'max': 2000, 'wait': wait, 'changes': [], 'schema': 2}
        if self.epoch:
            body['epoch'] = self.epoch
        if self.readers:
            body['readers'] = self.readers
        answer = self.post('/v1/sync', body)
        self.epoch, self.since = answer['epoch'], answer['next']
        self.lanes = answer.get('lanes', [])
        self.readers = answer.get('readers_hash', self.readers)
        return answer

    def catch_up(self):
        while True:
            answer = self.round()
            if not answer.get('more') and not self.lanes:
                return


class TwoServers(Office):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.stop)

    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.addCleanup(lambda: self._outcome.success or print(f'AMIA_CRASH_SEED={SEED}'))
        self.cluster.query('DROP SCHEMA public CASCADE')
        self.cluster.query('CREATE SCHEMA public')
        self.servers = [Server(self.folder), Server(self.folder)]
        for server in self.servers:
            server.db = self.cluster.url
        for user, agency in PEOPLE:
            self.servers[0].add_user(user, agency)
        for server in self.servers:
            server.start()
            self.addCleanup(server.stop, signal.SIGKILL)
        self.anna, self.bo = [Replica(self.folder, user, agency) for user, agency in PEOPLE[:2]]
        self.visit(self.anna, 0)
        self.visit(self.bo, 1)
        self.case, _ = self.open_case(self.anna, self.bo)
        self.settle(self.anna, self.bo)

    def visit(self, replica, number):
        """Has the laptop go to that server from now on."""
        done = replica.login(self.servers[number].url)
        self.assertEqual(done.returncode, 0, done.stderr)

    def write(self, replica, count):
        return replica.put(*(change(('goal', new_id(), self.case, 'text', f'Mål {n} ' + 'x' * 200))
                             for n in range(count)))

    def names(self, replica):
        return [f'{c["device"]}:{c["n"]}' for c in replica.log()]

    def settle_somehow(self, *replicas):
        """Until all have got through, however often the servers are busy."""
        until = time.monotonic() + 60
        for replica in replicas:
            while (done := replica.run('sync')).returncode != 0:
                self.assertLess(time.monotonic(), until, done.stderr)
                time.sleep(0.1)
        self.settle(*replicas)

    def assert_whole(self, written):
        self.settle_somehow(self.anna, self.bo)
        self.assert_same(self.anna, self.bo)
        for replica in (self.anna, self.bo):
            names = self.names(replica)
            self.assertEqual(len(names), len(set(names)))
            self.assertLessEqual(set(written), set(names))
        # Of each device all changes up to the last acknowledged, each once, in an order that the
        # device's own numbers follow.
        wrong = self.cluster.query(
            'SELECT device.id FROM device WHERE last_n <>'
            ' (SELECT count(*) FROM log WHERE log.device = device.num)'
            ' + (SELECT count(*) FROM refused WHERE refused.device = device.num)')
        self.assertEqual(wrong, [])
        disorder = self.cluster.query(
            'SELECT a.seq FROM log a JOIN log b ON a.device = b.device'
            ' AND a.n < b.n AND a.seq > b.seq LIMIT 1')
        self.assertEqual(disorder, [])
        head, highest = self.cluster.query(
            'SELECT (SELECT head FROM life), (SELECT max(seq) FROM log)')[0]
        self.assertGreaterEqual(int(head), int(highest))

    def test_laptops_at_both(self):
        written = []
        for _ in range(3):
            syncs = []
            for replica in (self.anna, self.bo):
                written += self.write(replica, 200)
                syncs.append(replica.start('sync', stdout=subprocess.DEVNULL))
            for sync in syncs:
                self.assertEqual(sync.wait(60), 0)
        self.visit(self.anna, 1)
        self.visit(self.bo, 0)
        written += self.write(self.anna, 5)
        self.assert_whole(written)

    def test_what_one_server_learns_the_other_knows(self):
        """Rights that are changed at one server hold at the other, which has its own at hand."""
        cilla = Replica(self.folder, 'cilla', 'FK')
        self.visit(cilla, 1)
        cilla.sync()
        self.assertEqual(cilla.get('--case', self.case), [])
        member = new_id()
        self.anna.put(change(('member', member, self.case, 'user', 'cilla'),
                             ('member', member, self.case, 'role', 'caseworker')))
        self.anna.sync()
        cilla.sync()
        self.assertNotEqual(cilla.get('--case', self.case), [])

        self.anna.put(change(('member', member, self.case, 'to', '2020-01-01')))
        self.anna.sync()
        text = self.write(self.anna, 1)
        self.anna.sync()
        cilla.sync()
        self.assertNotIn(text[0], self.names(cilla))

    def test_who_waits_at_the_other_is_woken(self):
        member = new_id()
        self.anna.put(change(('member', member, self.case, 'user', 'cilla'),
                             ('member', member, self.case, 'role', 'caseworker')))
        self.anna.sync()
        poller = Poller(self.servers[1].url, 'cilla')
        poller.catch_up()
        for number in range(5):
            heard = []
            waiting = threading.Thread(target=self.wait_for_news, args=(poller, heard))
            self.write(self.anna, 1)
            waiting.start()
            # Some of them write before the other server has begun to hold the answer.
            time.sleep(0.1 * number)
            self.anna.sync()
            synced = time.monotonic()
            waiting.join(60)
            self.assertEqual(len(heard), 1)
            self.assertLess(heard[0] - synced, 5)
            poller.catch_up()

    @staticmethod
    def wait_for_news(poller, heard):
        """How far colleagues are is told, too, and not what is waited for."""
        while not poller.round(wait=20).get('feed'):
            pass
        heard.append(time.monotonic())

    def test_killed_in_a_batch(self):
        written = []
        killed = 0
        for _ in range(ROUNDS):
            written += self.write(self.anna, 600) + self.write(self.bo, 200)
            syncs = [replica.start('sync', stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                     for replica in (self.anna, self.bo)]
            time.sleep(self.chance.uniform(0.01, 0.25))
            killed += self.servers[0].stop(signal.SIGKILL) == -signal.SIGKILL
            for sync in syncs:
                self.assertIn(sync.wait(60), (0, 1))
            # The other one goes on, for everybody.
            self.visit(self.anna, 1)
            written += self.write(self.anna, 1)
            self.assert_whole(written)
            self.servers[0].start()
            self.visit(self.anna, 0)
        self.assertEqual(killed, ROUNDS)

    def test_postgres_restarted_under_load(self):
        written = []
        for mode in ['fast', 'immediate'] * max(1, ROUNDS // 2):
            written += self.write(self.anna, 600) + self.write(self.bo, 600)
            syncs = [replica.start('sync', stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                     for replica in (self.anna, self.bo)]
            time.sleep(self.chance.uniform(0.02, 0.3))
            self.cluster.restart(mode)
            for sync in syncs:
                self.assertIn(sync.wait(60), (0, 1))
            self.assert_whole(written)
        # The servers themselves were not restarted, and still wake each other's laptops.
        self.test_who_waits_at_the_other_is_woken()


if __name__ == '__main__':
    unittest.main()
