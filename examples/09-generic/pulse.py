# SPDX-License-Identifier: MIT
"""`python3 pulse.py NAME PERIOD` makes a timer, and lists all, with pyroute2."""
import sys

from pyroute2.netlink import NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST, genlmsg
from pyroute2.netlink.generic import GenericNetlinkSocket

PULSE_CMD_GET = 1
PULSE_CMD_CREATE = 2


class pulse(genlmsg):
    nla_map = (
        ('PULSE_A_UNSPEC', 'none'),
        ('PULSE_A_NAME', 'asciiz'),
        ('PULSE_A_PERIOD', 'uint32'),
    )


with GenericNetlinkSocket() as socket:
    socket.bind('pulse', pulse)
    message = pulse()
    message['cmd'] = PULSE_CMD_CREATE
    message['version'] = 1
    message['attrs'] = [
        ('PULSE_A_NAME', sys.argv[1]),
        ('PULSE_A_PERIOD', int(sys.argv[2])),
    ]
    socket.nlm_request(message, socket.prid, NLM_F_REQUEST | NLM_F_ACK)
    message = pulse()
    message['cmd'] = PULSE_CMD_GET
    message['version'] = 1
    for timer in socket.nlm_request(message, socket.prid, NLM_F_REQUEST | NLM_F_DUMP):
        print(timer.get_attr('PULSE_A_NAME'), timer.get_attr('PULSE_A_PERIOD'))
