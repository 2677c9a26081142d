import { describe, expect, it } from 'vitest';
import {
  deviceMountPath,
  directoryName,
  driverName,
  executablePath,
  PLUGIN_DIRECTORY,
  podVolumePath,
} from '../../src/kubelet/paths.ts';

describe('paths', () => {
  it('writes the driver with ~ below a pod and with / below the plugins', () => {
    expect(podVolumePath('/var/lib/kubelet', 'uid-1', 'example.com/nas', 'data')).toBe(
      '/var/lib/kubelet/pods/uid-1/volumes/example.com~nas/data',
    );
    expect(deviceMountPath('/var/lib/kubelet', 'example.com/nas', 'data')).toBe(
      '/var/lib/kubelet/plugins/kubernetes.io/flexvolume/example.com/nas/mounts/data',
    );
  });

  it.each([
    ['example.com/nas', 'example.com~nas/nas'],
    ['nas', 'nas/nas'],
    ['a/b/c', 'a~b~c/c'],
  ])('executes the last part of %s', (driver, file) => {
    expect(executablePath(PLUGIN_DIRECTORY, driver)).toBe(`${PLUGIN_DIRECTORY}/${file}`);
    expect(driverName(directoryName(driver))).toBe(driver);
  });
});
