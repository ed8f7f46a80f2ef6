// SPDX-License-Identifier: MIT
/*
 * Carries netlink sockets, commands and the kernel's log between this machine and whoever holds the
 * other end of a virtio-console port. See README.md.
 *
 * This process routes: it takes the host's frames apart and passes each on to the process of its
 * channel, whose own frames go to the port directly. So one that sleeps in the kernel, or dies
 * there, keeps no other waiting.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "channel.h"

/* More than the host may leave unanswered, as a socketpair counts more than the bytes. */
#define CONTROL_BUFFER (4 * RELAY_PAYLOAD_MAX)

/* How long a channel has to end by itself, in milliseconds. */
#define PATIENCE 1000

struct process {
	pid_t pid;		/* 0 where the channel is free */
	int process;		/* a pidfd */
	int control;
};

static int port;
static struct process processes[RELAY_CHANNELS];

/* The frame that is arriving. */
static struct {
	struct relay_frame frame;
	size_t have;		/* of the frame's own bytes */
	size_t left;		/* of its payload */
	struct process *target;	/* who gets it; nobody where it was answered already */
	bool lost;		/* until the next HELLO */
} arriving;

static void send_frame(uint8_t operation, uint16_t channel, uint32_t word, const char *text)
{
	size_t length = strlen(text);
	uint8_t bytes[64];
	struct relay_frame frame = {
		.length = RELAY_LENGTH_MIN + sizeof(word) + length,
		.operation = operation,
		.channel = channel,
	};

	memcpy(bytes, &frame, sizeof(frame));
	memcpy(bytes + sizeof(frame), &word, sizeof(word));
	memcpy(bytes + sizeof(frame) + sizeof(word), text, length);
	if (write(port, bytes, sizeof(frame) + sizeof(word) + length) < 0)
		_exit(1);
}

static void send_welcome(uint32_t nonce)
{
	uint8_t bytes[RELAY_MAGIC_LENGTH + 8];
	uint32_t version = RELAY_VERSION;

	memcpy(bytes, RELAY_MAGIC, RELAY_MAGIC_LENGTH);
	memcpy(bytes + RELAY_MAGIC_LENGTH, &version, sizeof(version));
	memcpy(bytes + RELAY_MAGIC_LENGTH + sizeof(version), &nonce, sizeof(nonce));
	if (write(port, bytes, sizeof(bytes)) < 0)
		_exit(1);
}

static void free_channel(struct process *process)
{
	close(process->process);
	close(process->control);
	process->pid = 0;
	if (arriving.target == process)
		arriving.target = NULL;
}

static noreturn void become_channel(uint16_t number, int control)
{
	struct channel channel = { .port = port, .control = control, .number = number };
	struct request request;

	for (int other = 0; other < RELAY_CHANNELS; other++) {
		if (processes[other].pid != 0) {
			close(processes[other].process);
			close(processes[other].control);
		}
	}
	request = channel_request(&channel);
	switch (request.operation) {
	case RELAY_OPEN_SOCKET:
		if (request.length >= sizeof(uint32_t))
			socket_channel(&channel, &request);
		break;
	case RELAY_OPEN_COMMAND:
		command_channel(&channel, &request);
	case RELAY_OPEN_LOG:
		log_channel(&channel);
	}
	channel_failed(&channel, RELAY_FAILED, EBADMSG, "relay");
	channel_flush(&channel);
	_exit(1);
}

static struct process *start_channel(uint16_t number)
{
	struct process *process = &processes[number];
	int size = CONTROL_BUFFER;
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return NULL;
	setsockopt(ends[0], SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		become_channel(number, ends[1]);
	}
	close(ends[1]);
	if (pid > 0)
		process->process = syscall(SYS_pidfd_open, pid, 0);
	if (pid < 0 || process->process < 0) {
		close(ends[0]);
		return NULL;
	}
	process->control = ends[0];
	process->pid = pid;
	return process;
}

/* Finds who gets the frame that begins. A failure is answered here, and nobody gets it then. */
static void begin_frame(void)
{
	uint8_t operation = arriving.frame.operation;
	uint16_t channel = arriving.frame.channel;
	struct process *process;

	arriving.target = NULL;
	arriving.left = arriving.frame.length - RELAY_LENGTH_MIN;
	if (channel == 0) {
		if (operation == RELAY_PING)
			send_frame(RELAY_OK, 0, 0, "");
		else
			send_frame(RELAY_FAILED, 0, EBADMSG, "relay");
		return;
	}
	if (channel >= RELAY_CHANNELS) {
		send_frame(RELAY_FAILED, channel, EMFILE, "relay");
		return;
	}
	process = &processes[channel];
	switch (operation) {
	case RELAY_OPEN_SOCKET:
	case RELAY_OPEN_COMMAND:
	case RELAY_OPEN_LOG:
		if (process->pid != 0) {
			send_frame(RELAY_FAILED, channel, EBUSY, "relay");
			return;
		}
		arriving.target = start_channel(channel);
		if (!arriving.target) {
			send_frame(RELAY_FAILED, channel, errno, "fork");
			send_frame(RELAY_EXITED, channel, 1, "");
		}
		return;
	}
	if (process->pid == 0)
		send_frame(RELAY_FAILED, channel, EBADF, "relay");
	else
		arriving.target = process;
}

