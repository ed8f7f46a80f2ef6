"""The benchmark's work in Python on pyroute2. Commands come as lines on standard input: see ../measure.ts."""

import errno
import ipaddress
import json
import select
import socket
import sys
import time

from pyroute2 import IPRoute
from pyroute2.netlink import CTRL_CMD_GETFAMILY, GENL_ID_CTRL, NLM_F_ACK, NLM_F_REQUEST, ctrlmsg
from pyroute2.netlink.generic import GenericNetlinkSocket
from pyroute2.netlink.rtnl import RTMGRP_IPV4_ROUTE

BATCH = 32
SILENCE = 0.5


def open_generic():
    generic = GenericNetlinkSocket()
    generic.bind("nlctrl", ctrlmsg)
    return generic


def read_family(message):
    return {
        "id": message.get_attr("CTRL_ATTR_FAMILY_ID"),
        "name": message.get_attr("CTRL_ATTR_FAMILY_NAME"),
        "version": message.get_attr("CTRL_ATTR_VERSION"),
        "header_size": message.get_attr("CTRL_ATTR_HDRSIZE"),
        "maximum_attribute": message.get_attr("CTRL_ATTR_MAXATTR"),
        "operations": [
            (op.get_attr("CTRL_ATTR_OP_ID"), op.get_attr("CTRL_ATTR_OP_FLAGS"))
            for op in message.get_attr("CTRL_ATTR_OPS", [])
        ],
        "groups": [
            (group.get_attr("CTRL_ATTR_MCAST_GRP_NAME"), group.get_attr("CTRL_ATTR_MCAST_GRP_ID"))
            for group in message.get_attr("CTRL_ATTR_MCAST_GROUPS", [])
        ],
    }


def check_of(message):
    family = read_family(message)
    return family["id"] + len(family["operations"]) + len(family["groups"]) + len(family["groups"][0][0])


def family_request():
    message = ctrlmsg()
    message["cmd"] = CTRL_CMD_GETFAMILY
    message["version"] = 1
    message["attrs"].append(["CTRL_ATTR_FAMILY_NAME", "nlctrl"])
    return message


def requests(generic, count):
    check = 0
    for _ in range(count):
        for message in generic.nlm_request(family_request(), msg_type=GENL_ID_CTRL, msg_flags=NLM_F_REQUEST):
            check += check_of(message)
    return check


def batched(generic, count):
    check = 0
    for _ in range(0, count, BATCH):
        messages = []
        for _ in range(BATCH):
            message = family_request()
            message["header"]["type"] = GENL_ID_CTRL
            # It waits for the answers of those only that ask for an acknowledgement.
            message["header"]["flags"] = NLM_F_REQUEST | NLM_F_ACK
            messages.append(message)
        for message in generic.nlm_request_batch(messages):
            if message["header"]["type"] == GENL_ID_CTRL:
                check += check_of(message)
    return check


def read_route(message):
    return {
        "family": message["family"],
        "prefix": message["dst_len"],
        "tos": message["tos"],
        "protocol": message["proto"],
        "scope": message["scope"],
        "type": message["type"],
        "table": message.get_attr("RTA_TABLE"),
        "destination": message.get_attr("RTA_DST"),
        "interface": message.get_attr("RTA_OIF"),
        "priority": message.get_attr("RTA_PRIORITY"),
        "gateway": message.get_attr("RTA_GATEWAY"),
        "source": message.get_attr("RTA_PREFSRC"),
    }


def dump(routing):
    routes = [read_route(message) for message in routing.get_routes(family=socket.AF_INET)]
    return routes


def events():
    with IPRoute() as routing:
        routing.bind(groups=RTMGRP_IPV4_ROUTE)
        print("listening", flush=True)
        received, until_overrun, wait = 0, None, 5
        while select.select([routing], [], [], wait)[0]:
            wait = SILENCE
            try:
                for message in routing.get():
                    received += read_route(message)["interface"] is not None
            except OSError as error:
                if error.errno != errno.ENOBUFS:
                    raise
                if until_overrun is None:
                    until_overrun = received
        print(json.dumps({"untilOverrun": received if until_overrun is None else until_overrun, "received": received}))


def main():
    generic, routing = open_generic(), IPRoute()
    for line in sys.stdin:
        part, count = line.split()
        start = time.monotonic_ns()
        if part == "requests":
            check = requests(generic, int(count))
        elif part == "batched":
            check = batched(generic, int(count))
        elif part == "dump":
            routes = dump(routing)
        elif part == "events":
            events()
            sys.stdout.flush()
            continue
        else:
            sys.exit(f"no such part: {part}")
        nanoseconds = time.monotonic_ns() - start
        if part == "dump":
            check = sum(int(ipaddress.ip_address(r["destination"])) + r["interface"] for r in routes)
        print(json.dumps({"nanoseconds": nanoseconds, "check": check}), flush=True)


main()
