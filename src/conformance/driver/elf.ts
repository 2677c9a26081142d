import { existsSync } from 'node:fs';

const MACHINES: Record<number, string> = {
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
const ALSO_RUNS: Record<string, readonly string[]> = { x64: ['ia32'], arm64: ['arm'] };
const PT_INTERP = 3;

export function isElf(head: Buffer): boolean {
  return head.subarray(0, 4).toString('latin1') === '\x7fELF';
}

/** Another architecture, or a dynamic loader that is not here (a glibc program on a musl system). See elf(5). */
export function elfFault(path: string, head: Buffer): string | undefined {
  if (head.length < 64) return `${path} is a cut-off ELF file. Build or copy the driver again`;
  const little = head[5] === 1;
  const machine = little ? head.readUInt16LE(18) : head.readUInt16BE(18);
  const built = MACHINES[machine] ?? `machine ${machine}`;
  if (built !== process.arch && !ALSO_RUNS[process.arch]?.includes(built)) {
    return `${path} is built for ${built}, this machine is ${process.arch}. Build it for ${process.arch}`;
  }
  const loader = little && head[4] === 2 ? loaderOf(head) : undefined;
  if (loader === undefined || existsSync(loader)) return undefined;
  return `${path} needs the dynamic loader ${loader}, which does not exist here. Link it statically, or build it on such a system`;
}

/** The dynamic loader that a 64 bit little-endian program names, when the head holds it. */
function loaderOf(head: Buffer): string | undefined {
  const table = Number(head.readBigUInt64LE(32));
  const [size, count] = [head.readUInt16LE(54), head.readUInt16LE(56)];
  for (let index = 0; index < count; index++) {
    const at = table + index * size;
    if (at + 40 > head.length) return undefined;
    if (head.readUInt32LE(at) !== PT_INTERP) continue;
    const [offset, length] = [Number(head.readBigUInt64LE(at + 8)), Number(head.readBigUInt64LE(at + 32))];
    return offset + length > head.length ? undefined : head.toString('latin1', offset, offset + length - 1);
  }
  return undefined;
}
