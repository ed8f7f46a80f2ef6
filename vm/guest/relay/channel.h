/* SPDX-License-Identifier: MIT */
/* What every process of a channel uses: its requests from the router, its frames to the host. */
#ifndef RELAY_CHANNEL_H
#define RELAY_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>

#include "protocol.h"

/* Where a process of a channel stands in the world. */
struct channel {
	int port;		/* frames for the host go here */
	int control;		/* requests from the router come here */
	uint16_t number;
};

struct request {
	uint8_t operation;
	uint32_t length;
	const uint8_t *payload;
};

/* The u32 at an offset of a request's payload; 0 where it is too short for that. */
uint32_t request_word(const struct request *request, size_t offset);

/* Whether there will be no more requests: the router wants the channel gone, or is gone itself. */
bool channel_closed(const struct channel *channel);

/* Waits for the next request; ends the process when there will be none. */
struct request channel_request(const struct channel *channel);

/*
 * Frames gather until they are flushed in one write, which the kernel keeps in one piece. So frames
 * of different processes do not mix.
 */
void channel_value(const struct channel *channel, int32_t value);
void channel_failed(const struct channel *channel, uint8_t operation, int error, const char *call);
void channel_data(const struct channel *channel, uint8_t operation, const uint32_t *words,
		  size_t count, size_t length);
void channel_flush(const struct channel *channel);

/*
 * Room for the data of a frame that channel_data() will then complete; count is the number of words
 * that come before it.
 */
uint8_t *channel_room(const struct channel *channel, size_t count, size_t *length);

/*
 * Answers a channel's requests for good. What receive() finds in the file is passed on when it is
 * asked for, at once or when it comes; receive() says whether there was anything. Other operations
 * go to handle(), where there is one, which says whether it knew them.
 */
noreturn void channel_serve(const struct channel *channel, int file,
			    bool (*receive)(const struct channel *channel, int file),
			    bool (*handle)(const struct channel *channel, int file,
					   const struct request *request));

/* The channels; each takes the request that opened it, and never returns. */
noreturn void socket_channel(const struct channel *channel, const struct request *request);
noreturn void command_channel(const struct channel *channel, const struct request *request);
noreturn void log_channel(const struct channel *channel);

#endif
