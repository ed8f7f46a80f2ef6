/** How many times as long as usual things take on this kernel: every wait may last as much longer. */
export const slowness = Number(process.env.SLOWNESS ?? 1);
