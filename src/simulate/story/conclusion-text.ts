import type { ToldCall } from '../story-event.ts';

/** What the kubelet makes of a call that went well, where that is more than "done". */
export function conclusion(call: ToldCall): string[] {
  const [command = ''] = call.argv;
  return SUCCESS[command]?.(call) ?? [];
}

/** What happens in place of a command that the driver does not support. */
export function inPlaceOf(command: string): string {
  return `not supported, and not called again until the driver is probed anew or the kubelet restarts; instead: ${DEFAULTS[command] ?? 'nothing'}`;
}

const SUCCESS: Readonly<Record<string, (call: ToldCall) => string[]>> = {
  init: ({ capabilities = {} }) => {
    const told = Object.entries(capabilities).map(([name, value]) => `${name} ${value ? 'yes' : 'no'}`);
    const attach =
      capabilities.attach === false ? ['no attach: the kubelet calls mount and unmount only'] : [];
    return [`the driver is loaded: ${told.join(', ')}`, ...attach];
  },
  attach: ({ device = '' }) => [`the device is ${named(device)}, for waitforattach`],
  waitforattach: ({ device = '' }) => [`the device is ${named(device)}, for mountdevice`],
  isattached: ({ attached }) => [attached === true ? 'the volume is attached' : 'the volume is not attached'],
  mountdevice: (call) => mounted(call, 'the kubelet does not look: it goes on to mount'),
  mount: (call) =>
    mounted(
      call,
      "the kubelet does not look: the pod would write to the node's own disk, below that directory",
    ),
};

const DEFAULTS: Readonly<Record<string, string>> = {
  getvolumename: 'the name of the volume',
  attach: 'nothing, with no device',
  waitforattach: 'the device as it is',
  isattached: 'nothing, the volume is not verified',
  mountdevice: 'format if blank, check, and mount the device; nothing when there is none',
  mount: 'a bind mount of the device mount path',
  unmount: 'umount and rmdir',
  unmountdevice: 'umount and rmdir',
  detach: 'nothing',
  expandvolume: 'taken for done',
  expandfs: 'resize2fs or xfs_growfs',
};

function named(device: string): string {
  return device === '' ? 'none ("")' : device;
}

function mounted({ isMountedThere }: ToldCall, otherwise: string): string[] {
  return isMountedThere === false ? [`! nothing is mounted there. ${otherwise}`] : [];
}
