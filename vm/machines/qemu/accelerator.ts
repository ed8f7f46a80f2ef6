/** Where QEMU's CPUs run: in the host's own (KVM), or emulated (TCG). */
export async function accelerator(): Promise<string> {
	return 'tcg,thread=multi';
}
