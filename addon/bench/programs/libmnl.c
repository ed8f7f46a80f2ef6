// The benchmark's work in C on libmnl. Commands come as lines on standard input: see ../measure.ts.
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <arpa/inet.h>
#include <libmnl/libmnl.h>

#define BATCH 32
#define SILENCE_MS 500

struct operation {
	uint32_t command, flags;
};

struct group {
	char name[GENL_NAMSIZ];
	uint32_t id;
};

struct family {
	uint16_t id;
	char name[GENL_NAMSIZ];
	uint32_t version, header_size, maximum_attribute;
	size_t operations_count, groups_count;
	struct operation operations[16];
	struct group groups[16];
};

struct route {
	uint8_t family, prefix, tos, protocol, scope, type;
	uint32_t table, destination, interface, priority, gateway, source;
};

struct routes {
	struct route *entries;
	size_t count, capacity;
};

static char buffer[32768];

static void fail(const char *call)
{
	fprintf(stderr, "%s: %s\n", call, strerror(errno));
	exit(1);
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static struct mnl_socket *open_socket(int protocol)
{
	struct mnl_socket *socket = mnl_socket_open(protocol);

	if (!socket)
		fail("mnl_socket_open");
	if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
		fail("mnl_socket_bind");
	return socket;
}

static size_t receive(struct mnl_socket *socket)
{
	ssize_t length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));

	if (length < 0)
		fail("mnl_socket_recvfrom");
	return length;
}

/* nlctrl */

static int operation_attribute(const struct nlattr *attribute, void *data)
{
	struct operation *operation = data;

	switch (mnl_attr_get_type(attribute)) {
	case CTRL_ATTR_OP_ID:
		operation->command = mnl_attr_get_u32(attribute);
		break;
	case CTRL_ATTR_OP_FLAGS:
		operation->flags = mnl_attr_get_u32(attribute);
		break;
	}
	return MNL_CB_OK;
}

static int group_attribute(const struct nlattr *attribute, void *data)
{
	struct group *group = data;

	switch (mnl_attr_get_type(attribute)) {
	case CTRL_ATTR_MCAST_GRP_NAME:
		snprintf(group->name, sizeof(group->name), "%s", mnl_attr_get_str(attribute));
		break;
	case CTRL_ATTR_MCAST_GRP_ID:
		group->id = mnl_attr_get_u32(attribute);
		break;
	}
	return MNL_CB_OK;
}

static int family_attribute(const struct nlattr *attribute, void *data)
{
	struct family *family = data;
	const struct nlattr *element;

	switch (mnl_attr_get_type(attribute)) {
	case CTRL_ATTR_FAMILY_ID:
		family->id = mnl_attr_get_u16(attribute);
		break;
	case CTRL_ATTR_FAMILY_NAME:
		snprintf(family->name, sizeof(family->name), "%s", mnl_attr_get_str(attribute));
		break;
	case CTRL_ATTR_VERSION:
		family->version = mnl_attr_get_u32(attribute);
		break;
	case CTRL_ATTR_HDRSIZE:
		family->header_size = mnl_attr_get_u32(attribute);
		break;
	case CTRL_ATTR_MAXATTR:
		family->maximum_attribute = mnl_attr_get_u32(attribute);
		break;
	case CTRL_ATTR_OPS:
		mnl_attr_for_each_nested(element, attribute) {
			if (family->operations_count == 16)
				break;
			mnl_attr_parse_nested(element, operation_attribute,
					      &family->operations[family->operations_count++]);
		}
		break;
	case CTRL_ATTR_MCAST_GROUPS:
		mnl_attr_for_each_nested(element, attribute) {
			if (family->groups_count == 16)
				break;
			mnl_attr_parse_nested(element, group_attribute,
					      &family->groups[family->groups_count++]);
		}
		break;
	}
	return MNL_CB_OK;
}

static int family_message(const struct nlmsghdr *header, void *data)
{
	struct family *family = data;

	memset(family, 0, sizeof(*family));
	mnl_attr_parse(header, sizeof(struct genlmsghdr), family_attribute, family);
	return MNL_CB_OK;
}

static uint64_t family_check(const struct family *family)
{
	return family->id + family->operations_count + family->groups_count +
	       strlen(family->groups[0].name);
}

static struct nlmsghdr *put_family_request(void *memory, unsigned int sequence)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(memory);
	struct genlmsghdr *generic;

	header->nlmsg_type = GENL_ID_CTRL;
	header->nlmsg_flags = NLM_F_REQUEST;
	header->nlmsg_seq = sequence;
	generic = mnl_nlmsg_put_extra_header(header, sizeof(*generic));
	generic->cmd = CTRL_CMD_GETFAMILY;
	generic->version = 1;
	mnl_attr_put_strz(header, CTRL_ATTR_FAMILY_NAME, "nlctrl");
	return header;
}

