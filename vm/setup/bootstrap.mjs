/**
 * `node vm/setup/bootstrap.mjs <file.ts> [arguments]`: runs a TypeScript file of this project with the pinned Node,
 * after installing the npm packages that package-lock.json names where they are not there.
 *
 * The only part of the project that the system's own Node runs, so it is plain JavaScript for Node 18 and needs no package.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.mjs';
import { step } from './steps.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} Locked
 * @param {string} path
 * @returns {Record<string, Locked>}
 */
function packagesOf(path) {
	return JSON.parse(readFileSync(path, 'utf8')).packages;
}

const wanted = packagesOf(join(root, 'package-lock.json'));

/** npm writes its own record last of all, so after an npm that was interrupted there is none, or an old one. */
function installed() {
	const record = join(modules, '.package-lock.json');
	if (!existsSync(record)) return undefined;
	const there = packagesOf(record);
	const complete = Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
		if (!path.includes('node_modules/')) return true;
		const found = there[path];
		// Optional packages are those of other platforms, which npm leaves out.
		if (found === undefined) return optional === true;
		return found.version === version && found.integrity === integrity;
	});
	return complete || undefined;
}

/**
 * What to tell people when npm could not do it.
 *
 * @param {string} output what npm printed
 */
function reason(output) {
	if (/ENOSPC/.test(output)) return 'no room on the disk: free about 1 GB, then run this again';
	if (
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network/.test(output)
	)
		return 'the npm registry cannot be reached: check the network, then run this again (`npm config get registry` names the registry)';
	if (/EACCES|EPERM|EROFS/.test(output))
		return `${modules} cannot be written: check whose it is, then run this again`;
	return `npm ci failed; mend what it says, then run this again:\n${output.trim()}`;
}

/** @param {(line: string) => void} progress */
function install(progress) {
	// `npm run` names the npm that runs us, which need not be the first in PATH.
	const npm = process.env.npm_execpath;
	const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []];
	const start = Date.now();
	const total = Object.keys(wanted).filter((path) =>
		/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path),
	).length;
	const count = () => {
		if (!existsSync(modules)) return;
		const names = readdirSync(modules);
		const found = names.flatMap((name) =>
			name.startsWith('@') ? readdirSync(join(modules, name)) : [name],
		).length;
		progress(`${found} of ${total} packages, ${Math.round((Date.now() - start) / 1000)} s`);
	};
	return new Promise((resolve, reject) => {
		// Where there is no network, npm's own patience would take minutes; what came is in its cache for the next run.
		const options = ['--loglevel=error', '--prefer-offline', '--fetch-retries=1'];
		const child = spawn(command, [...first, 'ci', ...options], {
			cwd: root,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		child.stdout.on('data', (data) => {
			output += data;
		});
		child.stderr.on('data', (data) => {
			output += data;
		});
		const timer = setInterval(count, 500);
		const limit = setTimeout(() => child.kill(), 15 * 60 * 1000);
		child.on('error', (error) => {
			clearInterval(timer);
			clearTimeout(limit);
			reject(
				new Problem(`npm cannot be started (${error.message}): install npm, then run this again`),
			);
		});
		child.on('close', (status, signal) => {
			clearInterval(timer);
			clearTimeout(limit);
			if (status === 0) resolve(true);
			else if (signal)
				reject(new Problem(`npm packages: npm was ended by ${signal}; run this again`));
			else reject(new Problem(`npm packages: ${reason(output)}`));
		});
	});
}

/** The Node that the lock file pins; where it pins none for this platform, the running one if it is new enough. */
function pinnedNode() {
	const system = process.platform === 'win32' ? 'win' : process.platform;
	// Not by node_modules/.bin: older npms make no link that is named node.
	const folder = join(modules, `node-${system}-${process.arch}`, 'bin');
	const path = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
	if (existsSync(path)) return path;
	if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
	throw new Problem(
		`This project runs on Node 24, which it brings along for x86-64 and arm64 Linux. Here (${process.platform} ${process.arch}) it needs one installed: ` +
			`this is ${process.version}; get Node 24 from nodejs.org, then run this again.`,
	);
}

/** @param {string[]} command the file and its arguments */
function run(command) {
	const node = pinnedNode();
	const child = spawn(node, command, {
		stdio: 'inherit',
		env: {
			...process.env,
			PATH: [dirname(node), join(modules, '.bin'), process.env.PATH].join(delimiter),
			NODE_USE_ENV_PROXY: '1',
		},
	});
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		// A terminal's Ctrl-C goes to the child as well as to us, so only what was sent to us alone is passed on.
		process.on(signal, () => {
			if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
		});
	}
	child.on('error', (error) =>
		fail(new Problem(`The pinned Node cannot be started: ${error.message}`)),
	);
	child.on('close', (status, signal) => {
		process.exit(status ?? 128 + (signal === null ? 0 : constants.signals[signal]));
	});
}

/** @param {unknown} error */
function fail(error) {
	if (!(error instanceof Problem)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
}

const command = process.argv.slice(2);
try {
	if (command.length === 0)
		throw new Problem('usage: node vm/setup/bootstrap.mjs <file.ts> [arguments]');
	if (command[1] === 'doctor' && !installed())
		throw new Problem(
			'✗ npm packages: not all that package-lock.json names are installed, and doctor changes nothing: npm start and npm test install them.',
		);
	await step({
		name: 'npm packages',
		why: 'what package-lock.json pins, Node 24 among them; half a minute',
		lock: `npm-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`,
		done: installed,
		work: install,
	});
	run(command);
} catch (error) {
	fail(error);
}
