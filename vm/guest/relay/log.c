// SPDX-License-Identifier: MIT
/* A channel that is the kernel's log from now on: Documentation/ABI/testing/dev-kmsg. */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

#include "channel.h"

/* CONSOLE_EXT_LOG_MAX: a record is never longer. */
#define RECORD 8192

/* Reads all that is there, which the kernel's ring limits, and says whether that was anything. */
static bool receive(const struct channel *channel, int log)
{
	bool any = false;

	for (;;) {
		size_t room;
		uint8_t *data = channel_room(channel, 0, &room);
		ssize_t length = read(log, data, RECORD);

		if (length >= 0)
			channel_data(channel, RELAY_RECORD, NULL, 0, length);
		else if (errno == EPIPE)
			channel_failed(channel, RELAY_LOST, errno, "read");
		else
			return any;
		any = true;
	}
}

noreturn void log_channel(const struct channel *channel)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);

	if (log < 0) {
		channel_failed(channel, RELAY_FAILED, errno, "open");
		channel_flush(channel);
		_exit(1);
	}
	lseek(log, 0, SEEK_END);
	channel_value(channel, 0);
	channel_serve(channel, log, receive, NULL);
}
