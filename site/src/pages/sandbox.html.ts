import script from '../live/sandbox/frame.js?raw';
import { sandboxPage } from '../live/sandbox/page.ts';

export function GET(): Response {
	return new Response(sandboxPage(script), { headers: { 'Content-Type': 'text/html' } });
}
