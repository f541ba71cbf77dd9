#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A laptop that begins by a snapshot, is cut off in the middle, is compared and repaired."""

import json
import os
import random
import signal
import sqlite3
import time
import unittest
import urllib.error
import urllib.request

from office import Office, Replica, admin, change, new_id

N_CASES = 60
N_GOALS = 1200


class Snapshots(Office):
    def setUp(self):
        super().setUp()
        self.server, self.anna, self.bo = self.open_office(('anna', 'FK'), ('bo', 'FK'))
        self.anna.must('seed', '--cases', str(N_CASES), '--seed', '3')
        self.case, _ = self.open_case(self.anna, self.bo)
        self.goals = [new_id() for _ in range(N_GOALS)]
        self.anna.put(*(change(('goal', goal, self.case, 'text', f'Mål {i}'))
                        for i, goal in enumerate(self.goals)))
        self.anna.put(*(change(('goal', goal, self.case, 'text', f'Mål {i}, igen'))
                        for i, goal in enumerate(self.goals[:200])))
        self.anna.put(*(change(('goal', goal, self.case, 'removed', True))
                        for goal in self.goals[300:]))
        self.anna.sync()

    def second_laptop(self, of):
        folder = os.path.join(self.folder, 'second')
        os.makedirs(folder, exist_ok=True)
        replica = Replica(folder, of.user, of.agency)
        self.assertEqual(replica.login(self.server.url).returncode, 0)
        return replica

    def living(self, replica):
        """What is in force, without what is removed."""
        return sorted(json.dumps(r, sort_keys=True) for r in replica.get()
                      if not r.get('removed') and not r.get('is_removed'))

    def test_second_laptop_has_what_is_in_force(self):
        second = self.second_laptop(self.anna)
        second.sync()
        self.assertEqual(self.living(second), self.living(self.anna))
        self.assertEqual(second.must('verify'), 'ok\n')
        self.assertLess(len(second.log()), len(self.anna.log()) - 900)
        self.assertIn('checked: 0 fetched anew, 0 differ', second.must('sync', '--check'))
        self.assertIn('checked: 0 fetched anew, 0 differ', self.anna.must('sync', '--check'))

    def test_killed_on_both_sides(self):
        second = self.second_laptop(self.anna)
        chance = random.Random(1)
        for i in range(12):
            process = second.start('sync', stdout=-3, stderr=-3)
            time.sleep(chance.uniform(0.0, 0.15))
            process.kill()
            process.wait()
            if i % 4 == 1:
                self.server.stop(signal.SIGKILL)
                self.server.start()
        second.put(change(('goal', new_id(), self.case, 'text', 'Skrivet under tiden')))
        second.sync()
        self.anna.sync()
        self.assertEqual(self.living(second), self.living(self.anna))
        self.assertEqual(second.must('verify'), 'ok\n')

    def test_consent_withdrawn_before_the_rest(self):
        """What somebody is let into ends while their laptop has only a part of it."""
        process = self.bo.start('sync', stdout=-3, stderr=-3)
        time.sleep(0.05)
        process.kill()
        process.wait()
        member = next(r for r in self.anna.get('--case', self.case)
                      if r['kind'] == 'member' and 'bo' in json.dumps(r))
        self.anna.put(change(('member', member['id'], self.case, 'to', '2020-01-01')))
        self.anna.sync()
        self.bo.sync()
        self.assertEqual([r for r in self.bo.get() if r['kind'] == 'goal'], [])
        for name in os.listdir(self.folder):
            if name.startswith('bo.db'):
                with open(os.path.join(self.folder, name), 'rb') as file:
                    self.assertNotIn('Mål 7'.encode(), file.read(), name)

    def test_damage_is_named_and_fetched(self):
        before = self.living(self.anna)
        with sqlite3.connect(self.anna.path) as db:
            db.execute('DELETE FROM log WHERE seq = 40')
            db.execute("UPDATE log SET body = x'7b' WHERE seq = 50")
            db.execute("UPDATE record SET state = 'x' WHERE key = 3")
        db.close()
        self.assertNotEqual(self.anna.run('verify').stdout, 'ok\n')
        said = self.anna.must('sync', '--check')
        self.assertIn('could not be read', said)
        self.assertRegex(said, r'checked: [1-9]\d* fetched anew, 0 differ')
        self.assertEqual(self.anna.must('verify'), 'ok\n')
        self.assertEqual(self.living(self.anna), before)

    def test_back_after_the_floor_was_raised(self):
        self.bo.sync()
        self.bo.put(change(('goal', self.goals[5], self.case, 'text', 'Osänt')))
        self.anna.put(change(('goal', self.goals[6], self.case, 'removed', True)))
        self.anna.sync()
        with sqlite3.connect(self.server.db) as db:
            db.execute("UPDATE device SET seen_ms = 1 WHERE account = 'bo'")
        db.close()
        done = admin('compact', '--db', self.server.db)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(int(done.stdout.split()[1]), 1000)
        self.settle(self.bo, self.anna)
        self.assertIn('Osänt', json.dumps(self.anna.record(self.goals[5]), ensure_ascii=False))
        self.assertEqual([r for r in self.living(self.bo) if self.case in r],
                         [r for r in self.living(self.anna) if self.case in r])

    def test_pages_by_hand(self):
        second = self.second_laptop(self.anna)
        with sqlite3.connect(second.path) as db:
            settings = dict(db.execute('SELECT name, value FROM setting'))
            device, = db.execute('SELECT hex(d.id) FROM replica r JOIN device d '
                                 'ON d.idx = r.device').fetchone()
        db.close()
        token = next(v for k, v in settings.items() if 'token' in k)

        def fetch(path, token=token):
            request = urllib.request.Request(self.server.url.rstrip('/') + path,
                                             headers={'Authorization': f'Bearer {token}'})
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return answer.status, json.load(answer)
            except urllib.error.HTTPError as error:
                return error.code, json.load(error)

        device = device.lower()
        status, page = fetch(f'/v1/snapshot?device={device}')
        self.assertEqual(status, 200)
        self.assertEqual(page['snapshot'][3:], [page['snapshot'][4]] * 2)
        status, page = fetch(f'/v1/digest?device={device}&epoch={page["epoch"]}'
                             f'&since={page["next"]}')
        self.assertEqual(status, 200)
        self.assertGreater(len(page['digests']), N_CASES)
        for path in ('/v1/snapshot', '/v1/snapshot?device=x', f'/v1/digest?device={device}&since=-1',
                     f'/v1/snapshot?device={device}&at=1e9', f'/v1/digest?device={device}&scope=1'):
            self.assertEqual(fetch(path)[0], 400, path)
        self.assertEqual(fetch(f'/v1/snapshot?device={device}', token='0' * 64)[0], 401)
        self.assertEqual(fetch(f'/v1/snapshot?device={"0" * 31}1')[0], 403)


if __name__ == '__main__':
    unittest.main()
