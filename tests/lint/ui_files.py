#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The widgets' templates, ui/*.ui, by eye of a program: what a screen reader and a translator need.

Whether a template can be built is tested by building it (tests/ui); this finds what would build and
yet be wrong: texts without translatable, icon buttons and fields without a name, files left out of
the resource.
"""

import re
import xml.etree.ElementTree as tree

from sources import ROOT, files, finish, name

TEXTS = {"label", "title", "subtitle", "tooltip-text", "placeholder-text", "description", "heading",
         "body"}
BUTTONS = {"GtkButton", "GtkToggleButton", "GtkMenuButton", "AdwSplitButton"}
# Not GtkDropDown: the focus goes to a button inside it that only C can name, amia_drop_down_set_name().
FIELDS = {"GtkEntry", "GtkSearchEntry", "GtkPasswordEntry", "GtkTextView", "GtkSwitch", "GtkSpinButton",
          "GtkScale"}


def properties(node):
    return {child.get("name").replace("_", "-"): child for child in node.findall("property")}


def has_name(node, mnemonics):
    named = node.find("accessibility/property[@name='label']") is not None or \
        node.find("accessibility/relation[@name='labelled-by']") is not None
    return named or node.get("id") in mnemonics


def checks(path):
    root = tree.parse(path).getroot()
    mnemonics = {node.text for node in root.iter("property") if node.get("name") == "mnemonic-widget"}
    for node in root.iter("property"):
        if node.get("name").replace("_", "-") in TEXTS and node.text and node.get("bind-source") is None \
                and re.search(r"[A-Za-z]{2}", node.text) and node.get("translatable") != "yes" \
                and node.find("*") is None and node.text != "AMiA":
            yield f'{name(path)}: "{node.text.strip()}" cannot be translated'
    for node in root.iter("object"):
        kind, given = node.get("class"), properties(node)
        if kind in BUTTONS and "icon-name" in given and "label" not in given \
                and not has_name(node, mnemonics):
            yield f"{name(path)}: a {kind} with the icon {given['icon-name'].text} has no name"
        if kind in FIELDS and not has_name(node, mnemonics):
            yield f"{name(path)}: the {kind} {node.get('id')} has no name"
        if kind == "GtkTextView" and given.get("accepts-tab", node).text != "0" \
                and given.get("accepts-tab", node).text != "false":
            yield f"{name(path)}: a GtkTextView that keeps the Tab key to itself"


def main():
    findings = []
    resource = (ROOT / "ui/amia.gresource.xml").read_text()
    for path in files("*.ui", folders=("ui",)):
        if path.name not in resource:
            findings.append(f"{name(path)}: is not in ui/amia.gresource.xml")
        findings += checks(path)
    finish(findings)


if __name__ == "__main__":
    main()
