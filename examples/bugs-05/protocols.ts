/** What the modules of kmod/bugs-05 understand. Each has protocol 31, and one is loaded at a time. */
import { attributes, string, u8 } from '@both-sides/netlink/wire';

export const NETLINK_ECHO = 31;
export const ECHO_SAY = 16;

export const NETLINK_FROST = 31;
export const FROST_GET = 16;

export const NETLINK_GUESTS = 31;
export const GUESTS_ENTER = 16;
export const GUESTS_ASK = 17;
export const guest = attributes({ name: [1, string], host: [2, u8] });

export const NETLINK_ROSTER = 31;
export const ROSTER_ADD = 16;
export const ROSTER_STRIKE = 17;

/** A number as roster.c takes it: u32, in the byte order of the machine. */
export function struck(number: number): Uint8Array {
	return new Uint8Array(Uint32Array.of(number).buffer);
}
