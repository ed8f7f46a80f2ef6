/** Linux netlink for TypeScript. Importing this works everywhere; opening a socket needs Linux. */
export { explain, type Failure, NetlinkError, type Request } from './error.ts';
export type { Acknowledged } from './exchange.ts';
export { openTransport, type TransportOptions } from './native.ts';
export { open, openThrough } from './open.ts';
export type { SocketOptions } from './options.ts';
export { type Change, Socket, type SubscribeOptions, type Wait } from './socket.ts';
export type { Event, Subscription } from './subscription.ts';
export type { Datagram, Transport } from './transport.ts';
