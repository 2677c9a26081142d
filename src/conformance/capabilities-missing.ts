import { effectiveCapabilities } from '../sandbox/capabilities.ts';

/** By bit, as linux/capability.h numbers them. */
const NAMES = (
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE ' +
  'NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT ' +
  'SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL ' +
  'SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'
)
  .split(' ')
  .map((name) => `CAP_${name}`);

/** Capabilities of root on a node that this process does not have. @param status as /proc/self/status has it */
export function capabilitiesMissing(status?: string): string[] {
  const mask = effectiveCapabilities(status) ?? 0n;
  return NAMES.filter((_, bit) => ((mask >> BigInt(bit)) & 1n) === 0n);
}
