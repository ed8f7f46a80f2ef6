// SPDX-License-Identifier: MIT
/* A channel that is a shell's line. Its process sees to the shell, and ends with its status. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "channel.h"

/* The most that one RECEIVE asks for, of each stream. */
#define PORTION (16 * 1024)
/* pipe(7): the most that lies unread. */
#define PIPE_SIZE (64 * 1024)

struct command {
	pid_t pid;
	int process;		/* a pidfd */
	int output[2];		/* stdout and stderr, -1 once they have ended */
};

static noreturn void run(const char *line, int *pipes)
{
	sigset_t none;

	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(open("/dev/null", O_RDONLY), 0);
	dup2(pipes[0], 1);
	dup2(pipes[1], 2);
	execl("/bin/sh", "sh", "-c", line, NULL);
	_exit(127);
}

static int start(const char *line, struct command *command)
{
	int ends[2][2];

	if (pipe2(ends[0], O_CLOEXEC) < 0 || pipe2(ends[1], O_CLOEXEC) < 0)
		return -1;
	command->pid = fork();
	if (command->pid < 0)
		return -1;
	if (command->pid == 0)
		run(line, (int[]){ ends[0][1], ends[1][1] });
	/* Here too, so that the group is there whoever runs first. */
	setpgid(command->pid, command->pid);
	for (int stream = 0; stream < 2; stream++) {
		close(ends[stream][1]);
		command->output[stream] = ends[stream][0];
		fcntl(ends[stream][0], F_SETFL, O_NONBLOCK);
	}
	command->process = syscall(SYS_pidfd_open, command->pid, 0);
	return command->process;
}

/* Passes on what a stream has, and says whether that was anything. */
static bool pass_on(const struct channel *channel, struct command *command, int stream)
{
	size_t room;
	uint8_t *data = channel_room(channel, 1, &room);
	ssize_t length = read(command->output[stream], data, PORTION);

	if (length > 0) {
		channel_data(channel, RELAY_OUTPUT, (uint32_t[]){ stream + 1 }, 1, length);
		return true;
	}
	if (length == 0) {
		close(command->output[stream]);
		command->output[stream] = -1;
	}
	return false;
}

static bool receive(const struct channel *channel, struct command *command)
{
	bool any = pass_on(channel, command, 0);

	return pass_on(channel, command, 1) || any;
}

/* Passes on what the shell had written; what its children still write is not waited for. */
static noreturn void finish(const struct channel *channel, struct command *command)
{
	int status;

	for (int left = PIPE_SIZE / PORTION; left > 0 && receive(channel, command); left--)
		channel_flush(channel);
	waitpid(command->pid, &status, 0);
	_exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

static bool handle(const struct channel *channel, struct command *command, bool waiting)
{
	struct request request;

	if (channel_closed(channel)) {
		kill(-command->pid, SIGKILL);
		_exit(0);
	}
	request = channel_request(channel);
	switch (request.operation) {
	case RELAY_PING:
		channel_value(channel, 0);
		return waiting;
	case RELAY_RECEIVE:
		return !receive(channel, command);
	case RELAY_SIGNAL:
		if (kill(-command->pid, request_word(&request, 0)) < 0)
			channel_failed(channel, RELAY_FAILED, errno, "kill");
		else
			channel_value(channel, 0);
		return waiting;
	case RELAY_CLOSE:
		kill(-command->pid, SIGKILL);
		_exit(0);
	}
	channel_failed(channel, RELAY_FAILED, EBADMSG, "relay");
	return waiting;
}

noreturn void command_channel(const struct channel *channel, const struct request *request)
{
	struct command command;
	bool waiting = false;
	char line[request->length + 1];

	memcpy(line, request->payload, request->length);
	line[request->length] = '\0';
	if (start(line, &command) < 0) {
		channel_failed(channel, RELAY_FAILED, errno, "fork");
		channel_flush(channel);
		_exit(1);
	}
	channel_value(channel, command.pid);
	channel_flush(channel);
	for (;;) {
		struct pollfd files[] = {
			{ .fd = channel->control, .events = POLLIN },
			{ .fd = waiting ? command.output[0] : -1, .events = POLLIN },
			{ .fd = waiting ? command.output[1] : -1, .events = POLLIN },
			/* Its end is told after all that it wrote was asked for. */
			{ .fd = waiting ? command.process : -1, .events = POLLIN },
		};

		if (poll(files, 4, -1) < 0)
			_exit(1);
		if (files[1].revents || files[2].revents)
			waiting = !receive(channel, &command);
		else if (files[3].revents)
			finish(channel, &command);
		if (files[0].revents)
			waiting = handle(channel, &command, waiting);
		channel_flush(channel);
	}
}
