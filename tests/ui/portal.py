#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop portal that knows whether the network costs money, and that no proxy leads to it. A line on standard
input, `metered` or `free`, changes the first. For programs started with GTK_USE_PORTAL=1; the session bus is the
test's own."""
import sys
import threading

from gi.repository import Gio, GLib

XML = """<node><interface name='org.freedesktop.portal.ProxyResolver'>
<method name='Lookup'><arg type='s' direction='in'/><arg type='as' direction='out'/></method>
<property name='version' type='u' access='read'/></interface>
<interface name='org.freedesktop.portal.NetworkMonitor'>
<method name='GetAvailable'><arg type='b' direction='out'/></method>
<method name='GetMetered'><arg type='b' direction='out'/></method>
<method name='GetConnectivity'><arg type='u' direction='out'/></method>
<method name='GetStatus'><arg type='a{sv}' direction='out'/></method>
<method name='CanReach'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='b' direction='out'/></method>
<signal name='changed'/><property name='version' type='u' access='read'/></interface></node>"""
PATH = '/org/freedesktop/portal/desktop'
FULL = 4  # GNetworkConnectivity
state = {'metered': False}


def called(connection, sender, path, interface, method, arguments, invocation):
    answers = {'GetAvailable': ('(b)', (True,)), 'GetMetered': ('(b)', (state['metered'],)),
               'GetConnectivity': ('(u)', (FULL,)), 'CanReach': ('(b)', (True,)),
               'Lookup': ('(as)', (['direct://'],)),
               'GetStatus': ('(a{sv})', ({'available': GLib.Variant('b', True), 'connectivity': GLib.Variant('u', FULL),
                                          'metered': GLib.Variant('b', state['metered'])},))}
    invocation.return_value(GLib.Variant(*answers[method]))


def change(connection, metered):
    state['metered'] = metered
    connection.emit_signal(None, PATH, 'org.freedesktop.portal.NetworkMonitor', 'changed', None)


def listen(connection, loop):
    for line in sys.stdin:
        GLib.idle_add(change, connection, line.strip() == 'metered')
    GLib.idle_add(loop.quit)


def main():
    loop = GLib.MainLoop()
    connection = Gio.bus_get_sync(Gio.BusType.SESSION)
    for interface in Gio.DBusNodeInfo.new_for_xml(XML).interfaces:
        connection.register_object(PATH, interface, called, lambda *_: GLib.Variant('u', 3), None)
    Gio.bus_own_name_on_connection(connection, 'org.freedesktop.portal.Desktop', 0,
                                   lambda *_: print('ready', flush=True), None)
    threading.Thread(target=listen, args=(connection, loop), daemon=True).start()
    loop.run()


if __name__ == '__main__':
    main()
