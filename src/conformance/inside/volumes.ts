import { HarnessError } from '../../errors.ts';
import { leastSizeMiB } from '../../fixtures/filesystem.ts';
import { fillPlaceholders } from '../config/placeholders.ts';
import type { Settings, Template } from '../config/settings.ts';
import type { Need } from '../needs.ts';
import type { TestVolume, VolumeOverrides } from '../test-api/volume.ts';
import { BodyEnded } from './ending.ts';
import type { Names } from './names.ts';
import { bytesOf, changedSpec, type Made, testVolume } from './volume.ts';

/** Makes what placeholders ask for; given back when the cell ends. Paths are absolute. */
export interface FixtureMaker {
  /** @returns a fresh backing file */
  image(of: Content): Promise<string>;
  /** @returns a fresh loop device, and the fresh file behind it */
  device(of: Content): Promise<{ device: string; image: string }>;
  /** @returns a fresh directory */
  directory(): string;
  /** A name that nothing else of this run has. */
  name(): string;
  /** Loop devices that `device` made: no leaks of the driver. */
  devices(): readonly string[];
}

export interface Content {
  sizeMiB: number;
  filesystem: 'none' | 'ext4' | 'xfs';
}

/** Makes each volume that a requirement asks for from a template of the configuration. */
export function volumeFactory(about: {
  driver: string;
  needs: readonly Need[];
  settings: Pick<Settings, 'volumes' | 'fixtures'>;
  names: Names;
  fixtures: FixtureMaker;
}): (overrides?: VolumeOverrides) => Promise<TestVolume> {
  const { driver, settings, names, fixtures } = about;
  return async (overrides = {}) => {
    const template = chooseTemplate(settings.volumes, overrides.makes ?? wanted(about.needs));
    const content = contentOf(template, overrides, settings.fixtures);
    const made = await make(template, content, fixtures).catch(skipInstead);
    const fill = (map: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(map).map(([key, value]) => [key, fillPlaceholders(value, made)]));
    const spec = {
      driver,
      name: names.numbered(template.name ?? 'vol'),
      fsType: template.fsType,
      readOnly: template.readOnly,
      options: fill(template.options),
      ...(template.secret === undefined ? {} : { secret: bytesOf(fill(template.secret)) }),
    };
    const { name: _, ...paths } = made;
    return testVolume(changedSpec(spec, overrides), paths);
  };
}

/** A size that a requirement asks for is as small as it likes: one that cannot be formatted would blame the driver. */
function contentOf(template: Template, overrides: VolumeOverrides, fixtures: Content): Content {
  const {
    sizeMiB = fixtures.sizeMiB,
    filesystem = fixtures.filesystem,
    fsType = template.fsType,
  } = overrides;
  return { filesystem, sizeMiB: Math.max(sizeMiB, leastSizeMiB(fsType), leastSizeMiB(filesystem)) };
}

function wanted(needs: readonly Need[]): 'image' | 'directory' | undefined {
  return needs.find((need) => need === 'image' || need === 'directory');
}

/** The first template with such a placeholder. @throws Error when there is none: a need should have said so */
function chooseTemplate(templates: readonly Template[], makes: 'image' | 'directory' | undefined): Template {
  const found = templates.find((template) => makes === undefined || hasFixture(template, makes));
  if (found !== undefined) return found;
  throw new Error(`no volume template has {{${makes}}}: the requirement should need '${makes}'`);
}

function hasFixture({ makes }: Template, wanted: 'image' | 'directory'): boolean {
  return makes.includes(wanted) || (wanted === 'image' && makes.includes('device'));
}

/** What cannot be made here is this machine's lack, not the driver's fault. */
function skipInstead(error: unknown): never {
  if (error instanceof HarnessError) throw new BodyEnded('skipped', error.message);
  throw error;
}

async function make(
  { makes }: Template,
  content: Content,
  fixtures: FixtureMaker,
): Promise<Made & { name?: string }> {
  const made: Made & { name?: string } = {};
  if (makes.includes('device')) Object.assign(made, await fixtures.device(content));
  else if (makes.includes('image')) made.image = await fixtures.image(content);
  if (makes.includes('directory')) made.directory = fixtures.directory();
  if (makes.includes('name')) made.name = fixtures.name();
  return made;
}
