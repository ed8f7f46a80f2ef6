import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';
import { step } from '../../setup/steps.mjs';
import type { Kernel, Qemu } from '../kernels/index.ts';

/** How long a kernel may take under KVM to find that it has no root, in milliseconds. It takes a tenth of that. */
const probeLimit = 8000;

const kvm = 'kvm';
/** Every CPU of the guest emulated by a thread of its own. */
const emulation = 'tcg,thread=multi';

function mayOpenKvm(): boolean {
	try {
		accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
		return true;
	} catch {
		return false;
	}
}

function bootId(): string {
	return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

const foundPath = () => join(cacheFolder(), 'qemu', 'accelerator.json');

/** What is known without trying; undefined where it has not been tried since the host was started. */
export function knownAccelerator(): string | undefined {
	if (!mayOpenKvm()) return emulation;
	try {
		const { boot, accelerator } = JSON.parse(readFileSync(foundPath(), 'utf8'));
		return boot === bootId() ? accelerator : undefined;
	} catch {
		return undefined;
	}
}

/**
 * What QEMU's CPUs run on, for its -accel: KVM where a kernel was seen to run on it, else emulation. That /dev/kvm can be
 * opened is not enough: there are machines where QEMU then hangs. What was found holds until the host is started again.
 */
export function accelerator(qemu: Qemu, kernel: Kernel): Promise<string> {
	return step<string>({
		name: 'KVM',
		why: 'whether virtual machines can use this machine’s own CPU, or it has to be emulated; up to 8 s',
		lock: 'accelerator',
		done: knownAccelerator,
		work: async () => {
			const found = (await runsOnKvm(qemu, kernel)) ? kvm : emulation;
			const temporary = temporaryPath();
			writeFileSync(temporary, JSON.stringify({ boot: bootId(), accelerator: found }));
			mkdirSync(dirname(foundPath()), { recursive: true });
			renameSync(temporary, foundPath());
			return found;
		},
	});
}

/** Whether a kernel without a root gets as far as its panic, which ends the machine. */
async function runsOnKvm(qemu: Qemu, kernel: Kernel): Promise<boolean> {
	const machine = ['-M', 'pc', '-cpu', 'max', '-accel', kvm, '-m', '512', '-nodefaults'];
	const system = ['-kernel', kernel.vmlinux, '-append', 'quiet panic=-1', '-no-reboot'];
	try {
		const { status } = await run(
			qemu.command,
			[...qemu.arguments, ...machine, '-display', 'none', ...system],
			{ limit: probeLimit, env: { ...process.env, ...qemu.environment } },
		);
		return status === 0;
	} catch (error) {
		if (error instanceof Problem) return false;
		throw error;
	}
}
