import { isWithin } from '../../sandbox/host-view.ts';
import type { CellInput } from '../messages.ts';
import type { Registered } from '../registry.ts';
import { BodyEnded, type Ending, endingOf } from './ending.ts';
import { expectCall } from './expect-call.ts';
import { expectNode } from './expect-node.ts';
import { keepFiles } from './keep-files.ts';
import { leaksBetween } from './leaks.ts';
import { watchPrograms } from './lost-programs.ts';
import { volumeFactory } from './volumes.ts';
import { type CellRoom, makeWorld } from './world.ts';

/**
 * Runs the body of a requirement in this cell. When it passed, the kubelet takes away what it brought, and
 * what is left then is sent as a leak.
 */
export async function runBody(requirement: Registered, input: CellInput, room: CellRoom): Promise<Ending> {
  const { facts } = input;
  if (facts === undefined) throw new TypeError('a requirement runs only once the driver was probed');
  const world = makeWorld(input, room, requirement.id);
  const { kubelet, node, pod, seen, names } = world;
  const makeVolume = volumeFactory({
    driver: input.name,
    needs: requirement.needs,
    settings: input.settings,
    names,
    fixtures: room.fixtures,
  });
  const before = node.snapshot();
  const lostPrograms = watchPrograms();
  const body = () =>
    requirement.body({
      kubelet,
      node,
      pod,
      driver: {
        name: input.name,
        executable: world.executable,
        capabilities: facts.capabilities,
        supports: (command) => facts.commands.includes(command),
      },
      expect: { ...expectCall, ...expectNode(node) },
      volume: async (overrides) => seen(await makeVolume(overrides)),
      note: (text) => room.send({ kind: 'note', text }),
      skip: (reason) => {
        throw new BodyEnded('skipped', reason);
      },
      notApplicable: (reason) => {
        throw new BodyEnded('not-applicable', reason);
      },
    });
  // Before any call nothing of the driver's doing can be missed.
  const isTheirs = (path: string) => world.wasCalled() && room.directories.some((dir) => isWithin(path, dir));
  const ending = blamed(await endingOf(body, isTheirs), world.wasCalled() ? lostPrograms() : []);
  if (ending.status !== 'passed') {
    const isTrouble = ending.status === 'failed' || ending.status === 'error';
    if (input.keep && isTrouble) await keepFiles(room.directories, room.send);
    return ending;
  }
  await kubelet.takeAll();
  for (const leak of leaksBetween(before, node.snapshot(), room.fixtures.devices()))
    room.send({ kind: 'leak', leak });
  return ending;
}

/** An error of ours for want of a program that the driver has taken away is its failure. */
function blamed(ending: Ending, lost: readonly string[]): Ending {
  if (ending.status !== 'error' || lost.length === 0) return ending;
  const message = `expected the node's own programs to stay\ncame no ${lost.join(', ')} any more: ${ending.message}`;
  return { status: 'failed', message };
}
