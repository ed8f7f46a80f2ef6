/** The messages of nlctrl, the family that knows the others: include/uapi/linux/genetlink.h, net/netlink/genetlink.c. */
import { policyType } from '../wire/acknowledgement.ts';
import { array, attributes, byNumber } from '../wire/attributes.ts';
import { string, u16, u32 } from '../wire/types.ts';

/** nlctrl's own id, the only one that is fixed (GENL_ID_CTRL). */
export const GENL_ID_CTRL = 0x10;
/** nlctrl's command, as an answer and as an event: a family is there. */
export const CTRL_CMD_NEWFAMILY = 1;
/** nlctrl's command, as an event: a family is gone. */
export const CTRL_CMD_DELFAMILY = 2;
/** nlctrl's command: ask for a family by name or id, or for all (ctrl_getfamily(), ctrl_dumpfamily()). */
export const CTRL_CMD_GETFAMILY = 3;
/** nlctrl's command: list what a family accepts (ctrl_dumppolicy(), Linux 5.8). */
export const CTRL_CMD_GETPOLICY = 10;

/** The attributes of nlctrl's messages, CTRL_ATTR_*. */
export const controllerAttributes = attributes({
	id: [1, u16],
	name: [2, string],
	version: [3, u32],
	headerSize: [4, u32],
	maximumAttribute: [5, u32],
	operations: [6, array(attributes({ command: [1, u32], flags: [2, u32] }))],
	groups: [7, array(attributes({ name: [1, string], id: [2, u32] }))],
	policy: [8, byNumber(byNumber(policyType))],
	operationPolicy: [9, byNumber(attributes({ do: [1, u32], dump: [2, u32] }))],
	operation: [10, u32],
});
