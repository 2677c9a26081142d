/** Names of e_machine as Node calls architectures. See elf(5). */
const MACHINES: Readonly<Record<number, string>> = {
  3: 'ia32',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};
/** Programs that a kernel runs besides its own kind. */
const ALSO_RUNS: Readonly<Record<string, readonly string[]>> = { x64: ['ia32'], arm64: ['arm'] };
const HEADER_BYTES = 64;
const PT_INTERP = 3;

/** What an ELF file says of itself. */
export interface Elf {
  /** Architecture, as Node names it, or `machine 1234`. */
  machine: string;
  /** This kernel runs it. */
  runsHere: boolean;
  /** Dynamic loader that it names, when the bytes given hold it. */
  loader?: string;
}

export function isElf(head: Buffer): boolean {
  return head.subarray(0, 4).toString('latin1') === '\x7fELF';
}

/** @returns undefined for a file that ends within its header */
export function readElf(head: Buffer): Elf | undefined {
  if (head.length < HEADER_BYTES) return undefined;
  const little = head[5] === 1;
  const number = little ? head.readUInt16LE(18) : head.readUInt16BE(18);
  const machine = MACHINES[number] ?? `machine ${number}`;
  const loader = little && head[4] === 2 ? loaderOf(head) : undefined;
  return {
    machine,
    runsHere: machine === process.arch || ALSO_RUNS[process.arch]?.includes(machine) === true,
    ...(loader === undefined ? {} : { loader }),
  };
}

/** The dynamic loader that a 64 bit little-endian program names, when the head holds it. */
function loaderOf(head: Buffer): string | undefined {
  const table = Number(head.readBigUInt64LE(32));
  const [size, count] = [head.readUInt16LE(54), head.readUInt16LE(56)];
  for (let index = 0; index < count; index += 1) {
    const at = table + index * size;
    if (at + 40 > head.length) return undefined;
    if (head.readUInt32LE(at) !== PT_INTERP) continue;
    const [offset, length] = [Number(head.readBigUInt64LE(at + 8)), Number(head.readBigUInt64LE(at + 32))];
    return offset + length > head.length ? undefined : head.toString('latin1', offset, offset + length - 1);
  }
  return undefined;
}
