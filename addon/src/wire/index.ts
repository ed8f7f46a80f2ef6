/** Messages, attributes and bytes: pure functions that run in Node and in a browser. */
export {
	type Acknowledgement,
	decodeAcknowledgement,
	type ExtendedAcknowledgement,
	extendedAcknowledgement,
	type PolicyType,
	policyType,
} from './acknowledgement.ts';
export {
	type Attribute,
	type AttributeValues,
	array,
	attributes,
	byNumber,
	type Layout,
	layout,
	many,
	NLA_F_NESTED,
	NLA_F_NET_BYTEORDER,
	NLA_HDRLEN,
	NLA_TYPE_MASK,
	padding,
	type StructValues,
	struct,
	walkAttributes,
} from './attributes.ts';
export * from './constants.ts';
export { errorCode, errorText } from './errno.ts';
export { describeMessage, type NamedMessage, type Protocol } from './format.ts';
export { MalformedMessage } from './malformed.ts';
export {
	decodeMessage,
	decodeMessages,
	encodeMessage,
	encodeMessages,
	type Header,
	type Message,
	type MessageParts,
} from './message.ts';
export {
	type Bitfield32,
	bareString,
	be16,
	be32,
	be64,
	binary,
	bitfield32,
	type Described,
	flag,
	type Part,
	s8,
	s16,
	s32,
	s64,
	sint,
	string,
	type Type,
	u8,
	u16,
	u32,
	u64,
	uint,
	type ValueOf,
} from './types.ts';
export type { Writer } from './writer.ts';
