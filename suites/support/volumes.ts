import type { TestContext, TestVolume, VolumeOverrides } from '../../src/conformance/api.ts';

/** A volume that pods may write to; where the template is read-only, the requirement does not apply. */
export async function writableVolume(t: TestContext, overrides?: VolumeOverrides): Promise<TestVolume> {
  const data = await t.volume(overrides);
  if (data.spec.readOnly) t.notApplicable('the volume template is read-only');
  return data;
}

/** One that can be written to and outlives its pod: where nothing says so, the requirement does not apply. */
export async function lastingVolume(t: TestContext, overrides?: VolumeOverrides): Promise<TestVolume> {
  const data = await writableVolume(t, overrides);
  if (!outlivesItsPod(t, data)) t.notApplicable('nothing says that such a volume outlives its pod');
  return data;
}

/** Whether something says so. */
export function outlivesItsPod({ driver }: TestContext, volume: TestVolume): boolean {
  // A capability would not tell: kubelets before 1.7 know none, and take every driver for one with attach.
  return driver.supports('attach') || volume.image !== undefined || volume.directory !== undefined;
}
