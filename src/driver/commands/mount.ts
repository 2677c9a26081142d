import { type Answer, success } from '../answer.ts';
import { imageOf } from '../image.ts';
import { whileLocked } from '../lock.ts';
import { deviceOf, numberOf } from '../loop.ts';
import { bind, makeWritable, setAccess } from '../mount.ts';
import { canonical, mountedAt, mountTable } from '../mount-table.ts';
import { isReadOnly, parseOptions } from '../options.ts';
import { shown, Trouble } from '../trouble.ts';

/**
 * mount DIRECTORY OPTIONS, for each pod. The volume is mounted on the node already, where is not told. Owners for fsGroup
 * are the kubelet's business, as init says.
 */
export function mount(path: string, json: string): Answer {
  const options = parseOptions(json);
  const readOnly = isReadOnly(options);
  const image = imageOf(options);
  whileLocked(image, () => {
    const device = numberOf(deviceOf(image) ?? '');
    // The oldest mount is the node's: those of pods are made from it.
    const source = mountTable().find((one) => one.device === device && one.root === '/');
    if (!source)
      throw new Trouble(`image ${shown(image)} is not mounted on this node: call mountdevice first`);
    const mounted = mountedAt(path);
    if (mounted && mounted.device !== device) {
      throw new Trouble(`something else is mounted on ${shown(canonical(path))}: unmount it first`);
    }
    if (!readOnly) makeWritable(source);
    if (mounted) setAccess(path, readOnly);
    else bind(source.path, path, readOnly);
  });
  return success();
}
