import { readFileSync } from 'node:fs';

/**
 * What the kernel lets this process do, a bit each as linux/capability.h numbers them.
 *
 * @param status as /proc/self/status has it
 * @returns undefined when it does not say
 */
export function effectiveCapabilities(
  status: string = readFileSync('/proc/self/status', 'latin1'),
): bigint | undefined {
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return mask === undefined ? undefined : BigInt(`0x${mask}`);
}

/** Whether it may; what is not told is taken for allowed, so that nobody is held back for it. @param bit its number */
export function hasCapability(bit: number): boolean {
  const mask = effectiveCapabilities();
  return mask === undefined || ((mask >> BigInt(bit)) & 1n) === 1n;
}
