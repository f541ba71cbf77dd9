#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A laptop of AF's with its own valid token and a program of its own making, against what FK has not
let it have. Each of these once got something; what never did is told in test_hostile.py."""

import hashlib
import json
import signal
import time
import unittest

from attack import WatchedServer
from office import Office, new_id

FK_NAME = 'Kanarienamn'
OTHER_NAME = 'Kanarieannan'


def op(kind, record, case, field, value, area='basics', over=(), sources=None):
    return [kind, record, case, field, area, list(over), value, *([sources] if sources else [])]


class Rogue:
    """Writes whatever it likes onto the wire, and keeps whatever comes."""

    def __init__(self, server, user):
        self.user = user
        self.account = server.sign_in(user)
        self.n = 0
        self.chain = bytes(16)
        self.epoch = None
        self.clock = int(time.time() * 1000) << 16

    def round(self, *changes, **members):
        """Each change is a list of ops; returns what became of each, and the answer."""
        sent = []
        for ops in changes:
            self.clock += 1
            sent.append({'h': f'{self.clock:016x}', 'ops': ops})
        status, body = self.account.round(**{'from': self.n + 1, 'chain': self.chain.hex(),
                                             'epoch': self.epoch, 'changes': sent, **members})
        assert status == 200, body
        answer = json.loads(body)
        self.epoch = answer['epoch']
        told = {n: reason for n, _, reason in answer.get('state', [])}
        results = [told.get(self.n + 1 + i, 'ok') for i in range(len(sent))]
        for one in sent:
            # As attack.py writes it: json.dumps of the whole keeps the parts as they are.
            digest = hashlib.sha256(json.dumps(one).encode()).digest()
            self.chain = hashlib.sha256(self.chain + digest).digest()[:16]
            self.n += 1
        return results, answer

    def write(self, *ops):
        (result,), _ = self.round(list(ops))
        return result

    def fetch_all(self):
        """Everything that the server has for it, from the beginning, as text."""
        pages, since, lanes = [], 0, []
        while True:
            _, answer = self.round(since=since, lanes=lanes)
            pages.append(json.dumps(answer, ensure_ascii=False))
            since, lanes = answer['next'], answer.get('lanes', [])
            if not answer.get('more'):
                return '\n'.join(pages)


class Sceptic(Office):
    def setUp(self):
        super().setUp()
        self.server = WatchedServer(self.folder)
        for user, agency in (('anna', 'FK'), ('bo', 'AF'), ('carl', 'VARD')):
            self.server.add_user(user, agency)
        self.server.start()
        self.addCleanup(self.server.stop, signal.SIGKILL)
        self.anna, self.bo, self.carl = (Rogue(self.server, user)
                                         for user in ('anna', 'bo', 'carl'))

    def found(self, who, name, *members):
        """A case about somebody with that name; returns its id, the participant's and the members'."""
        case, person = new_id(), new_id()
        team = {user: new_id() for user in (who.user, *members)}
        self.assertEqual(who.write(op('participant', person, None, 'name', name)), 'ok')
        self.assertEqual(who.write(op('case', case, case, 'title', 'Fallet'),
                                   op('case', case, case, 'participant', person),
                                   *(op('member', member, case, 'user', user)
                                     for user, member in team.items())), 'ok')
        return case, person, team

    def test_a_consent_is_that_persons(self):
        """Bo is in two cases of Anna's. In one he may see her text; he makes it be about the person
        of the other."""
        case, _, _ = self.found(self.anna, FK_NAME, 'bo')
        other, person, _ = self.found(self.anna, OTHER_NAME, 'bo')
        consent = new_id()
        self.anna.write(op('consent', consent, case, 'kind', 'participation'),
                        op('consent', consent, case, 'parties', ['FK', 'AF']),
                        op('consent', consent, case, 'areas', ['*']))
        self.assertIn(FK_NAME, self.bo.fetch_all())
        self.assertNotIn(OTHER_NAME, self.bo.fetch_all())

        self.assertEqual(self.bo.write(op('case', case, case, 'participant', person)),
                         'not_author')
        self.assertEqual(self.bo.write(op('case', case, case, 'participant', None)), 'not_author')
        self.assertNotIn(OTHER_NAME, self.bo.fetch_all())
        # Nor in a case of his own, where Anna has registered a consent before it is about anybody.
        own = new_id()
        self.bo.write(op('case', own, own, 'title', 'Mitt'),
                      op('member', new_id(), own, 'user', 'bo'),
                      op('member', new_id(), own, 'user', 'anna'))
        consent = new_id()
        self.assertEqual(self.anna.write(op('consent', consent, own, 'kind', 'participation'),
                                         op('consent', consent, own, 'parties', ['FK', 'AF']),
                                         op('consent', consent, own, 'areas', ['*'])), 'ok')
        self.assertEqual(self.bo.write(op('case', own, own, 'participant', person)), 'not_author')
        self.assertNotIn(OTHER_NAME, self.bo.fetch_all())

    def test_citing_tells_nothing_of_what_is_cited(self):
        """Bo cites fields of a change of Anna's, and asks on another laptop which came."""
        case, _, _ = self.found(self.anna, FK_NAME, 'bo')
        form = new_id()
        self.anna.write(op('form', form, case, 'answer/sleep', FK_NAME, 'health'))
        for field in ('answer/sleep', 'answer/pain'):
            self.assertEqual(self.bo.write(
                op('goal', new_id(), case, 'text', f'cites {field}', 'plan',
                   sources=[[self.anna.account.device, self.anna.n, field]])), 'ok')
        told = Rogue(self.server, 'bo').fetch_all()
        self.assertNotIn('cites answer/sleep', told)
        self.assertNotIn('cites answer/pain', told)

    def test_an_attachment_is_not_fetched_by_naming_it(self):
        """Bo has seen hash and key while there was a consent, and not fetched the rest."""
        case, _, _ = self.found(self.anna, FK_NAME, 'bo')
        sealed = b'sealed bytes'
        digest = hashlib.sha256(sealed).hexdigest()
        self.assertEqual(self.blob(self.anna, 'PUT', digest, sealed,
                                   Content_Range=f'bytes 0-{len(sealed) - 1}/{len(sealed)}'), 200)
        attachment = new_id()
        self.anna.write(op('attachment', attachment, case, 'sha256', digest))
        self.assertEqual(self.blob(self.anna, 'GET', digest, Range='bytes=0-'), 206)
        self.assertEqual(self.blob(self.bo, 'GET', digest, Range='bytes=0-'), 404)

        # However often he says so, which does not drown who said it first.
        for _ in range(20):
            self.assertEqual(self.bo.write(op('attachment', new_id(), case, 'sha256', digest)), 'ok')
        self.assertEqual(self.blob(self.bo, 'GET', digest, Range='bytes=0-'), 404)
        self.assertEqual(self.blob(self.bo, 'HEAD', digest), 404)
        self.assertEqual(self.blob(self.anna, 'GET', digest, Range='bytes=0-'), 206)

    def blob(self, who, method, digest, body=b'', **headers):
        return self.server.ask(method, f'/v1/blobs/{digest}', body,
                               Authorization=f'Bearer {who.account.token}', **headers)[0]

    def test_who_is_invited_does_not_shut_out_who_invites(self):
        case, _, team = self.found(self.anna, FK_NAME, 'bo')
        for field, value in (('removed', True), ('user', 'bo'), ('to', '2020-01-01'),
                             ('from', '2999-01-01')):
            self.assertEqual(self.bo.write(op('member', team['anna'], case, field, value)),
                             'not_author', field)
        # He may leave; and a second laptop of hers gets what is hers.
        self.assertEqual(self.bo.write(op('member', team['bo'], case, 'removed', True)), 'ok')
        self.assertIn(FK_NAME, Rogue(self.server, 'anna').fetch_all())

    def test_other_cases_of_the_person_stay_unknown(self):
        """Care has a case about the same person, which is nobody else's to know."""
        case, person, _ = self.found(self.anna, FK_NAME, 'bo')
        other = new_id()
        self.anna.write(op('case', other, other, 'title', 'Mottagningen'),
                        op('case', other, other, 'participant', person),
                        op('member', new_id(), other, 'user', 'anna'),
                        op('member', new_id(), other, 'user', 'carl'))
        self.carl.fetch_all()
        self.carl.write(op('participant', person, None, 'phone', '063-12 34 56'))
        self.carl.round(facts=[[1, 'open', 1, person, None, 10 ** 6]])
        self.assertNotIn('carl', self.bo.fetch_all())

        token = {'Authorization': f'Bearer {self.bo.account.token}'}
        status, _, body = self.server.ask('GET', f'/v1/audit?case={case}', **token)
        self.assertEqual(status, 200)
        self.assertIn(b'"user":"anna"', body)
        self.assertNotIn(b'carl', body)
        status, _, body = self.server.ask('GET', f'/v1/audit?case={person}', **token)
        self.assertEqual(status, 404, body)


if __name__ == '__main__':
    unittest.main()
