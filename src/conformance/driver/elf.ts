import { existsSync } from 'node:fs';
import { readElf } from '../../diagnose/machine/elf.ts';

export { isElf } from '../../diagnose/machine/elf.ts';

/** Another architecture, or a dynamic loader that is not here (a glibc program on a musl system). */
export function elfFault(path: string, head: Buffer): string | undefined {
  const elf = readElf(head);
  if (elf === undefined) return `${path} is a cut-off ELF file. Build or copy the driver again`;
  if (!elf.runsHere) {
    return `${path} is built for ${elf.machine}, this machine is ${process.arch}. Build it for ${process.arch}`;
  }
  if (elf.loader === undefined || existsSync(elf.loader)) return undefined;
  return `${path} needs the dynamic loader ${elf.loader}, which does not exist here. Link it statically, or build it on such a system`;
}
