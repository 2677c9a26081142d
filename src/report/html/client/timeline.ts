import type { CallData } from '../call-data.ts';
import { element } from './dom.ts';
import { type Scale, scaleOver } from './scale.ts';
import { time } from './units.ts';

/** More would be a smear; the list below has them all. */
const DRAWN = 400;
const NODE_LANE = 'node';

/**
 * A lane per volume: waits hatched, the driver's time solid, output held open by something else lighter. It
 * says nothing that the list of calls does not say in words, so a screen reader is spared it.
 */
export function timeline(calls: readonly CallData[], open: (index: number) => void): HTMLElement {
  const drawn = calls.slice(0, DRAWN);
  const scale = scaleOver(drawn.flatMap(({ t, w = 0, x, d }) => [t - w, t, t + Math.min(x, d), t + d]));
  const lanes = [...new Set(drawn.map(laneOf))].map((name) => lane(name, drawn, scale, open));
  const chart = element('div', { class: 'chart' }, ...lanes, axis(drawn, scale));
  chart.style.minWidth = `${Math.round(scale.length * 7)}px`;
  return element(
    'figure',
    { class: 'timeline', 'aria-hidden': 'true' },
    element('div', { class: 'scroll' }, chart),
    element(
      'figcaption',
      {},
      `${calls.length > DRAWN ? `The first ${DRAWN} of ${calls.length} calls` : `${calls.length} ${calls.length === 1 ? 'call' : 'calls'}`} on the kubelet’s clock; long stretches are drawn shorter than they are.`,
      calls.some(({ w }) => w !== undefined) && key('wait', 'kubelet waits'),
      key('run', 'driver'),
      calls.some(held) && key('held', 'output held open'),
      calls.some(({ r }) => r === 'f') && key('run outcome-f', 'failure'),
    ),
  );
}

function laneOf({ v }: CallData): string {
  return v ?? NODE_LANE;
}

/** A process always ends a moment before its pipe does; this much later something else held it. */
const HELD_MS = 10;

function held({ x, d }: CallData): boolean {
  return d - x > HELD_MS;
}

function lane(
  name: string,
  calls: readonly CallData[],
  scale: Scale,
  open: (index: number) => void,
): HTMLElement {
  const track = element('div', { class: 'track' });
  calls.forEach((call, index) => {
    if (laneOf(call) !== name) return;
    if (call.w !== undefined) track.append(bar('wait', scale, call.t - call.w, call.t));
    const end = call.t + Math.min(call.x, call.d);
    const button = bar(`run outcome-${call.r}`, scale, call.t, held(call) ? end : call.t + call.d, 'button');
    button.title = `${call.c}, ${time(call.d)}${call.n === undefined ? '' : `, try ${call.n}`}\n${call.k}`;
    button.append(element('span', {}, call.n === undefined ? call.c : `${call.c} ×${call.n}`));
    button.addEventListener('click', () => open(index));
    track.append(button);
    if (held(call)) track.append(bar('held', scale, end, call.t + call.d));
  });
  return element('div', { class: 'lane' }, element('div', { class: 'lane-name', title: name }, name), track);
}

function bar(
  kind: string,
  scale: Scale,
  from: number,
  to: number,
  tag: 'div' | 'button' = 'div',
): HTMLElement {
  const made = element(tag, {
    class: `bar ${kind}`,
    ...(tag === 'button' ? { type: 'button', tabindex: -1 } : {}),
  });
  made.style.left = `${scale.at(from) * 100}%`;
  made.style.width = `${(scale.at(to) - scale.at(from)) * 100}%`;
  return made;
}

/** Some moments by name, as many as find room. */
function axis(calls: readonly CallData[], scale: Scale): HTMLElement {
  const track = element('div', { class: 'track' });
  let last = -1;
  for (const { t } of calls) {
    const place = scale.at(t);
    if (last >= 0 && place - last < 0.12) continue;
    if (place > 0.94) break;
    last = place;
    const tick = element('span', { class: 'tick' }, t === 0 ? '0' : time(t));
    tick.style.left = `${place * 100}%`;
    track.append(tick);
  }
  return element('div', { class: 'lane axis' }, element('div', { class: 'lane-name' }), track);
}

function key(kind: string, words: string): HTMLElement {
  return element('span', { class: 'key' }, element('i', { class: `bar ${kind}` }), words);
}