static void pass_on(const void *bytes, size_t length)
{
	struct process *process = arriving.target;
	ssize_t count;

	if (!process || length == 0)
		return;
	count = send(process->control, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (count == (ssize_t)length)
		return;
	/* It has ended, as will be told. Or the host sends more than it may: then it ends now. */
	if (count >= 0 || errno != EPIPE)
		kill(process->pid, SIGKILL);
	arriving.target = NULL;
}

static void take(const uint8_t *bytes, size_t length)
{
	while (length > 0 && !arriving.lost) {
		size_t part;

		if (arriving.have < sizeof(arriving.frame)) {
			part = sizeof(arriving.frame) - arriving.have;
			if (part > length)
				part = length;
			memcpy((uint8_t *)&arriving.frame + arriving.have, bytes, part);
			arriving.have += part;
			bytes += part;
			length -= part;
			if (arriving.have < sizeof(arriving.frame))
				return;
			if (arriving.frame.length < RELAY_LENGTH_MIN ||
			    arriving.frame.length > RELAY_LENGTH_MIN + RELAY_PAYLOAD_MAX) {
				arriving.lost = true;
				send_frame(RELAY_FAILED, 0, EPROTO, "relay");
				return;
			}
			begin_frame();
			pass_on(&arriving.frame, sizeof(arriving.frame));
		}
		part = arriving.left < length ? arriving.left : length;
		pass_on(bytes, part);
		bytes += part;
		length -= part;
		arriving.left -= part;
		if (arriving.left == 0)
			arriving.have = 0;
	}
}

/* A new host: what the last one left goes, whatever it was at. */
static void start_over(uint32_t nonce)
{
	struct process *process;

	for (process = processes; process < processes + RELAY_CHANNELS; process++) {
		if (process->pid != 0)
			shutdown(process->control, SHUT_WR);
	}
	for (process = processes; process < processes + RELAY_CHANNELS; process++) {
		struct pollfd end = { .fd = process->process, .events = POLLIN };

		if (process->pid == 0)
			continue;
		if (poll(&end, 1, PATIENCE) == 0)
			kill(process->pid, SIGKILL);
		waitpid(process->pid, NULL, 0);
		free_channel(process);
	}
	memset(&arriving, 0, sizeof(arriving));
	send_welcome(nonce);
}

/* Whether a byte is the last one of a HELLO. */
static bool ends_hello(uint8_t byte, uint32_t *nonce)
{
	static uint8_t hello[RELAY_MAGIC_LENGTH + sizeof(*nonce)];
	static size_t have;

	if (have < RELAY_MAGIC_LENGTH && byte != (uint8_t)RELAY_MAGIC[have]) {
		/* Its first four bytes are alike, and no other byte is like them. */
		if (byte == 0xff)
			have = have == 4 ? 4 : 1;
		else
			have = 0;
		return false;
	}
	hello[have++] = byte;
	if (have < sizeof(hello))
		return false;
	have = 0;
	memcpy(nonce, hello + RELAY_MAGIC_LENGTH, sizeof(*nonce));
	return true;
}

static void read_port(void)
{
	uint8_t bytes[4096];
	ssize_t length = read(port, bytes, sizeof(bytes));
	ssize_t begin = 0;
	uint32_t nonce;

	if (length <= 0)
		_exit(1);
	for (ssize_t at = 0; at < length; at++) {
		if (ends_hello(bytes[at], &nonce)) {
			start_over(nonce);
			begin = at + 1;
		}
	}
	take(bytes + begin, length - begin);
	send_frame(RELAY_CREDIT, 0, length - begin, "");
}

static void read_end(uint16_t channel)
{
	struct process *process = &processes[channel];
	int status = 0;

	waitpid(process->pid, &status, 0);
	free_channel(process);
	send_frame(RELAY_EXITED, channel,
		   WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), "");
}

static void open_port(const char *path)
{
	struct termios settings;

	port = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (port < 0 || tcgetattr(port, &settings) < 0) {
		perror(path);
		_exit(1);
	}
	cfmakeraw(&settings);
	tcsetattr(port, TCSANOW, &settings);
}

int main(int count, char **arguments)
{
	if (count != 2) {
		fprintf(stderr, "usage: relay PORT\n");
		return 2;
	}
	open_port(arguments[1]);
	send_welcome(0);
	for (;;) {
		struct pollfd files[RELAY_CHANNELS] = { { .fd = port, .events = POLLIN } };

		for (int channel = 1; channel < RELAY_CHANNELS; channel++) {
			const struct process *process = &processes[channel];

			files[channel].fd = process->pid != 0 ? process->process : -1;
			files[channel].events = POLLIN;
		}
		if (poll(files, RELAY_CHANNELS, -1) < 0)
			return 1;
		for (int channel = 1; channel < RELAY_CHANNELS; channel++) {
			if (files[channel].revents)
				read_end(channel);
		}
		if (files[0].revents)
			read_port();
	}
}
