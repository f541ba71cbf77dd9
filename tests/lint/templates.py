#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check the shipped forms, data/forms/templates/*.json, one by one and against each other.

The engine is lenient, because it has to take forms by people who never heard of AMiA. Our own
forms are held to more: valid R4 (the que- invariants that no JSON schema expresses), the same
behaviour in every renderer, a consent area on every question and English beside every Swedish
word. And what was shipped under a version stays as it was, since answers were given to it:
template-versions.txt has a digest of each. Each finding is printed as `file: linkId: what`; the exit code is 1 if there is any.

Usage: templates.py [DIRECTORY or FILE …]
       templates.py --record    writes down the versions that are new
"""

import hashlib
import json
import pathlib
import re
import sys

BASE = "https://amia.se/fhir"
HL7 = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
TRANSLATION = HL7 + "translation"
AREA = BASE + "/StructureDefinition/consent-area"
INSTRUMENT = BASE + "/StructureDefinition/instrument"
SUBPROJECT = BASE + "/StructureDefinition/subproject"
SUBPROJECTS = ("Öst", "Väst", "Syd", "Nord")
AREAS = {"basics", "health", "work", "economy", "social", "plan", "closing"}

ROOT_KEYS = {"resourceType", "id", "language", "contained", "extension", "url", "version", "name",
             "title", "_title", "status", "subjectType", "date", "publisher", "description",
             "_description", "item"}
ITEM_KEYS = {"extension", "linkId", "prefix", "_prefix", "text", "_text", "type", "enableWhen",
             "enableBehavior", "required", "repeats", "readOnly", "maxLength", "answerValueSet",
             "answerOption", "initial", "item"}
TYPES = {"group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string",
         "text", "url", "choice", "open-choice", "attachment", "reference", "quantity"}
WITH_MAX_LENGTH = {"boolean", "decimal", "integer", "string", "text", "url", "open-choice"}
WITH_OPTIONS = {"choice", "open-choice", "decimal", "integer", "date", "dateTime", "time",
                "string", "quantity"}
OPERATORS = {"exists", "=", "!=", ">", "<", ">=", "<="}
# The answer[x] that a condition on a question of each type has to use.
CONDITION = {"boolean": "answerBoolean", "decimal": "answerDecimal", "integer": "answerInteger",
             "date": "answerDate", "dateTime": "answerDateTime", "time": "answerTime",
             "string": "answerString", "text": "answerString", "choice": "answerCoding",
             "open-choice": "answerCoding", "quantity": "answerQuantity"}
# What an item may carry, and where: None is any question, otherwise the item types.
EXTENSIONS = {
    AREA: None,
    INSTRUMENT: {"group"},
    # Only what is read differs between sub-projects: answers stay comparable.
    SUBPROJECT: {"display"},
    HL7 + "questionnaire-itemControl": None,
    HL7 + "questionnaire-sliderStepValue": {"integer"},
    HL7 + "minValue": {"integer", "decimal", "date"},
    HL7 + "maxValue": {"integer", "decimal", "date"},
    HL7 + "maxDecimalPlaces": {"decimal"},
    HL7 + "minLength": {"string", "text"},
    HL7 + "regex": {"string"},
    HL7 + "entryFormat": {"string", "date", "integer"},
    HL7 + "questionnaire-unit": {"integer", "decimal"},
    HL7 + "questionnaire-unitOption": {"quantity"},
    HL7 + "questionnaire-signatureRequired": {"boolean"},
    HL7 + "questionnaire-choiceOrientation": {"choice", "open-choice"},
    HL7 + "questionnaire-minOccurs": None,
    HL7 + "questionnaire-maxOccurs": None,
    SDC + "calculatedExpression": {"integer", "decimal", "string"},
}
OPTION_EXTENSIONS = {HL7 + "ordinalValue", HL7 + "questionnaire-optionExclusive"}
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Form:
    """One template, its items by linkId, and what is wrong with it."""

    def __init__(self, path, root):
        self.path = path
        self.root = root
        self.items = {}
        self.parents = {}
        self.findings = []

    def say(self, where, what):
        self.findings.append(f"{self.path.name}: {where}: {what}")

    def ancestors(self, link_id):
        """The linkId itself, its parent, and so on to the section."""
        while link_id is not None:
            yield link_id
            link_id = self.parents.get(link_id)

    def repeating_groups(self, link_id):
        return [a for a in self.ancestors(link_id)
                if self.items[a].get("type") == "group" and self.items[a].get("repeats")]


def without_duplicates(pairs):
    """Object hook: JSON readers silently keep one of two equal keys, so refuse them."""
    keys = [key for key, _ in pairs]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(f"the key {sorted(twice)[0]} stands twice in one object")
    return dict(pairs)


def extensions(element, url):
    return [e for e in element.get("extension", []) if e.get("url") == url]


def translation(element, key):
    """The English of a string, or None."""
    for extension in extensions(element.get("_" + key, {}), TRANSLATION):
        parts = {p.get("url"): p for p in extension.get("extension", [])}
        if parts.get("lang", {}).get("valueCode") == "en":
            return parts.get("content", {}).get("valueString")
    return None


def check_words(form, where, element, key):
    """A text is there, is tidy, and has an English twin that is tidy too."""
    swedish = element.get(key)
    if not swedish:
        form.say(where, f"{key} is missing")
        return
    english = translation(element, key)
    if not english:
        form.say(where, f"{key} has no English translation")
    for words in filter(None, (swedish, english)):
        if words != words.strip() or "  " in words or "\n" in words:
            form.say(where, f"stray space in “{words}”")


def check_nothing_empty(form, where, value):
    """FHIR forbids null, "", [] and {} everywhere."""
    if value is None or value in ("", [], {}):
        form.say(where, "an empty value; leave the key out instead")
    if isinstance(value, dict):
        value = list(value.values())
    for child in value if isinstance(value, list) else []:
        check_nothing_empty(form, where, child)


def check_variants(form):
    """A line for some sub-projects names them, since a blank form for nobody in particular has all
    the lines."""
    for where, element in (("form", form.root), *form.items.items()):
        named = [e.get("valueCode") for e in extensions(element, SUBPROJECT)]
        if any(one not in SUBPROJECTS for one in named) or len(set(named)) != len(named):
            form.say(where, "a sub-project is one of " + ", ".join(SUBPROJECTS) + ", and named once")
        if len(named) == len(SUBPROJECTS):
            form.say(where, "is in every variant: leave the sub-projects out")
        if named and where != "form" and not element["text"].startswith(" och ".join(named) + ":"):
            form.say(where, "the text should begin with its sub-projects: " + " och ".join(named))


def check_root(form):
    """The current version of a form is NAME.json, an older one NAME-VERSION.json."""
    root = form.root
    name, version = re.fullmatch(r"(.*?)(?:-(\d+\.\d+\.\d+))?", form.path.stem).groups()
    if version and root.get("version") != version:
        form.say("form", f"version should be {version}, as the file's name says")
    wanted = {"resourceType": "Questionnaire", "id": name, "language": "sv",
              "url": f"{BASE}/Questionnaire/{name}", "status": "active", "publisher": "AMiA",
              "subjectType": ["Patient"]}
    for key, value in wanted.items():
        if root.get(key) != value:
            form.say("form", f"{key} should be {value}")
    for key in sorted(set(root) - ROOT_KEYS):
        form.say("form", f"unexpected key {key}")
    if not re.fullmatch(r"\d+\.\d+\.\d+", root.get("version", "")):
        form.say("form", "version should be like 1.0.0")
    if not re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", root.get("name", "")):
        form.say("form", "que-0: name should be usable as an identifier")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", root.get("date", "")):
        form.say("form", "date should be YYYY-MM-DD")
    check_words(form, "form", root, "title")
    check_words(form, "form", root, "description")
    sections = root.get("item", [])
    if any(s.get("type") != "group" for s in sections):
        form.say("form", "every top-level item should be a group: it is a section")
    if len({"prefix" in s for s in sections}) > 1:
        form.say("form", "either every section has a prefix or none has")


def collect(form, items, parent=None):
    """Fill form.items and form.parents; que-2."""
    for item in items:
        link_id = item.get("linkId", "")
        if link_id in form.items:
            form.say(link_id, "que-2: the linkId stands twice")
        if not KEBAB.fullmatch(link_id) or link_id.isdigit():
            form.say(link_id or "?", "a linkId should be readable kebab-case ASCII")
        form.items[link_id] = item
        form.parents[link_id] = parent
        collect(form, item.get("item", []), link_id)


def check_shape(form, link_id, item):
    """The que- invariants on a single item, and our own on required and area."""
    kind = item.get("type")
    rules = [
        (kind not in TYPES, f"unknown type {kind}"),
        (kind == "group" and not item.get("item"), "que-1: a group needs items"),
        (kind == "display" and item.get("item"), "que-1: a display item can't have items"),
        ("answerOption" in item and "answerValueSet" in item, "que-4: options and a value set"),
        ("answerOption" in item and kind not in WITH_OPTIONS, f"que-5: options on a {kind}"),
        (kind == "choice" and not {"answerOption", "answerValueSet"} & set(item), "no options"),
        (kind == "display" and {"required", "repeats"} & set(item), "que-6: on a display item"),
        (kind in ("group", "display") and "initial" in item, "que-8: initial on a " + str(kind)),
        (kind == "display" and "readOnly" in item, "que-9: readOnly on a display item"),
        ("maxLength" in item and kind not in WITH_MAX_LENGTH, f"que-10: maxLength on a {kind}"),
        ("answerOption" in item and "initial" in item, "que-11: initial beside options"),
        (len(item.get("initial", [])) > 1 and not item.get("repeats"), "que-13: several initials"),
        (kind == "quantity" and not extensions(item, HL7 + "questionnaire-unitOption"),
         "a quantity should offer units by unitOption"),
    ]
    for is_wrong, what in rules:
        if is_wrong:
            form.say(link_id, what)
    for key in sorted(set(item) - ITEM_KEYS):
        form.say(link_id, f"unexpected key {key}")
    parent = form.items.get(form.parents[link_id])
    if item.get("required") and parent and parent["type"] == "group" and not (
            parent.get("required") or parent.get("repeats")):
        form.say(link_id, "required inside an optional group: renderers disagree on that")
    areas = [e.get("valueCode") for a in form.ancestors(link_id)
             for e in extensions(form.items[a], AREA)]
    if not areas:
        form.say(link_id, "no consent area, neither its own nor its section's")
    elif areas[0] not in AREAS:
        form.say(link_id, f"unknown consent area {areas[0]}")


def check_extensions(form, link_id, item):
    for extension in item.get("extension", []):
        url = extension.get("url", "")
        if url not in EXTENSIONS:
            form.say(link_id, f"extension outside what our renderers share: {url}")
        elif EXTENSIONS[url] is not None and item["type"] not in EXTENSIONS[url]:
            form.say(link_id, f"{url.rsplit('/', 1)[-1]} does not belong on a {item['type']}")
    for unit_url in ("questionnaire-unit", "questionnaire-unitOption"):
        for extension in extensions(item, HL7 + unit_url):
            check_words(form, link_id, extension.get("valueCoding", {}), "display")
    if extensions(item, SDC + "calculatedExpression") and not item.get("readOnly"):
        form.say(link_id, "a calculated value should be readOnly")
    if controls(item) == {"slider"}:
        check_slider(form, link_id, item)


def controls(item):
    return {c.get("code") for e in extensions(item, HL7 + "questionnaire-itemControl")
            for c in e.get("valueCodeableConcept", {}).get("coding", [])}


def check_slider(form, link_id, item):
    """A scale says where it begins and ends, in numbers and in words."""
    bounds = [e.get("valueInteger") for name in ("minValue", "maxValue")
              for e in extensions(item, HL7 + name)]
    if len(bounds) != 2 or bounds[0] >= bounds[1]:
        form.say(link_id, "a slider needs minValue below maxValue")
    if not extensions(item, HL7 + "questionnaire-sliderStepValue"):
        form.say(link_id, "a slider needs sliderStepValue")
    ends = set().union(*(controls(child) for child in item.get("item", [])))
    if not {"lower", "upper"} <= ends:
        form.say(link_id, "a slider needs words for its lower and upper end")


def check_options(form, link_id, item, meanings):
    """Codes are unique in the question, and one code means the same in every form."""
    seen = set()
    for option in item.get("answerOption", []):
        coding = option.get("valueCoding")
        if coding is None:
            form.say(link_id, "an option should be a coding")
            continue
        system, code = coding.get("system", ""), coding.get("code", "")
        if (system, code) in seen:
            form.say(link_id, f"the code {code} stands twice")
        seen.add((system, code))
        if not system.startswith(BASE + "/CodeSystem/"):
            form.say(link_id, f"the option {code} has a foreign system {system}")
        if not KEBAB.fullmatch(code):
            form.say(link_id, f"the code {code} should be kebab-case")
        check_words(form, link_id, coding, "display")
        meaning = (coding.get("display"), translation(coding, "display"))
        if meanings.setdefault((system, code), meaning) != meaning:
            form.say(link_id, f"{system}#{code} is “{meaning[0]}” here and "
                              f"“{meanings[(system, code)][0]}” elsewhere")
        for extension in option.get("extension", []) + coding.get("extension", []):
            if extension.get("url") not in OPTION_EXTENSIONS:
                form.say(link_id, f"unexpected extension on the option {code}")


def check_conditions(form, link_id, item):
    conditions = item.get("enableWhen", [])
    behavior = item.get("enableBehavior")
    if len(conditions) > 1 and behavior not in ("all", "any"):
        form.say(link_id, "que-12: several conditions need enableBehavior")
    if not conditions and behavior:
        form.say(link_id, "enableBehavior without a condition")
    for condition in conditions:
        check_condition(form, link_id, condition)
        if condition.get("operator") == "!=" and (behavior != "all" or not any(
                c.get("operator") == "exists" and c.get("answerBoolean") is True
                and c.get("question") == condition.get("question") for c in conditions)):
            form.say(link_id, "pair != with exists true and enableBehavior all")


def check_condition(form, link_id, condition):
    operator, question = condition.get("operator"), condition.get("question")
    answers = [key for key in condition if key.startswith("answer")]
    source = form.items.get(question)
    if operator not in OPERATORS:
        form.say(link_id, f"unknown operator {operator}")
    if source is None:
        form.say(link_id, f"the condition asks for {question}, which does not exist")
        return
    if question in form.ancestors(link_id):
        form.say(link_id, f"the condition asks for {question}, which it lies inside")
    outside = set(form.repeating_groups(question)) - set(form.repeating_groups(link_id))
    if outside:
        form.say(link_id, f"{question} lies in another repeating group: which row is meant?")
    wanted = "answerBoolean" if operator == "exists" else CONDITION.get(source["type"])
    if answers != [wanted]:
        form.say(link_id, f"the condition on {question} should use {wanted} (que-7 for exists)")
    elif wanted == "answerCoding":
        coding = condition["answerCoding"]
        if not any(o.get("valueCoding", {}).get("code") == coding.get("code")
                   and o.get("valueCoding", {}).get("system") == coding.get("system")
                   for o in source.get("answerOption", [])):
            form.say(link_id, f"{question} has no option {coding.get('code')}")


def check_no_cycle(form):
    """Enablement depends on the sources and on the ancestors; it must not depend on itself."""
    needs = {link_id: {c.get("question") for a in form.ancestors(link_id)
                       for c in form.items[a].get("enableWhen", [])} & set(form.items)
             for link_id in form.items}
    done = set()
    progress = True
    while progress:
        ready = {i for i in needs if i not in done and needs[i] <= done}
        done |= ready
        progress = bool(ready)
    for link_id in sorted(set(needs) - done):
        form.say(link_id, "its conditions go round in a circle")


def check(path, meanings):
    text = path.read_text(encoding="utf-8")
    form = Form(path, {})
    try:
        form.root = json.loads(text, object_pairs_hook=without_duplicates)
    except ValueError as error:
        form.say("file", str(error))
        return form
    if "\t" in text or not text.endswith("}\n"):
        form.say("file", "indent by two spaces and end with one line break")
    check_nothing_empty(form, "form", form.root)
    check_root(form)
    collect(form, form.root.get("item", []))
    for link_id, item in form.items.items():
        check_shape(form, link_id, item)
        check_words(form, link_id, item, "text")
        if "prefix" in item and not item["prefix"].isdigit():
            check_words(form, link_id, item, "prefix")
        check_extensions(form, link_id, item)
        check_options(form, link_id, item, meanings)
        check_conditions(form, link_id, item)
    check_variants(form)
    check_no_cycle(form)
    return form


HERE = pathlib.Path(__file__).resolve().parent
VERSIONS = HERE / "template-versions.txt"


def digest(path):
    """Of what a form says, whatever its indentation, with its url|version."""
    root = json.loads(path.read_text(encoding="utf-8"))
    said = json.dumps(root, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{root.get('url')}|{root.get('version')}", hashlib.sha256(said.encode()).hexdigest()


def shipped_versions():
    return dict(line.split() for line in VERSIONS.read_text(encoding="utf-8").splitlines()
                if line and not line.startswith("#"))


def compare_versions(found, shipped):
    """@found: url|version → file name and digest; @shipped: url|version → digest."""
    for canonical, (name, now) in found.items():
        if canonical not in shipped:
            yield f"{name}: version: {canonical} is new; write it down with templates.py --record"
        elif shipped[canonical] != now:
            yield (f"{name}: version: changed since it was shipped as {canonical}; answers were given "
                   "to that: keep the old file beside it and give this one a higher version")
    for canonical in shipped.keys() - found.keys():
        yield f"{canonical}: version: was shipped and is gone; responses to it can't be read"


def find_versions(paths):
    found = {}
    for path in paths:
        canonical, now = digest(path)
        found[canonical] = (path.name, now)
    return found


def record_versions(found, shipped):
    new = [f"{canonical} {now}\n" for canonical, (_, now) in sorted(found.items())
           if canonical not in shipped]
    with VERSIONS.open("a", encoding="utf-8") as file:
        file.writelines(new)
    print(f"{len(new)} new versions are written down")


def main(arguments):
    here = HERE
    ours = sorted((here.parents[1] / "data/forms/templates").glob("*.json"))
    if arguments == ["--record"]:
        record_versions(find_versions(ours), shipped_versions())
        return 0
    places = [pathlib.Path(a) for a in arguments] or [here.parents[1] / "data/forms/templates"]
    paths = sorted(f for p in places for f in (p.glob("*.json") if p.is_dir() else [p]))
    meanings = {}
    findings = [] if paths else ["no forms found in " + ", ".join(map(str, places))]
    for path in paths:
        findings += check(path, meanings).findings
    if not arguments and not findings:
        findings += compare_versions(find_versions(paths), shipped_versions())
    print("\n".join(findings) if findings else f"{len(paths)} forms are as they should be")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
