import { KubeletError } from '../../kubelet-error.ts';
import { podVolumePath } from '../../paths.ts';
import type { FlexVolumePlugin } from '../../plugin.ts';
import { waitForAttach } from '../../plugin-attach.ts';
import { mountDevice } from '../../plugin-device.ts';
import { legacySetUp } from '../../plugin-legacy.ts';
import { setUp } from '../../plugin-mount.ts';
import type { MountedPod } from '../actual-state.ts';
import type { Wish } from '../desired-state.ts';
import type { KubeletNode } from '../kubelet-node.ts';
import { orError, podVolumeError } from '../volume-text.ts';
import { checkMayMount } from './check-may-mount.ts';
import { expandIfClaimIsSmaller } from './expand-if-needed.ts';

/** One try to mount a volume for a pod: waitforattach, mountdevice, mount, expandfs are one operation. */
export async function mountVolume(
  node: KubeletNode,
  name: string,
  wish: Wish,
  storedDevice: string,
): Promise<void> {
  await new MountAttempt(node, name, wish).run(storedDevice);
}

class MountAttempt {
  readonly #node: KubeletNode;
  readonly #name: string;
  readonly #wish: Wish;
  #device = '';
  #expanded = false;

  constructor(node: KubeletNode, name: string, wish: Wish) {
    this.#node = node;
    this.#name = name;
    this.#wish = wish;
  }

  async run(storedDevice: string): Promise<void> {
    const { spec } = this.#wish;
    const plugin = await this.#node.plugins.find(spec.driver);
    if (plugin === undefined) {
      throw this.#failed('MountVolume.FindPluginBySpec failed')(new KubeletError('no volume plugin matched'));
    }
    checkMayMount(this.#node, this.#name, this.#wish, (what) => this.#failed(what));
    this.#device = storedDevice;
    if (plugin.attachable) {
      this.#device = await orError(
        waitForAttach(plugin, spec, storedDevice),
        this.#failed('MountVolume.WaitForAttach failed'),
      );
      await this.#mountDevice(plugin);
    }
    await this.#mountForPod(plugin);
    this.#mark('mounted');
  }

  /** Once it succeeded it is not tried again while a pod wants the volume, mounted or not. */
  async #mountDevice(plugin: FlexVolumePlugin): Promise<void> {
    const { actual, host } = this.#node;
    const { spec } = this.#wish;
    const isDone =
      actual.get(this.#name)?.deviceMount === 'mounted' && host.profile.mountsDeviceOncePerVolume;
    if (isDone && !host.profile.asksVolumeNameAfterWaitForAttach) return;
    const target = await orError(
      plugin.deviceMountPath(spec),
      this.#failed('MountVolume.GetDeviceMountPath failed'),
    );
    if (isDone) return;
    await orError(mountDevice(plugin, spec, this.#device, target), (error) => {
      // Whatever the driver left there stays: a failed mountdevice is never cleaned up.
      if (actual.get(this.#name)?.deviceMount === 'uncertain') actual.markDevice(this.#name, 'no', '', '');
      return this.#failed('MountVolume.MountDevice failed')(error);
    });
    actual.markDevice(this.#name, 'mounted', this.#device, target);
    if (host.profile.expandsAfterMount) return;
    await orError(this.#expand(plugin, target), (error) => {
      // So that the next try comes back to this place, before mount.
      actual.markDevice(this.#name, 'uncertain', this.#device, target);
      return this.#failed('MountVolume.MountDevice failed while expanding volume')(error);
    });
    this.#expanded = true;
  }

  async #mountForPod(plugin: FlexVolumePlugin): Promise<void> {
    const { actual, host } = this.#node;
    const { spec, pod } = this.#wish;
    const mount = host.profile.speaksTodaysCalls ? setUp : legacySetUp;
    await orError(mount(plugin, spec, pod), (error) => {
      if (actual.get(this.#name)?.pods.get(pod.uid)?.state === 'uncertain') {
        actual.markUnmounted(this.#name, pod.uid);
      }
      return this.#failed('MountVolume.SetUp failed')(error);
    });
    if (this.#expanded) return;
    const dir = podVolumePath(host.root, pod.uid, plugin.driver, spec.name);
    await orError(this.#expand(plugin, dir), (error) => {
      // Mounted, but not to be used yet: unmounted when the pod goes, tried again while it stays.
      this.#mark('uncertain');
      return this.#failed('MountVolume.Setup failed while expanding volume')(error);
    });
  }

  #expand(plugin: FlexVolumePlugin, path: string): Promise<void> {
    return expandIfClaimIsSmaller(this.#node, plugin, this.#wish.spec, { device: this.#device, path });
  }

  #mark(state: MountedPod['state']): void {
    const { spec, pod, outerName } = this.#wish;
    this.#node.actual.markMounted(this.#name, { podUid: pod.uid, spec, outerName, state });
  }

  #failed(what: string): (error: KubeletError) => KubeletError {
    return (error) => podVolumeError(what, this.#name, this.#wish.spec, this.#wish.pod, error);
  }
}
