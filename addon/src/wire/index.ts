/** Messages and bytes: pure functions that run in Node and in a browser. */
export * from './constants.ts';
export { errorCode, errorText } from './errno.ts';
export { MalformedMessage } from './malformed.ts';
export {
	decodeMessage,
	decodeMessages,
	encodeMessage,
	type Message,
	type MessageParts,
} from './message.ts';
