/* SPDX-License-Identifier: MIT */
/* What relay and host say to each other; README.md describes it. All numbers are little-endian. */
#ifndef RELAY_PROTOCOL_H
#define RELAY_PROTOCOL_H

#include <stdint.h>

#define RELAY_VERSION 1

/* Begins HELLO and WELCOME, wherever the stream stands: as a length it would be too large. */
#define RELAY_MAGIC "\xff\xff\xff\xffnetlinkrelay"
#define RELAY_MAGIC_LENGTH 16

/* Of a frame's payload. A longer one is taken for a stream that has lost its place. */
#define RELAY_PAYLOAD_MAX (1024 * 1024)
#define RELAY_CHANNELS 256

struct relay_frame {
	uint32_t length;	/* of what follows this field: 4 and the payload */
	uint8_t operation;
	uint8_t reserved;	/* 0 */
	uint16_t channel;	/* 0 is the relay itself */
};

#define RELAY_LENGTH_MIN 4

enum relay_operation {
	/* Host to guest: these open a channel. */
	RELAY_OPEN_SOCKET = 0x01,	/* u32 protocol, then the namespace's path or nothing */
	RELAY_OPEN_COMMAND = 0x02,	/* a line for sh -c */
	RELAY_OPEN_LOG = 0x03,
	/* Host to guest, on any channel. */
	RELAY_PING = 0x10,
	RELAY_CLOSE = 0x11,
	RELAY_RECEIVE = 0x12,
	/* Host to guest, on a socket. */
	RELAY_SEND = 0x20,		/* u32 port id, then the datagram */
	RELAY_SET_OPTION = 0x21,	/* u32 level, u32 option, s32 value */
	RELAY_GET_OPTION = 0x22,	/* u32 level, u32 option */
	/* Host to guest, on a command. */
	RELAY_SIGNAL = 0x30,		/* u32 signal */

	/* Guest to host: answers, one for each request but RECEIVE and CLOSE. */
	RELAY_OK = 0x80,		/* s32 value */
	RELAY_FAILED = 0x81,		/* u32 errno, then the call's name */
	/* Guest to host, unasked. */
	RELAY_CREDIT = 0x90,		/* u32 bytes that were read */
	RELAY_EXITED = 0x91,		/* u32 status: the channel is gone */
	/* Guest to host, after RECEIVE or SEND. */
	RELAY_DATAGRAM = 0xa0,		/* u32 port id, u32 group, then the datagram */
	RELAY_OUTPUT = 0xa1,		/* u32 1 or 2, then bytes of stdout or stderr */
	RELAY_RECORD = 0xa2,		/* a record as /dev/kmsg gives it */
	RELAY_LOST = 0xa3,		/* u32 errno, then the call's name: receiving failed */
};

#endif
