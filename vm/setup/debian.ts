import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { type Purpose, packages } from './packages.ts';
import { Problem } from './problem.mjs';
import { run } from './run.ts';
import { step } from './steps.mjs';

/** What this machine is, as far as installing packages goes. */
export interface System {
	readonly platform: string;
	readonly architecture: string;
	readonly hasApt: boolean;
	readonly isRoot: boolean;
	/** Whether somebody is there to be asked. */
	readonly isTerminal: boolean;
	readonly hasSudo: boolean;
}

export function thisSystem(): System {
	const inPath = (name: string): boolean =>
		(process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${name}`));
	return {
		platform: process.platform,
		architecture: process.arch,
		hasApt: inPath('apt-get'),
		isRoot: process.getuid?.() === 0,
		isTerminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
		hasSudo: inPath('sudo'),
	};
}

/** Of these packages, the ones that dpkg does not have installed. */
export function missingPackages(names: readonly string[]): string[] {
	const { stdout } = spawnSync(
		'dpkg-query',
		['--show', `--showformat=\${Package} \${db:Status-Status}\\n`, ...names],
		{ encoding: 'utf8' },
	);
	const installed = new Set(
		(stdout ?? '').split('\n').flatMap((line) => {
			const [name, status] = line.split(' ');
			return name && status === 'installed' ? [name] : [];
		}),
	);
	return names.filter((name) => !installed.has(name));
}

/** How missing packages get installed on a system: the command, and whether to ask first. */
export interface Plan {
	readonly command: readonly string[];
	readonly ask: boolean;
}

/** @throws {Problem} where they cannot be installed from here; it says what people can do */
export function planInstall(missing: readonly string[], system: System): Plan {
	const names = missing.join(' ');
	if (system.platform !== 'linux' || system.architecture !== 'x64')
		throw new Problem(
			`Building and testing stages needs x86-64 Linux; this is ${system.platform} ${system.architecture}. Reading the guide works here: npm start.`,
		);
	if (!system.hasApt)
		throw new Problem(
			`These programs are needed, and there is no apt-get here to install them: ${names} (Debian's names). Install them by your system's own means; on Debian 12 this goes by itself.`,
		);
	const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...missing];
	if (system.isRoot) return { command: install, ask: false };
	if (!system.isTerminal || !system.hasSudo)
		throw new Problem(
			`Debian packages are missing. Run this as root, then run the same command again:\n    ${install.join(' ')}`,
		);
	return { command: ['sudo', ...install], ask: true };
}

/** apt's lists go stale within days: what they name has left the mirror. */
function listsAreOld(): boolean {
	const folder = '/var/lib/apt/lists';
	const day = 24 * 60 * 60 * 1000;
	if (!existsSync(folder)) return true;
	const times = readdirSync(folder)
		.filter((name) => name.endsWith('Release'))
		.map((name) => Date.now() - statSync(`${folder}/${name}`).mtimeMs);
	// The files bear the archive's dates; apt touches this one at each update.
	const updated = '/var/lib/apt/lists/partial';
	return times.length === 0 || !existsSync(updated) || Date.now() - statSync(updated).mtimeMs > day;
}

async function apt(command: readonly string[], names: readonly string[]): Promise<void> {
	const [program = '', ...args] = command;
	const { status, output } = await run(program, args, {
		limit: 900_000,
		asks: program === 'sudo',
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
	});
	if (status === 0) return;
	const shown = command.join(' ');
	if (/No space left|not enough free space/i.test(output))
		throw new Problem(
			`No room on the disk for ${names.join(' ')}: make room, then run this again.`,
		);
	if (
		/Could not (resolve|connect)|Temporary failure|Unable to connect|Network is unreachable/.test(
			output,
		)
	)
		throw new Problem(
			`apt cannot reach its mirror: check the network, then run this again. It was: ${shown}`,
		);
	if (/Could not get lock|is another process using it/.test(output))
		throw new Problem(`Another program is installing packages: wait for it, then run this again.`);
	const errors = output.split('\n').filter((line) => /^E:/.test(line));
	throw new Problem(
		`${shown} failed; mend what it says, then run this again:\n${(errors.length > 0 ? errors : output.trim().split('\n').slice(-5)).join('\n')}`,
	);
}

/**
 * Makes sure that the Debian packages for a purpose are installed; asks apt-get to, where they are not.
 *
 * @throws {Problem} that says what to do, where it cannot
 */
export async function need(...purposes: Purpose[]): Promise<void> {
	const reasons: Record<string, string> = Object.assign({}, ...purposes.map((p) => packages[p]));
	const names = Object.keys(reasons);
	const missing = missingPackages(names);
	if (missing.length === 0) return;
	const { command, ask } = planInstall(missing, thisSystem());
	if (ask) {
		const terminal = createInterface({ input: process.stdin, output: process.stderr });
		const answer = await terminal.question(
			`Debian packages are missing:\n${missing.map((name) => `    ${name}: ${reasons[name]}`).join('\n')}\nRun "${command.join(' ')}"? [Y/n] `,
		);
		terminal.close();
		if (/^n/i.test(answer.trim()))
			throw new Problem(`Run it yourself, then run this again:\n    ${command.join(' ')}`);
	}
	await step<true>({
		name: `Debian packages ${missing.join(', ')}`,
		why: missing.map((name) => reasons[name]).join('; '),
		lock: 'apt',
		done: () => (missingPackages(names).length === 0 ? true : undefined),
		work: async (progress) => {
			const update = command.slice(0, command.indexOf('install'));
			if (listsAreOld()) {
				progress('apt-get update');
				await apt([...update, 'update'], missing);
			}
			progress(command.join(' '));
			try {
				await apt(command, missing);
			} catch (error) {
				if (
					!(error instanceof Problem) ||
					!/Unable to locate|404|has no installation candidate/.test(error.message)
				)
					throw error;
				progress('apt-get update, as the lists are out of date');
				await apt([...update, 'update'], missing);
				await apt(command, missing);
			}
			return true;
		},
	});
}
