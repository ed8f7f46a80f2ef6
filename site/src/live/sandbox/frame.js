/**
 * All that the sandbox's frame does itself: it starts a worker for each client, and ends it. The page's word comes with the
 * port that is handed over in the first message.
 */

/** @param {string} code */
const addressOf = (code) => URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));

/**
 * Browsers start no module of a blob as a worker where the origin is nobody's, but a worker may import one. What comes
 * before it is there is handed to it then.
 *
 * @param {string} module its address
 */
const beginning = (module) => `onmessage = async ({ data, ports }) => {
	onmessage = null;
	await import('${module}');
	dispatchEvent(new MessageEvent('message', { data, ports }));
};`;

/** @param {MessageEvent} event */
const begin = ({ source, ports: [page] }) => {
	if (source !== parent) return;
	removeEventListener('message', begin);
	/** @type {Map<number, Worker>} */
	const workers = new Map();
	let program = '';
	page.onmessage = ({ data: order, ports }) => {
		switch (order.do) {
			case 'load':
				program = addressOf(beginning(addressOf(order.program)));
				break;
			case 'run': {
				const worker = new Worker(program);
				workers.set(order.run, worker);
				worker.postMessage(order.client, ports);
				break;
			}
			case 'stop':
				workers.get(order.run)?.terminate();
				workers.delete(order.run);
		}
	};
};

// Opened by itself this page has the guide's own origin, and whoever opened it shall run nothing there.
if (origin === 'null') addEventListener('message', begin);
