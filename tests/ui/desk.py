"""A desk with laptops on it: starts programs and drives them as a person with a screen reader would.

Everything goes through the accessibility tree (AT-SPI): what a test can't find here, a blind user can't
either. Nothing sleeps for a guessed time; `until` waits for what is asked and says what it saw if it never came.
"""
import json
import os
import re
import subprocess
import tempfile
import time

import pyatspi
from gi.repository import Gio, GLib

from tree import LONG, LONG_LISTS, Tree

BUILD = os.environ['AMIA_BUILD_DIR']
SOURCE = os.environ['AMIA_SOURCE_DIR']
# Before all that is started here: a clock that can be put forward, and passwords that cost little.
os.environ['LD_PRELOAD'] = os.environ.get('AMIA_PRELOAD', '')
# How many seconds to wait for what is to come: only a failure takes that long, and a busy machine is none.
PATIENCE = 120


def until(ask, what, seconds=PATIENCE, step=0.03):
    """Waits until ask() gives something true and returns it."""
    end = time.monotonic() + seconds
    trouble = None
    while time.monotonic() < end:
        try:
            answer = ask()
            if answer:
                return answer
        except Exception as error:  # the tree changes while it is read
            trouble = error
        time.sleep(step)
    raise AssertionError(f'waited {seconds} s for {what}' + (f' ({trouble})' if trouble else ''))


def program(name):
    return {'amia': f'{BUILD}/app/amia', 'amia-tool': f'{BUILD}/data/tool/amia-tool',
            'amia-server': f'{BUILD}/data/server/amia-server'}[name]


def environment(**more):
    return {**os.environ, 'GSETTINGS_SCHEMA_DIR': f'{BUILD}/flatpak', 'AMIA_LOCALE_DIR': f'{BUILD}/po', **more}


def tool(*arguments, stdin='', check=True):
    """Runs amia-tool and returns what it printed."""
    done = subprocess.run([program('amia-tool'), *map(str, arguments)], input=stdin, text=True, capture_output=True,
                          env=environment(), timeout=120)
    assert not check or done.returncode == 0, f'amia-tool {arguments}: {done.returncode}: {done.stderr}'
    return done.stdout


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def change(*ops):
    """One change of these ops, (kind, id, case, field, value) each, as `amia-tool put` reads it."""
    return json.dumps({'set': [dict(zip(('kind', 'id', 'case', 'field', 'value'), op)) for op in ops]}) + '\n'


def put(replica, *ops):
    """Writes one change into a replica, beside the program."""
    tool('put', replica, stdin=change(*ops))


