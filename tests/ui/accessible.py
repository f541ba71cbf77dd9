# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page must be for those who do not see it or do not use a mouse (EN 301 549, chapter 11).

`findings (program)` looks at the page that is shown and returns what is wrong with it, a sentence each:

* everything that takes the focus has a name, and the name is not its type's or a mnemonic's underline;
* the Tab key reaches every stop, each stop says that it has the focus, and none holds on to it;
* each text has a contrast of 4.5 to its ground (WCAG 1.4.3), measured on the screen. What is
  switched off is exempt there, and here.
"""
import os
import re
import subprocess
from collections import Counter

import pyatspi
from gi.repository import GLib
from PIL import Image

import desk

TYPE_NAME = re.compile(r'^(Gtk|Adw|Amia)[A-Z]\w+$|^\(null\)$')
NEEDS_NO_NAME = {'scroll pane', 'list', 'frame', 'filler', 'panel', 'viewport', 'tree table', 'table'}
STOPS_MAX = 40
UNHEARD_MAX = 3
SILENT_SECONDS = 20  # after which nothing said that it has the focus; only a failure waits for that
CONTRAST_MIN = 4.5


def box_of(node):
    box = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    return (box.x, box.y, box.x + box.width, box.y + box.height)


def nodes(program):
    """All nodes that may be seen, a parent before its children; what is hidden is not walked into."""
    def below(node):
        if node.getRoleName() not in ('application', 'frame') \
                and not node.getState().contains(pyatspi.STATE_VISIBLE):
            return
        yield node
        if node.getRoleName() in desk.LONG_LISTS and node.childCount > 60:
            return
        for child in node:
            if child is not None:
                yield from below(child)
    return list(below(program.root))


def is_on_top(node, box, frame):
    """Whether a click in the middle of it would meet it: pages of a stack lie behind each other, and
    nothing but their place on the screen tells which is in front."""
    if box[2] - box[0] < 2 or box[3] - box[1] < 2:
        return False
    met = frame.queryComponent().getAccessibleAtPoint((box[0] + box[2]) // 2, (box[1] + box[3]) // 2,
                                                      pyatspi.WINDOW_COORDS)
    while met is not None and met != frame:
        if met == node or (met == node.parent and box_of(met)[3] - box_of(met)[1] < 120):
            return True
        met = met.parent
    return False


def is_inside(box, other):
    return box[0] >= other[0] and box[1] >= other[1] and box[2] <= other[2] and box[3] <= other[3]


# --- names -----------------------------------------------------------------------------------


def name_findings(shown, frame):
    for node in shown:
        role, name, state = node.getRoleName(), node.name or '', node.getState()
        if role in NEEDS_NO_NAME or not state.contains(pyatspi.STATE_FOCUSABLE) \
                or not state.contains(pyatspi.STATE_SENSITIVE) or not is_on_top(node, box_of(node), frame):
            continue
        if not name.strip() or TYPE_NAME.match(name):
            yield f'a {role} takes the focus and has no name: {name!r}, {node.description!r}, at {box_of(node)}'
        if name.startswith('_'):
            yield f'a {role} is named with its mnemonic: {name!r}'


# --- keyboard --------------------------------------------------------------------------------


class FocusWatch:
    """Hears what a screen reader hears when the focus moves."""

    def __init__(self, program):
        self.pid = program.process.pid
        self.heard = []
        pyatspi.Registry.registerEventListener(self.hear, 'object:state-changed:focused')

    def hear(self, event):
        if event.detail1 and event.source.getRoleName() != 'frame' \
                and event.source.get_process_id() == self.pid:
            self.heard.append(event.source)

    @staticmethod
    def listen(seconds, is_enough=lambda: False):
        """Lets events come for so long, or until it is enough."""
        over = []
        timer = GLib.timeout_add(int(seconds * 1000), over.append, True)
        while not over and not is_enough():
            GLib.MainContext.default().iteration(True)
        if not over:
            GLib.source_remove(timer)

    def wait(self):
        """Returns what got the focus, the innermost if several did, or None."""
        self.listen(SILENT_SECONDS, lambda: self.heard)
        self.listen(0.05)
        found, self.heard = (self.heard or [None])[-1], []
        return found

    def end(self):
        pyatspi.Registry.deregisterEventListener(self.hear, 'object:state-changed:focused')


def keyboard_findings(program):
    watch, stops, unheard = FocusWatch(program), [], 0
    while len(stops) < STOPS_MAX and unheard < UNHEARD_MAX:
        program.key('Tab')
        node = watch.wait()
        stop = (node.getRoleName(), node.name, box_of(node)) if node is not None else None
        if stop is None:
            unheard += 1
            yield f'Tab leads from {stops[-1][:2] if stops else "the start"} to something that does not say so'
        elif stops[-2:] == [stop, stop]:
            yield f'{stop[:2]} keeps the Tab key to itself'
            break
        elif stop in stops:
            break  # once round
        stops.append(stop or ('?', '', len(stops)))
    watch.end()
    if len(stops) < 2:
        yield 'the Tab key leads nowhere'


# --- contrast --------------------------------------------------------------------------------


def luminance(colour):
    def linear(value):
        value /= 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
    return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])


def ratio(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def best_contrast(picture, box):
    """The strongest contrast between the ground and any colour that is more than a stray pixel."""
    colours = Counter(picture.crop(box).getdata())
    ground = colours.most_common(1)[0][0]
    return max((ratio(colour, ground) for colour, count in colours.items() if count >= 2), default=1)


def is_in_view(node, box, edge):
    """Whether the whole of a text is on the screen, not scrolled away under something else."""
    while node is not None and node.getRoleName() not in ('application', 'frame'):
        if node.getRoleName() == 'scroll pane' and not is_inside(box, box_of(node)):
            return False
        node = node.parent
    return is_inside(box, edge)


def contrast_findings(shown, frame):
    path = f"{os.environ['UI_WORK']}/contrast.png"
    subprocess.run(['import', '-window', 'root', path], check=True)
    picture = Image.open(path).convert('RGB')
    offset = 5  # the border that the X server's own corner window gets from GTK without a manager
    for node in shown:
        if node.getRoleName() != 'label' or not (node.name or '').strip() \
                or not node.getState().contains(pyatspi.STATE_SENSITIVE):
            continue
        box = box_of(node)
        if box[2] - box[0] < 5 or box[3] - box[1] < 9 \
                or not is_in_view(node, box, (0, 0, picture.width - offset, picture.height - offset)) \
                or not is_on_top(node, box, frame):
            continue
        best = best_contrast(picture, tuple(edge + offset for edge in box))
        if 1.05 < best < CONTRAST_MIN:
            yield f'"{node.name[:40]}" has a contrast of {best:.2f}'


def findings(program, keyboard=True):
    frame = program.find('frame')
    shown = nodes(program)
    found = list(name_findings(shown, frame)) + list(contrast_findings(shown, frame))
    return found + (list(keyboard_findings(program)) if keyboard else [])
