// SPDX-License-Identifier: MIT
/* A channel that is a netlink socket, in a process of its own as a client's would be. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "channel.h"

#define SOL_NETLINK 270

/* Datagrams that one RECEIVE asks for at most. */
#define BATCH 64

static noreturn void give_up(const struct channel *channel, const char *call)
{
	channel_failed(channel, RELAY_FAILED, errno, call);
	channel_flush(channel);
	_exit(1);
}

static void enter_namespace(const struct channel *channel, const struct request *request)
{
	char path[4096];
	size_t length = request->length - sizeof(uint32_t);
	int file;

	if (length >= sizeof(path)) {
		errno = ENAMETOOLONG;
		give_up(channel, "open");
	}
	memcpy(path, request->payload + sizeof(uint32_t), length);
	path[length] = '\0';
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		give_up(channel, "open");
	if (setns(file, CLONE_NEWNET) < 0)
		give_up(channel, "setns");
	close(file);
}

static int open_socket(const struct channel *channel, const struct request *request)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	socklen_t length = sizeof(address);
	int one = 1;
	int sock;

	if (request->length > sizeof(uint32_t))
		enter_namespace(channel, request);
	sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, request_word(request, 0));
	if (sock < 0)
		give_up(channel, "socket");
	if (bind(sock, (struct sockaddr *)&address, length) < 0)
		give_up(channel, "bind");
	if (getsockname(sock, (struct sockaddr *)&address, &length) < 0)
		give_up(channel, "getsockname");
	if (setsockopt(sock, SOL_NETLINK, NETLINK_PKTINFO, &one, sizeof(one)) < 0)
		give_up(channel, "setsockopt");
	channel_value(channel, address.nl_pid);
	return sock;
}

static uint32_t group_of(struct msghdr *message)
{
	struct cmsghdr *control;

	for (control = CMSG_FIRSTHDR(message); control; control = CMSG_NXTHDR(message, control)) {
		if (control->cmsg_level == SOL_NETLINK && control->cmsg_type == NETLINK_PKTINFO) {
			struct nl_pktinfo info;

			memcpy(&info, CMSG_DATA(control), sizeof(info));
			return info.group;
		}
	}
	return 0;
}

/* Receives what is there, and says whether that was anything. */
static bool receive(const struct channel *channel, int sock)
{
	int count;

	for (count = 0; count < BATCH; count++) {
		union {
			struct cmsghdr align;
			char bytes[256];
		} control;
		struct sockaddr_nl sender = { 0 };
		struct iovec data;
		struct msghdr message = {
			.msg_name = &sender,
			.msg_namelen = sizeof(sender),
			.msg_iov = &data,
			.msg_iovlen = 1,
			.msg_control = &control,
			.msg_controllen = sizeof(control),
		};
		ssize_t length;

		data.iov_base = channel_room(channel, 2, &data.iov_len);
		length = recvmsg(sock, &message, MSG_DONTWAIT);
		if (length < 0 && errno == EAGAIN)
			break;
		if (length < 0) {
			channel_failed(channel, RELAY_LOST, errno, "recvmsg");
			return true;
		}
		if (message.msg_flags & MSG_TRUNC) {
			channel_failed(channel, RELAY_LOST, EMSGSIZE, "recvmsg");
			return true;
		}
		channel_data(channel, RELAY_DATAGRAM,
			     (uint32_t[]){ sender.nl_pid, group_of(&message) }, 2, length);
	}
	return count > 0;
}

static void answer(const struct channel *channel, int result, const char *call)
{
	if (result < 0)
		channel_failed(channel, RELAY_FAILED, errno, call);
	else
		channel_value(channel, 0);
}

/* A client's receive after its send is asked for here at once: it mostly finds the answer there. */
static void send_datagram(const struct channel *channel, int sock, const struct request *request)
{
	struct sockaddr_nl address = {
		.nl_family = AF_NETLINK,
		.nl_pid = request_word(request, 0),
	};
	int result = sendto(sock, request->payload + sizeof(uint32_t),
			    request->length - sizeof(uint32_t), 0,
			    (struct sockaddr *)&address, sizeof(address));
	int error = errno;

	if (result >= 0)
		receive(channel, sock);
	errno = error;
	answer(channel, result, "sendmsg");
}

static void set_option(const struct channel *channel, int sock, const struct request *request)
{
	uint32_t value = request_word(request, 8);

	answer(channel, setsockopt(sock, request_word(request, 0), request_word(request, 4), &value,
				   sizeof(value)), "setsockopt");
}

static void get_option(const struct channel *channel, int sock, const struct request *request)
{
	int32_t value = 0;
	socklen_t length = sizeof(value);

	if (getsockopt(sock, request_word(request, 0), request_word(request, 4), &value,
		       &length) < 0)
		channel_failed(channel, RELAY_FAILED, errno, "getsockopt");
	else
		channel_value(channel, value);
}

/* Carries a request out, and says whether it is one. */
static bool handle(const struct channel *channel, int sock, const struct request *request)
{
	switch (request->operation) {
	case RELAY_SEND:
		if (request->length < sizeof(uint32_t))
			return false;
		send_datagram(channel, sock, request);
		return true;
	case RELAY_SET_OPTION:
		set_option(channel, sock, request);
		return true;
	case RELAY_GET_OPTION:
		get_option(channel, sock, request);
		return true;
	}
	return false;
}

noreturn void socket_channel(const struct channel *channel, const struct request *request)
{
	channel_serve(channel, open_socket(channel, request), receive, handle);
}