static uint64_t requests(size_t count)
{
	static struct mnl_socket *socket;
	static unsigned int sequence;
	char request[256];
	uint64_t check = 0;

	if (!socket)
		socket = open_socket(NETLINK_GENERIC);
	for (size_t index = 0; index < count; index++) {
		struct nlmsghdr *header = put_family_request(request, ++sequence);
		struct family family;

		if (mnl_socket_sendto(socket, header, header->nlmsg_len) < 0)
			fail("mnl_socket_sendto");
		if (mnl_cb_run(buffer, receive(socket), sequence, mnl_socket_get_portid(socket),
			       family_message, &family) < 0)
			fail("mnl_cb_run");
		check += family_check(&family);
	}
	return check;
}

static uint64_t batched(size_t count)
{
	static struct mnl_socket *socket;
	static unsigned int sequence;
	char request[4096];
	uint64_t check = 0;

	if (!socket)
		socket = open_socket(NETLINK_GENERIC);
	for (size_t sent = 0; sent < count; sent += BATCH) {
		struct mnl_nlmsg_batch *batch = mnl_nlmsg_batch_start(request, sizeof(request));
		unsigned int first = sequence + 1;

		for (size_t index = 0; index < BATCH; index++) {
			put_family_request(mnl_nlmsg_batch_current(batch), ++sequence);
			mnl_nlmsg_batch_next(batch);
		}
		if (mnl_socket_sendto(socket, mnl_nlmsg_batch_head(batch),
				      mnl_nlmsg_batch_size(batch)) < 0)
			fail("mnl_socket_sendto");
		mnl_nlmsg_batch_stop(batch);
		for (size_t index = 0; index < BATCH; index++) {
			struct family family;

			if (mnl_cb_run(buffer, receive(socket), first + index,
				       mnl_socket_get_portid(socket), family_message, &family) < 0)
				fail("mnl_cb_run");
			check += family_check(&family);
		}
	}
	return check;
}

/* routes */

static int route_attribute(const struct nlattr *attribute, void *data)
{
	struct route *route = data;

	switch (mnl_attr_get_type(attribute)) {
	case RTA_TABLE:
		route->table = mnl_attr_get_u32(attribute);
		break;
	case RTA_DST:
		route->destination = mnl_attr_get_u32(attribute);
		break;
	case RTA_OIF:
		route->interface = mnl_attr_get_u32(attribute);
		break;
	case RTA_PRIORITY:
		route->priority = mnl_attr_get_u32(attribute);
		break;
	case RTA_GATEWAY:
		route->gateway = mnl_attr_get_u32(attribute);
		break;
	case RTA_PREFSRC:
		route->source = mnl_attr_get_u32(attribute);
		break;
	}
	return MNL_CB_OK;
}

static void parse_route(const struct nlmsghdr *header, struct route *route)
{
	const struct rtmsg *message = mnl_nlmsg_get_payload(header);

	memset(route, 0, sizeof(*route));
	route->family = message->rtm_family;
	route->prefix = message->rtm_dst_len;
	route->tos = message->rtm_tos;
	route->protocol = message->rtm_protocol;
	route->scope = message->rtm_scope;
	route->type = message->rtm_type;
	mnl_attr_parse(header, sizeof(*message), route_attribute, route);
}

static int route_message(const struct nlmsghdr *header, void *data)
{
	struct routes *routes = data;

	if (routes->count == routes->capacity) {
		routes->capacity = routes->capacity ? routes->capacity * 2 : 64;
		routes->entries = realloc(routes->entries,
					  routes->capacity * sizeof(*routes->entries));
		if (!routes->entries)
			fail("realloc");
	}
	parse_route(header, &routes->entries[routes->count++]);
	return MNL_CB_OK;
}

static uint64_t dump(void)
{
	static struct mnl_socket *socket;
	static unsigned int sequence;
	char request[256];
	struct nlmsghdr *header = mnl_nlmsg_put_header(request);
	struct rtmsg *message;
	struct routes routes = { 0 };
	uint64_t check = 0;
	int state;

	if (!socket)
		socket = open_socket(NETLINK_ROUTE);
	header->nlmsg_type = RTM_GETROUTE;
	header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	header->nlmsg_seq = ++sequence;
	message = mnl_nlmsg_put_extra_header(header, sizeof(*message));
	message->rtm_family = AF_INET;
	if (mnl_socket_sendto(socket, header, header->nlmsg_len) < 0)
		fail("mnl_socket_sendto");
	do {
		state = mnl_cb_run(buffer, receive(socket), sequence, mnl_socket_get_portid(socket),
				   route_message, &routes);
	} while (state > MNL_CB_STOP);
	if (state < 0)
		fail("mnl_cb_run");
	for (size_t index = 0; index < routes.count; index++)
		check += ntohl(routes.entries[index].destination) + routes.entries[index].interface;
	free(routes.entries);
	return check;
}

