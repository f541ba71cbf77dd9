# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessibility tree of a program, read at once.

Through pyatspi each name, role and state of each node is a message to the program and back, one after the other: some
thousand for a page. GTK hands out all that it has told of so far in one answer (GetItems, made for a screen reader's
cache). Which of that is shown now, parents are asked, all of a level at once; for the parents that GTK names in its one
answer are not to be relied upon in a stack. What is found is handed back as pyatspi's object, for what one does with it.
"""
import re

from gi.repository import Atspi, Gio, GLib

CACHE = '/org/a11y/atspi/cache', 'org.a11y.atspi.Cache', 'GetItems'
TEXT = r'\'(?:[^\'\\]|\\.)*\'|"(?:[^"\\]|\\.)*"'
# A reference is the program's name on the bus and a path; an item is its reference, the program's, its parent's, its
# place there, its number of children, interfaces, name, role, description and states.
ITEM = re.compile(rf"\(\('[^']*', '([^']*)'\), \('[^']*', '[^']*'\), \('[^']*', '[^']*'\), -?\d+, (-?\d+), "
                  rf"\[[^\]]*\], ({TEXT}), (\d+), (?:{TEXT}), \[(\d+), (\d+)\]\)")
ROLES = {}
LONG_LISTS = {'tree table', 'table', 'list'}  # a list view keeps some 200 rows, and each has nodes of its own
LONG = 60
TIMEOUT_MS = 60000
ACCESSIBLE = 'org.a11y.atspi.Accessible'


def plain(text):
    return GLib.Variant.parse(GLib.VariantType('s'), text, None, None).get_string() if '\\' in text else text[1:-1]


class Node:
    """What was read of one node; the children are in their order."""
    __slots__ = ('path', 'n_children', 'name', 'role', 'states', 'children', 'parent')

    def __init__(self, path, n_children, name, role, low, high):
        self.path, self.n_children, self.name = path, int(n_children), plain(name)
        self.role = ROLES.get(role) or ROLES.setdefault(role, Atspi.role_get_name(Atspi.Role(int(role))))
        self.states = int(low) | int(high) << 32
        self.children, self.parent = [], None

    def has(self, state):
        return bool(self.states >> int(state) & 1)


def is_shown(node):
    return node.role in ('application', 'frame') or node.has(Atspi.StateType.VISIBLE)


def is_open(node, deep):
    """Whether to look at what is below it: for nothing hidden, and into long lists only when deep."""
    if node.role == 'application':
        return True  # GTK says there that it has no windows
    return node.n_children > 0 and is_shown(node) and (deep or node.role not in LONG_LISTS or node.n_children <= LONG)


class Tree:
    """The nodes of one program; `root` is its pyatspi object."""

    def __init__(self, root):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address, = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0, -1)
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.program, self.root = root.app.bus_name, root
        self.handles = {root.path: root}
        self.context = GLib.MainContext()

    def _items(self):
        items = self.bus.call_sync(self.program, *CACHE, None, None, 0, TIMEOUT_MS)
        return {item[0]: Node(*item) for item in ITEM.findall(items.print_(False))}

    def _ask_children(self, paths):
        """The children of each, asked for at once."""
        answers = {}

        def answered(bus, result, path):
            try:
                children, = bus.call_finish(result)
                answers[path] = [child for _, child in children]
            except GLib.Error:  # it went away meanwhile
                answers[path] = []

        for path in paths:
            self.bus.call(self.program, path, ACCESSIBLE, 'GetChildren', None, None, 0, TIMEOUT_MS, None, answered, path)
        while len(answers) < len(paths):
            self.context.iteration(True)
        return answers

    def _structure(self, items, deep):
        """The children of all that is shown; what GTK has not told of yet it tells of when asked."""
        structure, level = {}, {self.root.path}
        while level:
            answers = self._ask_children(level)
            structure.update(answers)
            level = {child for children in answers.values() for child in children
                     if child not in structure and (child not in items or is_open(items[child], deep))}
        return structure

    def read(self, within=None, deep=False):
        """All that is shown, or what of it is within a node, a parent before its children."""
        self.context.push_thread_default()
        try:
            items = self._items()
            structure = self._structure(items, deep)
            if not structure.keys() | {child for children in structure.values() for child in children} <= items.keys():
                items = self._items()
        finally:
            self.context.pop_thread_default()

        def below(node):
            if not is_shown(node):
                return
            yield node
            if is_open(node, deep):
                node.children = [items[child] for child in structure.get(node.path, ()) if child in items]
            for child in node.children:
                child.parent = node
                yield from below(child)

        shown = list(below(items[self.root.path]))
        if within is None:
            return shown
        top = next((node for node in shown if node.path == within), None)
        return list(below(top)) if top else []

    def handle(self, node):
        """The pyatspi object of a node, by the way to it from the top."""
        if node.path not in self.handles:
            above = self.handle(node.parent)
            above.clear_cache()
            children = [child for child in above if child is not None]
            # A stack has a page between itself and its child.
            found = next((child for child in children if child.path == node.path), None) or \
                next((child for page in children for child in page if child and child.path == node.path), None)
            if found is None:
                raise LookupError(f'{node.role} {node.name!r} has moved')
            self.handles[node.path] = found
        self.handles[node.path].clear_cache()
        return self.handles[node.path]
