/** The numbers of include/uapi/linux/netlink.h, under their names there. */

/** Bytes of a struct nlmsghdr, the header of each message. */
export const NLMSG_HDRLEN = 16;
/** The first message type that belongs to a protocol: those below it are netlink's own. */
export const NLMSG_MIN_TYPE = 0x10;

/** Nothing: the message is ignored. */
export const NLMSG_NOOP = 0x1;
/** An error, or the acknowledgement where its errno is 0. */
export const NLMSG_ERROR = 0x2;
/** The end of a dump. */
export const NLMSG_DONE = 0x3;
/** Data was lost (no kernel of today sends it). */
export const NLMSG_OVERRUN = 0x4;

/** This is a request: the kernel looks at no other message. */
export const NLM_F_REQUEST = 0x01;
/** One of several messages, the last of which is NLMSG_DONE. */
export const NLM_F_MULTI = 0x02;
/** Answer with an NLMSG_ERROR also where nothing went wrong. */
export const NLM_F_ACK = 0x04;
/** Send the events that this request causes to the requester too. */
export const NLM_F_ECHO = 0x08;
/** What was dumped changed in between: the list may lack something or have it twice. */
export const NLM_F_DUMP_INTR = 0x10;
/** The dump is filtered as the request asked. */
export const NLM_F_DUMP_FILTERED = 0x20;

/** Get: all, from the root of the tree. */
export const NLM_F_ROOT = 0x100;
/** Get: all that match. */
export const NLM_F_MATCH = 0x200;
/** Get: in one piece (needs CAP_NET_ADMIN; few protocols know it). */
export const NLM_F_ATOMIC = 0x400;
/** Get: a list of all. */
export const NLM_F_DUMP = NLM_F_ROOT | NLM_F_MATCH;

/** New: replace what is there. */
export const NLM_F_REPLACE = 0x100;
/** New: fail where it is there already. */
export const NLM_F_EXCL = 0x200;
/** New: create what is not there. */
export const NLM_F_CREATE = 0x400;
/** New: add to the end of the list. */
export const NLM_F_APPEND = 0x800;

/** Delete: not recursively. */
export const NLM_F_NONREC = 0x100;
/** Delete: many at once. */
export const NLM_F_BULK = 0x200;

/** NLMSG_ERROR: of the request, only the header is sent back. */
export const NLM_F_CAPPED = 0x100;
/** NLMSG_ERROR: attributes with the extended acknowledgement follow. */
export const NLM_F_ACK_TLVS = 0x200;

/** Protocol: interfaces, addresses, routes, neighbours, traffic control (rtnetlink(7), net/core/rtnetlink.c). */
export const NETLINK_ROUTE = 0;
/** Protocol: for processes among themselves, the kernel takes nothing (net/netlink/af_netlink.c). */
export const NETLINK_USERSOCK = 2;
/** Protocol: sockets of other families, what `ss` lists (sock_diag(7), net/core/sock_diag.c). */
export const NETLINK_SOCK_DIAG = 4;
/** Protocol: IPsec (net/xfrm/xfrm_user.c). */
export const NETLINK_XFRM = 6;
/** Protocol: the audit log (kernel/audit.c). */
export const NETLINK_AUDIT = 9;
/** Protocol: nftables, connection tracking and the rest of netfilter (net/netfilter/nfnetlink.c). */
export const NETLINK_NETFILTER = 12;
/** Protocol: devices that come and go, as text and without nlmsghdr (lib/kobject_uevent.c). */
export const NETLINK_KOBJECT_UEVENT = 15;
/** Protocol: generic netlink, families by name (net/netlink/genetlink.c). */
export const NETLINK_GENERIC = 16;

/** The level of netlink's own socket options. */
export const SOL_NETLINK = 270;
/** Option: join a group; Transport.join(). */
export const NETLINK_ADD_MEMBERSHIP = 1;
/** Option: leave a group; Transport.leave(). */
export const NETLINK_DROP_MEMBERSHIP = 2;
/** Option: say to which group each datagram was sent; the native transport sets it, for Datagram.group. */
export const NETLINK_PKTINFO = 3;
/** Option: SocketOptions.broadcastErrors. */
export const NETLINK_BROADCAST_ERROR = 4;
/** Option: SocketOptions.silentOverruns. */
export const NETLINK_NO_ENOBUFS = 5;
/** Option: SocketOptions.allNamespaces. */
export const NETLINK_LISTEN_ALL_NSID = 8;
/** Option: SocketOptions.cappedAcknowledgements. */
export const NETLINK_CAP_ACK = 10;
/** Option: SocketOptions.extendedAcknowledgements. */
export const NETLINK_EXT_ACK = 11;
/** Option: SocketOptions.strictChecking. */
export const NETLINK_GET_STRICT_CHK = 12;
