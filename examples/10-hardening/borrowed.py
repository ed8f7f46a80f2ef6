# SPDX-License-Identifier: MIT
"""`python3 borrowed.py NAME PERIOD`: nobody opens a socket and root writes to it, as a program does that was
handed the socket as its standard error, and runs for root. It says what the kernel answered."""
import errno
import os
import socket
import struct
import sys

NOBODY = 65534
NETLINK_GENERIC = 16
NLMSG_ERROR = 2
CTRL = (0x10, 3, 2)  # type, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_NAME
NLM_F_REQUEST, NLM_F_ACK = 1, 4


def attribute(number, value):
    padding = bytes(-len(value) % 4)
    return struct.pack('=HH', 4 + len(value), number) + value + padding


def message(kind, command, attributes, flags=NLM_F_REQUEST):
    body = struct.pack('=BBH', command, 1, 0) + attributes
    return struct.pack('=IHHII', 16 + len(body), kind, flags, 1, 0) + body


def family_id(name):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC) as asking:
        kind, command, attribute_name = CTRL
        asking.send(message(kind, command, attribute(attribute_name, name + b'\0')))
        answer = asking.recv(8192)
    place = 20
    while place < len(answer):
        length, number = struct.unpack_from('=HH', answer, place)
        if number == 1:  # CTRL_ATTR_FAMILY_ID
            return struct.unpack_from('=H', answer, place + 4)[0]
        place += (length + 3) & ~3
    sys.exit('there is no such family')


timer = attribute(1, sys.argv[1].encode() + b'\0') + attribute(2, struct.pack('=I', int(sys.argv[2])))
request = message(family_id(b'pulse'), 2, timer, NLM_F_REQUEST | NLM_F_ACK)

os.seteuid(NOBODY)
inherited = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
os.seteuid(0)
os.write(inherited.fileno(), request)  # write() names no receiver

kind, _, _, _, error = struct.unpack_from('=HHIIi', inherited.recv(8192), 4)
assert kind == NLMSG_ERROR
print(errno.errorcode[-error] if error else 'acknowledged')
