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

BUILD = os.environ['AMIA_BUILD_DIR']
SOURCE = os.environ['AMIA_SOURCE_DIR']
LONG_LISTS = {'tree table', 'table', 'list'}  # a list view keeps some 200 rows; walking them takes a second


def until(ask, what, seconds=15, step=0.03):
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
        assert self.process.wait(20) == 0
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
        if suffix:
            more['AMIA_APP_ID_SUFFIX'] = suffix
        self.process = subprocess.Popen([program('amia'), *map(str, arguments)], stdout=self.log,
                                        stderr=subprocess.STDOUT, env=environment(**more))
        self.root = until(self._find_root, 'the program in the accessibility tree', 40)

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
        if not deep and node.getRoleName() in LONG_LISTS and node.childCount > 60:
            return
        for i in range(node.childCount):
            child = node.getChildAtIndex(i)
            if child is not None:
                yield from self.walk(child, deep)

    @staticmethod
    def is_shown(node):
        while node is not None and node.getRoleName() not in ('application', 'frame'):
            if not node.getState().contains(pyatspi.STATE_VISIBLE):
                return False
            node = node.parent
        return True

    def _search(self, role, name, within, deep):
        for node in self.walk(within, deep):
            if role and node.getRoleName() != role:
                continue
            if name is None or (name.search(node.name) if hasattr(name, 'search') else node.name == name):
                if self.is_shown(node):
                    return node

    @staticmethod
    def wait(ask, what, seconds=15):
        return until(ask, what, seconds)

    def find(self, role, name=None, within=None, deep=False, seconds=15):
        return self.wait(lambda: self._search(role, name, within, deep), f'{role} {name!r}', seconds)

    def has(self, role, name=None, within=None):
        return self._search(role, name, within, False) is not None

    def gone(self, role, name, seconds=15):
        self.wait(lambda: not self.has(role, name), f'{role} {name!r} to go away', seconds)

    def sees(self, words, seconds=15):
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

    # --- doing -------------------------------------------------------------------------------

    @staticmethod
    def text_of(node):
        text = node.queryText()
        return text.getText(0, text.characterCount)  # getText (0, -1) gives nothing in GTK 4.8

    def write(self, node, text):
        """Puts text into a field, as if typed."""
        assert node.queryEditableText().setTextContents(text), node.name
        until(lambda: self.text_of(node) == text, f'{node.name!r} to hold {text!r}')

    @staticmethod
    def press(node):
        assert node.queryAction().doAction(0), node.name

    def click(self, node):
        """For what has no action in GTK 4.8: rows and check buttons. The window is at the screen's corner."""
        box = self.scroll_to(node)
        subprocess.run(['xdotool', 'mousemove', str(box.x + box.width // 2 + 5), str(box.y + box.height // 2 + 5),
                        'click', '1'], check=True)

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

    def activate(self, action, *parameters):
        """Activates an application's action over D-Bus."""
        app_id = 'se.amia.Amia'
        subprocess.run(['gdbus', 'call', '--session', '--dest', app_id, '--object-path', '/' + app_id.replace('.', '/'),
                        '--method', 'org.gtk.Actions.Activate', action, '[' + ','.join(parameters) + ']', '{}'],
                       check=True, capture_output=True)

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
            self.process.wait(20)
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
