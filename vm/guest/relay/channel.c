// SPDX-License-Identifier: MIT
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "channel.h"

/* Pages of these that nothing was written to take no memory. */
static uint8_t in[RELAY_PAYLOAD_MAX];
static uint8_t out[8 * 1024 * 1024];
static size_t gathered;

/* More than this is flushed before more is gathered. */
#define ENOUGH (64 * 1024)

static void read_whole(int file, void *target, size_t length)
{
	while (length > 0) {
		ssize_t count = recv(file, target, length, MSG_WAITALL);

		if (count <= 0)
			_exit(0);
		target = (uint8_t *)target + count;
		length -= count;
	}
}

bool channel_closed(const struct channel *channel)
{
	uint8_t byte;

	return recv(channel->control, &byte, sizeof(byte), MSG_PEEK) <= 0;
}

struct request channel_request(const struct channel *channel)
{
	struct relay_frame frame;

	read_whole(channel->control, &frame, sizeof(frame));
	frame.length -= RELAY_LENGTH_MIN;
	read_whole(channel->control, in, frame.length);
	return (struct request){ frame.operation, frame.length, in };
}

uint32_t request_word(const struct request *request, size_t offset)
{
	uint32_t word = 0;

	if (offset + sizeof(word) <= request->length)
		memcpy(&word, request->payload + offset, sizeof(word));
	return word;
}

void channel_flush(const struct channel *channel)
{
	size_t done = 0;

	while (done < gathered) {
		ssize_t count = write(channel->port, out + done, gathered - done);

		if (count < 0)
			_exit(1);
		done += count;
	}
	gathered = 0;
}

uint8_t *channel_room(const struct channel *channel, size_t count, size_t *length)
{
	size_t head = sizeof(struct relay_frame) + count * sizeof(uint32_t);

	if (gathered > ENOUGH)
		channel_flush(channel);
	*length = sizeof(out) - gathered - head;
	return out + gathered + head;
}

void channel_data(const struct channel *channel, uint8_t operation, const uint32_t *words,
		  size_t count, size_t length)
{
	struct relay_frame frame = {
		.length = RELAY_LENGTH_MIN + count * sizeof(*words) + length,
		.operation = operation,
		.channel = channel->number,
	};

	memcpy(out + gathered, &frame, sizeof(frame));
	memcpy(out + gathered + sizeof(frame), words, count * sizeof(*words));
	gathered += sizeof(frame.length) + frame.length;
}

void channel_value(const struct channel *channel, int32_t value)
{
	uint32_t word = value;
	size_t length;

	channel_room(channel, 1, &length);
	channel_data(channel, RELAY_OK, &word, 1, 0);
}

void channel_failed(const struct channel *channel, uint8_t operation, int error, const char *call)
{
	uint32_t word = error;
	size_t length;
	uint8_t *room = channel_room(channel, 1, &length);

	length = strlen(call);
	memcpy(room, call, length);
	channel_data(channel, operation, &word, 1, length);
}

noreturn void channel_serve(const struct channel *channel, int file,
			    bool (*receive)(const struct channel *channel, int file),
			    bool (*handle)(const struct channel *channel, int file,
					   const struct request *request))
{
	bool waiting = false;

	for (;;) {
		struct pollfd files[] = {
			{ .fd = channel->control, .events = POLLIN },
			/* A negative one is left out, with its errors. */
			{ .fd = waiting ? file : -1, .events = POLLIN },
		};
		struct request request;

		channel_flush(channel);
		if (poll(files, 2, -1) < 0)
			_exit(1);
		if (files[1].revents)
			waiting = !receive(channel, file);
		if (!files[0].revents)
			continue;
		request = channel_request(channel);
		switch (request.operation) {
		case RELAY_PING:
			channel_value(channel, 0);
			break;
		case RELAY_RECEIVE:
			waiting = !receive(channel, file);
			break;
		case RELAY_CLOSE:
			_exit(0);
		default:
			if (!handle || !handle(channel, file, &request))
				channel_failed(channel, RELAY_FAILED, EBADMSG, "relay");
		}
	}
}
