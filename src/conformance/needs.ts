import { changeOrdinal, releaseOrdinal } from '../kubelet/releases/release.ts';
import type { Capabilities, Command } from '../kubelet/types.ts';
import type { Facts } from './facts.ts';

/**
 * What a requirement needs, checked before it runs. What the driver or its volumes do not have makes it
 * not applicable; what this machine does not have makes it skipped, and the verdict incomplete when it is a MUST.
 *
 * | need | met when |
 * | --- | --- |
 * | `init` | init succeeds; implied for every requirement outside the areas discovery and init |
 * | `attach`, `no-attach` | the capability `attach`, as the kubelet reads it, is true, false |
 * | `capability:fsGroup` | that capability is true |
 * | `command:expandfs` | the kubelet would call that command, and the driver answers it with anything but Not supported |
 * | `image` | a volume template holds `{{image}}` or `{{device}}`: `volume.image` is its backing file |
 * | `directory` | a volume template holds `{{directory}}`: `volume.directory` is where its data is |
 * | `fresh-volumes` | a volume template holds any placeholder, so that two volumes are two |
 * | `root`, `loop` | we are root, loop devices can be made |
 * | `isolation` | the run is not `--isolation none` |
 * | `tool:mkfs.xfs` | that program is in PATH |
 * | `filesystem:ext4` | this kernel mounts it |
 * | `kubelet>=1.13`, `kubelet<1.13` | the release that is played |
 */
export type Need =
  | 'init'
  | 'attach'
  | 'no-attach'
  | `capability:${keyof Capabilities}`
  | `command:${Command}`
  | 'image'
  | 'directory'
  | 'fresh-volumes'
  | 'root'
  | 'loop'
  | 'isolation'
  | `tool:${string}`
  | `filesystem:${string}`
  | `kubelet>=${string}`
  | `kubelet<${string}`;

/** Why a requirement does not run. */
export interface Unmet {
  status: 'not-applicable' | 'skipped';
  reason: string;
}

/**
 * @returns the first need that is not met: that init fails before all else, since nothing is known of such a
 *   driver, then those of the driver, then those of the machine
 */
export function firstUnmet(needs: readonly Need[], facts: Facts): Unmet | undefined {
  const unmet = needs.map((need) => check(need, facts)).filter((found) => found !== undefined);
  const unloaded = needs.includes('init') ? check('init', facts) : undefined;
  return unloaded ?? unmet.find((found) => found.status === 'not-applicable') ?? unmet[0];
}

function check(need: Need, facts: Facts): Unmet | undefined {
  const [kind, what = ''] = need.split(/:|(?<=^kubelet)(?=[>=<])/, 2) as [string, string?];
  switch (kind) {
    case 'init':
      return facts.driver.initError === undefined
        ? undefined
        : skipped(`init fails, so the kubelet never loads the driver: ${facts.driver.initError}`);
    case 'attach':
      return notApplicableUnless(facts.driver.capabilities.attach, 'the driver has attach: false');
    case 'no-attach':
      return notApplicableUnless(!facts.driver.capabilities.attach, 'the driver has attach: true');
    case 'capability':
      return notApplicableUnless(
        facts.driver.capabilities[what as keyof Capabilities],
        `the driver has ${what}: false`,
      );
    case 'command':
      return command(what as Command, facts);
    case 'image':
      return notApplicableUnless(
        facts.templates.some(
          (template) => template.makes.includes('image') || template.makes.includes('device'),
        ),
        'no volume template has {{image}} or {{device}}',
      );
    case 'directory':
      return notApplicableUnless(
        facts.templates.some((template) => template.makes.includes('directory')),
        'no volume template has {{directory}}',
      );
    case 'fresh-volumes':
      return notApplicableUnless(
        facts.templates.some((template) => template.makes.length > 0),
        'all volumes are one and the same: no volume template has a placeholder such as {{name}}',
      );
    case 'kubelet':
      return release(what, facts.release);
    default:
      return machine(kind, what, facts);
  }
}

function machine(kind: string, what: string, { machine: has }: Facts): Unmet | undefined {
  switch (kind) {
    case 'root':
      return skippedUnless(has.root, 'this needs root');
    case 'loop':
      return skippedUnless(has.loop, `loop devices cannot be made here${because(has.whyNoLoop)}`);
    case 'isolation':
      return skippedUnless(has.isolated, 'this needs a private mount namespace');
    case 'tool':
      return skippedUnless(has.tool(what), `${what} is not installed`);
    case 'filesystem':
      return skippedUnless(has.filesystem(what), `this kernel does not mount ${what}`);
    default:
      throw new TypeError(`a requirement needs "${kind}", which is not known`);
  }
}

function command(name: Command, facts: Facts): Unmet | undefined {
  if (facts.driver.commands.includes(name)) return undefined;
  return notApplicable(
    facts.driver.uncalled.includes(name)
      ? `the kubelet never calls ${name} of this driver`
      : `the driver answers ${name} with Not supported`,
  );
}

function release(range: string, played: string): Unmet | undefined {
  const atLeast = range.startsWith('>=');
  const bound = range.replace(/^(>=|<)/, '');
  const met = releaseOrdinal(played) >= changeOrdinal(bound) === atLeast;
  return notApplicableUnless(met, `only for a kubelet ${atLeast ? 'of at least' : 'before'} ${bound}`);
}

const because = (why: string | undefined): string => (why === undefined ? '' : `: ${why}`);
const notApplicable = (reason: string): Unmet => ({ status: 'not-applicable', reason });
const skipped = (reason: string): Unmet => ({ status: 'skipped', reason });
const notApplicableUnless = (met: boolean, reason: string) => (met ? undefined : notApplicable(reason));
const skippedUnless = (met: boolean, reason: string) => (met ? undefined : skipped(reason));
