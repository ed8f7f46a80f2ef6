/** What the modules of kmod/bugs-07 understand. Each has protocol 31, and one is loaded at a time. */
export const NETLINK_SHELF = 31;
export const SHELF_PUT = 16;
export const SHELF_TAKE = 17;

export const NETLINK_CHIME = 31;
