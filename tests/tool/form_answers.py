# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes answers for a Questionnaire: one to every question, as `amia-tool form fill` reads them."""
import json

from office import run

NUMBERS = {'decimal': 1.5, 'integer': 2, 'quantity': 7}
PLAIN = {
    'date': '2026-05-04',
    'dateTime': '2026-05-04T10:00:00+02:00',
    'time': '10:00:00',
    'url': 'https://example.org/a',
    'open-choice': 'egna ord',
    'attachment': {'contentType': 'text/plain', 'data': 'aGVq', 'title': 'hej.txt'},
    'reference': {'reference': 'Patient/1', 'display': 'Någon'},
}
TRIES = 5


def choice_of(element, prefix):
    """The value of a FHIR choice such as valueCoding."""
    return next((value for key, value in element.items() if key.startswith(prefix)), None)


def extension(item, name):
    for one in item.get('extension', []):
        if one.get('url', '').endswith('/' + name):
            return choice_of(one, 'value')
    return None


def number(item):
    value = NUMBERS[item['type']]
    for bound, pick in (('minValue', max), ('maxValue', min)):
        limit = extension(item, bound)
        if isinstance(limit, (int, float)):
            value = pick(value, limit)
    return value


def concepts(value_set):
    """What a contained value set lists."""
    found = []
    for include in value_set.get('compose', {}).get('include', []):
        found += [{'system': include.get('system'), 'code': one['code']}
                  for one in include.get('concept', [])]
    found += [{'system': one.get('system'), 'code': one['code']}
              for one in value_set.get('expansion', {}).get('contains', []) if 'code' in one]
    return [{key: value for key, value in one.items() if value} for one in found]


def options(item, contained):
    if 'answerOption' in item:
        return [choice_of(one, 'value') for one in item['answerOption']]
    return concepts(contained.get(item.get('answerValueSet', '').lstrip('#'), {}))


def answer(item, contained, salt):
    kind = item['type']
    listed = options(item, contained)
    if listed:
        return listed[salt % len(listed)]
    if kind == 'boolean':
        return salt % 2 == 0
    if kind in ('string', 'text'):
        return 'Hej' * max(extension(item, 'minLength') or 0, 1)
    if kind == 'quantity':
        return {'value': number(item), 'unit': 'kg'}
    return number(item) if kind in NUMBERS else PLAIN.get(kind)


def answers(items, contained, salt):
    """The answers to @items and all below; with another @salt others, that enable other items."""
    found = {}
    for salt, item in enumerate(items, salt):
        if item.get('type') == 'display' or 'linkId' not in item:
            continue
        below = answers(item.get('item', []), contained, salt)
        if item['type'] == 'group':
            value = [below, below] if item.get('repeats') else below
        else:
            value = answer(item, contained, salt)
            if below:
                value = {'value': value, 'item': below}
            if item.get('repeats'):
                value = [value]
        found[item['linkId']] = value
    return found


def leave_out(value, link_ids):
    if isinstance(value, dict):
        return {key: leave_out(inner, link_ids) for key, inner in value.items()
                if key not in link_ids}
    if isinstance(value, list):
        return [leave_out(inner, link_ids) for inner in value]
    return value


def refused(stderr):
    """The linkIds of what was not taken; what is missing is another matter."""
    return {line.split(': ')[0] for line in stderr.splitlines()
            if ': warning' not in line and ': required' not in line}


def questionnaire_in(path):
    with open(path, encoding='utf-8') as file:
        resource = json.load(file)
    if resource['resourceType'] == 'Bundle':
        return next(entry['resource'] for entry in resource['entry']
                    if entry['resource']['resourceType'] == 'Questionnaire')
    return resource


def fill(path, salt, scratch):
    """A QuestionnaireResponse to the form at @path: completed, or a draft if the answers made here
    break a rule of the form's. Returns the process as it ended."""
    form = questionnaire_in(path)
    contained = {one.get('id'): one for one in form.get('contained', [])}
    made = answers(form.get('item', []), contained, salt)
    done = None
    for attempt in range(TRIES):
        with open(scratch, 'w', encoding='utf-8') as file:
            json.dump(made, file)
        done = run('form', 'fill', path, scratch, *(['--draft'] if attempt == TRIES - 1 else []))
        if done.returncode == 0:
            break
        made = leave_out(made, refused(done.stderr))
    return done
