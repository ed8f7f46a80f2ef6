/** What strict validation lets pass: lib/nlattr.c with NL_VALIDATE_STRICT, for a declaration and its checks. */
import { NLA_F_NESTED, NLA_HDRLEN, NLA_TYPE_MASK } from '@both-sides/netlink/wire';
import type { Accepts, Body, Check } from '../../../examples/grammar.ts';
import { type Declared, declaredIn, type Field, fieldByNumber } from './declaration.ts';

/**
 * Why a request must be refused, whatever the module's state; undefined where it may be accepted.
 *
 * @param payload what follows the message's header
 */
export function whyRefused({ layout, accepts }: Body, payload: Uint8Array): string | undefined {
	const declared = declaredIn(layout);
	return declared && accepts && refusedIn(payload, declared, accepts);
}

/** As __nla_validate_parse() goes through attributes. */
function refusedIn(bytes: Uint8Array, declared: Declared, accepts: Accepts): string | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	let offset = 0;
	while (bytes.length - offset >= NLA_HDRLEN) {
		const length = view.getUint16(offset, true);
		const type = view.getUint16(offset + 2, true);
		// What does not fit ends the walk (nla_ok), and is left over.
		if (length < NLA_HDRLEN || length > bytes.length - offset) break;
		const number = type & NLA_TYPE_MASK;
		const field = fieldByNumber(declared, number);
		const check = field && accepts[field.name];
		if (!check) return `attribute ${field?.name ?? number} is none of a request`;
		const content = bytes.subarray(offset + NLA_HDRLEN, offset + length);
		const refused = refusedContent(field, check, type & ~NLA_TYPE_MASK, content);
		if (refused) return `${field.name}: ${refused}`;
		offset += (length + 3) & ~3;
	}
	const left = bytes.length - offset;
	return left > 0 ? `${left} bytes are left over` : undefined;
}

/** As validate_nla() looks at one. */
function refusedContent(
	{ type, inside }: Field,
	check: Check,
	flags: number,
	content: Uint8Array,
): string | undefined {
	if (inside) {
		if (!(flags & NLA_F_NESTED)) return 'a nest without NLA_F_NESTED';
		// An empty nest is one without attributes.
		return refusedIn(content, inside, check.accepts ?? {});
	}
	if (flags & NLA_F_NESTED) return 'NLA_F_NESTED, and no nest';
	if (type.name === 'string')
		return refusedString(content, check.maxLength, check.unterminated === true);
	if (type.name === 'flag') return content.length > 0 ? 'a flag with content' : undefined;
	if (type.name === 'binary')
		return check.maxLength !== undefined && content.length > check.maxLength
			? `${content.length} bytes, at most ${check.maxLength}`
			: undefined;
	const isWhole = type.size === undefined ? content.length % 4 === 0 : content.length === type.size;
	if (content.length === 0 || !isWhole) return `${content.length} bytes of a ${type.name}`;
	if (!/^(be|s|u)\d+$|int$/.test(type.name)) return undefined;
	const value: unknown = type.read(content, 0, content.length);
	if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
	if (check.min !== undefined && value < check.min) return `${value} is less than ${check.min}`;
	if (check.max !== undefined && value > check.max) return `${value} is more than ${check.max}`;
	return undefined;
}

/** NLA_STRING, or NLA_NUL_STRING: its NUL is somewhere in it, and what is before it is not too long. */
function refusedString(
	content: Uint8Array,
	maxLength: number | undefined,
	isUnterminated: boolean,
): string | undefined {
	if (isUnterminated) {
		const length = content.length - (content.at(-1) === 0 ? 1 : 0);
		if (content.length === 0) return 'an empty string';
		return maxLength !== undefined && length > maxLength
			? `longer than ${maxLength} bytes`
			: undefined;
	}
	const looked = maxLength === undefined ? content : content.subarray(0, maxLength + 1);
	if (content.length === 0) return 'an empty string without its NUL';
	if (!looked.includes(0))
		return looked.length < content.length
			? `longer than ${maxLength} bytes`
			: 'a string without its NUL';
	// The rest is counted as well (validate_nla).
	if (maxLength !== undefined && content.length > maxLength + 1)
		return `longer than ${maxLength} bytes`;
	return undefined;
}
