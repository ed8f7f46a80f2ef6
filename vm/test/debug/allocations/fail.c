// SPDX-License-Identifier: MIT
/*
 * fail NTH CALL...: makes one system call, in which the NTH allocation that
 * may fail does fail (Documentation/fault-injection, /proc/<pid>/fail-nth).
 *
 *   fail NTH load FILE [PARAMETERS]     finit_module()
 *   fail NTH namespace                  unshare(CLONE_NEWNET)
 *   fail NTH join PROTOCOL GROUP        setsockopt(NETLINK_ADD_MEMBERSHIP)
 *   fail NTH ask PROTOCOL MESSAGE       sendmsg() and recvmsg() to the last
 *                                       answer; the message in hexadecimal
 *
 * Prints whether it came to the NTH one, which call had the last word, and the
 * errno that it said.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static int nth;
static const char *word;

static void arm(const char *count)
{
	if (pwrite(nth, count, strlen(count), 0) < 0) {
		perror("/proc/self/fail-nth");
		exit(2);
	}
}

static int tell(const char *call, int error)
{
	char left[16] = "";

	if (pread(nth, left, sizeof(left) - 1, 0) < 0)
		left[0] = '?';
	arm("0");
	printf("%s %s %d\n", left[0] == '0' ? "failed" : "passed", call, error);

	return 0;
}

static int load(const char *path, const char *parameters)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	long result;

	arm(word);
	result = syscall(SYS_finit_module, file, parameters, 0);

	return tell("finit_module", result ? errno : 0);
}

static int namespace(void)
{
	arm(word);

	return tell("unshare", unshare(CLONE_NEWNET) ? errno : 0);
}

/* So that a port id is there before anything can fail. */
static int opened(int protocol)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	struct sockaddr_nl here = { .nl_family = AF_NETLINK };
	struct timeval limit = { .tv_sec = 10 };

	if (fd < 0 || bind(fd, (struct sockaddr *)&here, sizeof(here))) {
		perror("socket");
		exit(2);
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));

	return fd;
}

static int join(int protocol, int group)
{
	int fd = opened(protocol), failed;

	arm(word);
	failed = setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group,
			    sizeof(group));

	return tell("setsockopt", failed ? errno : 0);
}

static size_t bytes(char *to, const char *digits)
{
	size_t length = strlen(digits) / 2, i;

	for (i = 0; i < length; i++)
		sscanf(digits + 2 * i, "%2hhx", (unsigned char *)to + i);

	return length;
}

static int ask(int protocol, const char *digits)
{
	static char answer[1 << 16], request[1 << 12];
	size_t length = bytes(request, digits);
	int fd = opened(protocol);
	struct nlmsghdr *message;
	ssize_t got;

	arm(word);
	if (send(fd, request, length, 0) < 0)
		return tell("sendmsg", errno);

	for (;;) {
		got = recv(fd, answer, sizeof(answer), 0);
		if (got < 0)
			return tell("recvmsg", errno);

		for (message = (struct nlmsghdr *)answer; NLMSG_OK(message, got);
		     message = NLMSG_NEXT(message, got))
			if (message->nlmsg_type == NLMSG_ERROR ||
			    message->nlmsg_type == NLMSG_DONE)
				return tell("answer", -*(int *)NLMSG_DATA(message));
	}
}

int main(int count, char **words)
{
	const char *call = count > 2 ? words[2] : "";

	nth = open("/proc/self/fail-nth", O_RDWR | O_CLOEXEC);
	if (nth < 0) {
		perror("/proc/self/fail-nth");
		return 2;
	}
	word = words[1];

	if (!strcmp(call, "load") && count >= 4)
		return load(words[3], count > 4 ? words[4] : "");
	if (!strcmp(call, "namespace"))
		return namespace();
	if (!strcmp(call, "join") && count == 5)
		return join(atoi(words[3]), atoi(words[4]));
	if (!strcmp(call, "ask") && count == 5)
		return ask(atoi(words[3]), words[4]);

	fprintf(stderr, "usage: fail NTH load|namespace|join|ask ...\n");

	return 2;
}
