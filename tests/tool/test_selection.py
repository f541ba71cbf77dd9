#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of people whose benefit ends, out of another program: the good rows are taken, each of the others is
named with its reason; who is here already does not come twice, neither at once nor when two laptops meet."""

import json
import os
import unittest

from office import Office, Replica

LIST = '''Försäkrad;Pers-nr;Utförsäkringsdatum;Kommun
Hulda Ekvall;18840312-2388;2014-08-31;Östersund
Bo Dal;188502303456;2014-09-30;Åre
"Zara ""Z"" Alm";;30.09.2014;Härjedalen
;;2014-09-30;
Adam Ek;;i höst;
Hulda E;1884 0312-2388;;
'''


class Selection(Office):
    def setUp(self):
        super().setUp()
        self.replica = Replica(self.folder, 'anna', 'FK')

    def file(self, text, encoding='utf-8', name='lista.csv'):
        path = os.path.join(self.folder, name)
        with open(path, 'wb') as out:
            out.write(text.encode(encoding))
        return path

    def take(self, text, *more, encoding='utf-8', ends=2):
        done = self.replica.run('import-selection', self.file(text, encoding), '--json', *more)
        self.assertEqual(done.returncode, ends, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def people(self):
        return sorted(one['fields'].get('name', '') for one in self.replica.get('--kind', 'participant'))

    def test_each_row_is_told_of(self):
        told = self.take(LIST, '--subproject', 'Nord')
        self.assertEqual([(one['line'], one['what'], one.get('fault')) for one in told], [
            (2, 'taken', None), (3, 'wrong', 'number-date'), (4, 'taken', None), (5, 'wrong', 'nameless'),
            (6, 'wrong', 'day'), (7, 'wrong', 'repeated')])
        self.assertEqual(told[5]['same-line'], 2)
        self.assertEqual(self.people(), ['Hulda Ekvall', 'Zara "Z" Alm'])
        case, = self.replica.get('--id', told[0]['case'])
        self.assertEqual((case['fields']['status'], case['fields']['subproject']), ('selection', 'Nord'))
        self.assertEqual(self.replica.must('verify').strip(), 'ok')

    def test_every_encoding_and_separator(self):
        for encoding, separator in (('cp1252', ';'), ('utf-16', '\t'), ('utf-8-sig', ',')):
            text = f'Namn{separator}Kommun\nÅsa Öberg ({encoding}){separator}Åre\n'
            told, = self.take(text, encoding=encoding, ends=0)
            self.assertEqual(told['name'], f'Åsa Öberg ({encoding})')

    def test_the_same_person_does_not_come_twice(self):
        self.take(LIST)
        again = self.take(LIST)
        self.assertEqual([one['what'] for one in again], ['here', 'wrong', 'similar', 'wrong', 'wrong', 'wrong'])
        similar = 'Namn;Pnr\nHulda Ekwall;18840312-1117\n'
        self.assertEqual(self.take(similar)[0]['what'], 'similar')
        self.assertEqual(self.take(similar, '--take-similar', ends=0)[0]['what'], 'taken')
        self.assertEqual(len(self.people()), 3)

    def test_trying_changes_nothing(self):
        self.take(LIST, '--dry-run')
        self.assertEqual(self.people(), [])
        self.assertIn('would take 2 here 0 wrong 4',
                      self.replica.run('import-selection', self.file(LIST), '--dry-run').stdout)

    def test_columns_may_be_named_by_hand(self):
        told, = self.take('A;B;C\nHulda;Ekvall;2014-08-31\n', '--map', 'A=given-name', '--map', '2=family-name',
                          '--map', 'c=benefit-end', ends=0)
        self.assertEqual((told['name'], told['benefit-end']), ('Hulda Ekvall', '2014-08-31'))
        for wrong in ('A=ålder', 'X=name', 'A', '9=name'):
            done = self.replica.run('import-selection', self.file('A;B\nx;y\n'), '--map', wrong)
            self.assertEqual(done.returncode, 64, wrong)

    def test_what_is_no_table(self):
        path = os.path.join(self.folder, 'lista.xlsx')
        with open(path, 'wb') as out:
            out.write(b'PK\x03\x04\x00\x00')
        self.assertEqual(self.replica.run('import-selection', path).returncode, 1)
        self.assertEqual(self.replica.run('import-selection', path + '.borta').returncode, 1)


if __name__ == '__main__':
    unittest.main()