class Server:
    """An amia-server on loopback."""

    def __init__(self, directory):
        self.db = f'{directory}/server.db'
        self.address = '127.0.0.1:0'
        self.process = None

    def start(self):
        self.process = subprocess.Popen([program('amia-server'), '--db', self.db, '--listen', self.address],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = re.match(r'listening (\S+)', self.process.stdout.readline()).group(1).rstrip('/')
        self.address = self.url.split('//')[1]  # the same port after a restart
        return self

    def stop(self):
        self.process.terminate()
        assert self.process.wait(PATIENCE) == 0
        self.process.stdout.close()

    def add_user(self, name, agency, role='caseworker', password='lösenord nog långt'):
        subprocess.run([program('amia-server'), 'user', 'add', name, '--agency', agency, '--role', role,
                        '--db', self.db], input=password + '\n', text=True, check=True, capture_output=True)

    def replica(self, path, name, agency, password='lösenord nog långt'):
        tool('init', path, '--user', name, '--agency', agency, '--unencrypted')
        tool('login', path, '--server', self.url, '--user', name, stdin=password + '\n')
        return path


class Program:
    """A running program, found in the accessibility tree by its process."""

    def __init__(self, *arguments, suffix=None, **more):
        self.log_path = tempfile.mktemp(dir=os.environ['UI_WORK'], suffix='.log')
        self.log = open(self.log_path, 'w+')
        self.app_id = 'se.amia.Amia' + (f'.{suffix}' if suffix else '')
        if suffix:
            more['AMIA_APP_ID_SUFFIX'] = suffix
        self.process = subprocess.Popen([program('amia'), *map(str, arguments)], stdout=self.log,
                                        stderr=subprocess.STDOUT, env=environment(**more))
        self.root = until(self._find_root, 'the program in the accessibility tree')
        self.tree = None
        self.asked = {}  # by the path of what was found: how

    def _find_root(self):
        if self.process.poll() is not None:
            raise SystemExit(f'the program ended with {self.process.returncode}: {open(self.log_path).read()}')
        desktop = pyatspi.Registry.getDesktop(0)
        for i in range(desktop.childCount):
            child = desktop.getChildAtIndex(i)
            if child and child.childCount and child.get_process_id() == self.process.pid:
                return child

    # --- finding -----------------------------------------------------------------------------

    def walk(self, node=None, deep=False):
        """All nodes below, a parent before its children; long lists only when deep."""
        node = node or self.root
        yield node
        if not deep and node.getRoleName() in LONG_LISTS and node.childCount > LONG:
            return
        for i in range(node.childCount):
            child = node.getChildAtIndex(i)
            if child is not None:
                yield from self.walk(child, deep)

    @staticmethod
    def has_focus(node):
        return node.getState().contains(pyatspi.STATE_FOCUSED)

    def nodes(self, within=None, deep=False):
        """What is shown now, as tree.py reads it: cheaper than walk() by far, and only to be looked at."""
        if self.tree is None:
            self.tree = Tree(self.root)
        return self.tree.read(within.path if within else None, deep)

    def _search(self, role, name, within, deep):
        def fits(node):
            return (not role or node.role == role) and \
                (name is None or (name.search(node.name) if hasattr(name, 'search') else node.name == name))
        return next(filter(fits, self.nodes(within, deep)), None)

    def _handle(self, node):
        return node and self.tree.handle(node)

    @staticmethod
    def wait(ask, what, seconds=PATIENCE):
        return until(ask, what, seconds)

    def find(self, role, name=None, within=None, deep=False, seconds=PATIENCE):
        found = self.wait(lambda: self._handle(self._search(role, name, within, deep)), f'{role} {name!r}', seconds)
        self.asked[found.path] = role, name, within, deep
        return found

    def has(self, role, name=None, within=None):
        return self._search(role, name, within, False) is not None

    def gone(self, role, name, seconds=PATIENCE):
        self.wait(lambda: not self.has(role, name), f'{role} {name!r} to go away', seconds)

    def sees(self, words, seconds=PATIENCE):
        """Waits for a label that contains the words."""
        return self.find('label', re.compile(re.escape(words)), seconds=seconds)

    def dump(self):
        """The tree as text, for when a test does not find something."""
        def show(node, depth):
            yield '  ' * depth + f'{node.getRoleName()} {node.name!r}'
            for i in range(min(node.childCount, 60)):
                child = node.getChildAtIndex(i)
                if child is not None:
                    yield from show(child, depth + 1)
        return '\n'.join(show(self.root, 0))

    def width(self):
        """How wide the window is; it grows with what can't be narrower."""
        return self.root.getChildAtIndex(0).queryComponent().getExtents(pyatspi.WINDOW_COORDS).width

    # --- doing -------------------------------------------------------------------------------

    @staticmethod
    def text_of(node):
        text = node.queryText()
        return text.getText(0, text.characterCount)  # getText (0, -1) gives nothing in GTK 4.8

    def write(self, node, text):
        """Puts text into a field, as if typed."""
        assert node.queryEditableText().setTextContents(text), node.name
        until(lambda: self.text_of(node) == text, f'{node.name!r} to hold {text!r}')

    def press(self, node):
        """Presses what was found, once it can be pressed. A row that was made anew since then is found again."""
        def is_pressed():
            try:
                return node.queryAction().doAction(0)
            except NotImplementedError:
                return self.find(*self.asked[node.path]).queryAction().doAction(0)
        self.wait(is_pressed, f'{self.asked.get(node.path)} to be pressed')

    def click(self, node):
        """For what has no action in GTK 4.8: rows and check buttons. The window is at the screen's corner."""
        box = self.scroll_to(node)
        subprocess.run(['xdotool', 'mousemove', str(box.x + box.width // 2 + 5), str(box.y + box.height // 2 + 5),
                        'click', '1'], check=True)

    @staticmethod
    def closed(title):
        """Waits until no window is called so, which the X server knows: GTK 4.8 crashes on questions about one that is
        just closing."""
        until(lambda: subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', f'^{title}$'],
                                     capture_output=True).returncode, f'{title} to close')

    def scroll_to(self, node):
        """Turns the wheel until the node is inside the window, clear of its bars, and returns where."""
        window = self.root.getChildAtIndex(0).queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        for _ in range(40):
            box = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
            below = box.y + box.height // 2 > window.height - 90
            if not below and box.y + box.height // 2 > 60:
                break
            subprocess.run(['xdotool', 'mousemove', str(window.width * 2 // 3), str(window.height // 2),
                            'click', '5' if below else '4'], check=True)
            time.sleep(0.15)
        return box

    @staticmethod
    def key(*keys):
        subprocess.run(['xdotool', 'key', '--clearmodifiers', *keys], check=True)

    @staticmethod
    def type(text):
        subprocess.run(['xdotool', 'type', '--delay', '10', text], check=True)

    @staticmethod
    def type_fast(text, *keys):
        """Types and presses keys in one go, before the program can show anything of it."""
        subprocess.run(['xdotool', 'type', '--delay', '0', '--args', '1', text, 'key', '--delay', '0', *keys], check=True)

    def go_to(self, place):
        """A place by its key, once there is one: a window that is opening its file has none."""
        self.find('list item', re.compile('^Ärenden'))
        self.key(f'ctrl+{place}')

    def turn_to(self, view):
        """Ctrl+Tab from view to view until it is the one that is shown."""
        def selected():
            return [node.name for node in self.nodes() if node.role == 'page tab' and node.has(pyatspi.STATE_SELECTED)]

        for _ in range(12):
            before = self.wait(selected, 'a view')
            if view in before:
                return
            self.key('ctrl+Tab')
            try:
                self.wait(lambda: selected() not in ([], before), f'another view than {before}', 5)
            except AssertionError:
                pass  # the key went to something that was just being built
        raise AssertionError(f'{view} is not shown')

    def take(self, choice):
        """Goes by keys to a row of the list that has just opened, and takes it.

        The rows of a popover can't be clicked at the place that they report, and their words may stand on the page
        behind, too: so the row that has the focus says which list is meant, and is asked for again after each key.
        """
        def words(row):  # the rows of a drop-down have no name in GTK 4.8
            return row.name or next((label.name for label in below(row) if label.role == 'label'), '')

        def below(node):
            for child in node.children:
                yield child
                yield from below(child)

        def here_and_there():
            """Where the focus is among the rows, and where it is to go."""
            row = next((node for node in self.nodes(deep=True) if node.role == 'list item'
                        and node.has(pyatspi.STATE_FOCUSED)), None)
            rows = list(map(words, row.parent.children)) if row else []
            return (row.parent.children.index(row), rows.index(choice)) if choice in rows else None

        # A list that rolls under the pointer would choose what comes to lie there.
        subprocess.run(['xdotool', 'mousemove', '0', '0'], check=True)
        for _ in range(100):
            here, there = self.wait(here_and_there, f'a list with {choice!r} that has the focus')
            if here == there:
                return self.key('Return')
            self.key('Down' if here < there else 'Up')
            self.wait(lambda: (here_and_there() or (here, there))[0] != here, f'the focus to leave row {here}')
        raise AssertionError(f'the focus does not come to {choice!r}')

    def choose(self, name, choice):
        """Opens a drop-down, goes to the choice, takes it, and sees that it was taken."""
        button = self.find('push button', re.compile(f'^{re.escape(name)}(: |$)'))
        self.scroll_to(button)  # GTK 4.8 complains of a list that opens beside the screen
        self.press(button)
        self.take(choice)
        self.find('push button', f'{name}: {choice}')

    def act(self, action, *values):
        """Activates an action of the window over D-Bus, as its menu would."""
        self._activate('/window/1', action, values)

    def activate(self, action, *values):
        """Activates an action of the application over D-Bus."""
        self._activate('', action, values)

    def _activate(self, where, action, values):
        def call(method, parameters, reply):
            return Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
                self.app_id, path, 'org.gtk.Actions', method, parameters, reply and GLib.VariantType(reply), 0, 60000)

        path = '/' + self.app_id.replace('.', '/') + where
        # A window that is still opening what it is to show has the action already, and does nothing when it is asked.
        self.wait(lambda: call('Describe', GLib.Variant('(s)', (action,)), '((bgav))').unpack()[0][0],
                  f'the action {action}')
        values = [GLib.Variant('i' if isinstance(value, int) else 's', value) for value in values]
        try:
            call('Activate', GLib.Variant('(sava{sv})', (action, values, {})), None)
        except GLib.Error as error:
            raise AssertionError(f'{action}: {error.message} {self.process.poll()} {open(self.log_path).read()}')

    @staticmethod
    def shot(name):
        """A screenshot into $UI_SHOTS, if somebody wants to look."""
        if os.environ.get('UI_SHOTS'):
            time.sleep(0.4)  # for the eye only: let the last frame be drawn
            subprocess.run(['import', '-window', 'root', f"{os.environ['UI_SHOTS']}/{name}.png"], check=True)

    # --- ending ------------------------------------------------------------------------------

    def close(self):
        """Closes the window as a person does and returns what the program printed."""
        self.key('ctrl+q')
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError('the program did not end')
        text = open(self.log_path).read()
        bad = [line for line in text.splitlines() if 'CRITICAL' in line or 'ERROR' in line]
        assert not bad, '\n'.join(bad)
        assert self.process.returncode == 0, f'{self.process.returncode}: {text}'
        return text

    def kill(self):
        self.process.kill()
        self.process.wait()