static int event_message(const struct nlmsghdr *header, void *data)
{
	size_t *count = data;
	struct route route;

	parse_route(header, &route);
	if (route.interface)
		(*count)++;
	return MNL_CB_OK;
}

static void events(void)
{
	struct mnl_socket *socket = open_socket(NETLINK_ROUTE);
	struct timeval silence = { .tv_sec = 5 };
	int group = RTNLGRP_IPV4_ROUTE;
	size_t count = 0, until_overrun = 0;
	bool overran = false;

	if (mnl_socket_setsockopt(socket, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0)
		fail("mnl_socket_setsockopt");
	setsockopt(mnl_socket_get_fd(socket), SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof(silence));
	printf("listening\n");
	for (;;) {
		ssize_t length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));

		if (length < 0 && errno == EAGAIN)
			break;
		if (length < 0 && errno == ENOBUFS) {
			if (!overran)
				until_overrun = count;
			overran = true;
			continue;
		}
		if (length < 0)
			fail("mnl_socket_recvfrom");
		if (count == 0) {
			silence = (struct timeval){ .tv_usec = SILENCE_MS * 1000 };
			setsockopt(mnl_socket_get_fd(socket), SOL_SOCKET, SO_RCVTIMEO, &silence,
				   sizeof(silence));
		}
		if (mnl_cb_run(buffer, length, 0, 0, event_message, &count) < 0)
			fail("mnl_cb_run");
	}
	mnl_socket_close(socket);
	printf("{\"untilOverrun\":%zu,\"received\":%zu}\n", overran ? until_overrun : count, count);
}

/* Half the events are of routes that come, half of the same routes that go. */
static void burst(size_t count, unsigned int interface)
{
	struct mnl_socket *socket = open_socket(NETLINK_ROUTE);
	char request[8192];

	for (size_t sent = 0; sent < count; sent += BATCH) {
		struct mnl_nlmsg_batch *batch = mnl_nlmsg_batch_start(request, sizeof(request));

		for (size_t index = 0; index < BATCH; index++) {
			struct nlmsghdr *header = mnl_nlmsg_put_header(mnl_nlmsg_batch_current(batch));
			bool comes = index < BATCH / 2;
			struct rtmsg *message;

			header->nlmsg_type = comes ? RTM_NEWROUTE : RTM_DELROUTE;
			header->nlmsg_flags = NLM_F_REQUEST | (comes ? NLM_F_CREATE | NLM_F_EXCL : 0);
			message = mnl_nlmsg_put_extra_header(header, sizeof(*message));
			message->rtm_family = AF_INET;
			message->rtm_dst_len = 32;
			message->rtm_table = RT_TABLE_MAIN;
			message->rtm_protocol = RTPROT_STATIC;
			message->rtm_scope = RT_SCOPE_LINK;
			message->rtm_type = RTN_UNICAST;
			mnl_attr_put_u32(header, RTA_DST,
					 htonl(0x0ac00000 + (uint32_t)(index % (BATCH / 2))));
			mnl_attr_put_u32(header, RTA_OIF, interface);
			mnl_nlmsg_batch_next(batch);
		}
		if (mnl_socket_sendto(socket, mnl_nlmsg_batch_head(batch),
				      mnl_nlmsg_batch_size(batch)) < 0)
			fail("mnl_socket_sendto");
		mnl_nlmsg_batch_stop(batch);
	}
	mnl_socket_close(socket);
	printf("{}\n");
}

int main(void)
{
	char line[128], part[32];
	size_t count;

	setvbuf(stdout, NULL, _IOLBF, 0);
	while (fgets(line, sizeof(line), stdin)) {
		uint64_t start = now(), check;

		if (sscanf(line, "%31s %zu", part, &count) != 2)
			return 2;
		if (!strcmp(part, "events")) {
			events();
			continue;
		}
		if (!strcmp(part, "burst")) {
			burst(count, 1);
			continue;
		}
		if (!strcmp(part, "requests"))
			check = requests(count);
		else if (!strcmp(part, "batched"))
			check = batched(count);
		else if (!strcmp(part, "dump"))
			check = dump();
		else
			return 2;
		printf("{\"nanoseconds\":%llu,\"check\":%llu}\n", (unsigned long long)(now() - start),
		       (unsigned long long)check);
	}
	return 0;
}
