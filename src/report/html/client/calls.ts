import { visibleText } from '../../../record/visible-text.ts';
import { type CallData, MARK_END, MARK_START } from '../call-data.ts';
import { callsAt } from './blocks.ts';
import { all, element } from './dom.ts';
import { timeline } from './timeline.ts';
import { time } from './units.ts';

/** A requirement may have made thousands of calls: so many are written at first, and more when asked for. */
const AT_ONCE = 200;

/** Fills the place of a result's calls, once. */
export async function fillCalls(place: HTMLElement): Promise<void> {
  if (place.dataset.filled !== undefined) return;
  place.dataset.filled = '';
  try {
    const calls = await callsAt(Number(place.dataset.block), Number(place.dataset.index));
    const list = element('ol', { class: 'call-list' });
    const open = (index: number) => openCall(list, calls, index);
    // One call alone has no order to show.
    place.replaceChildren(...(calls.length > 1 ? [timeline(calls, open)] : []), list);
    addCalls(list, calls, 0);
  } catch (error) {
    place.replaceChildren(element('p', {}, `This browser could not unpack the calls: ${String(error)}`));
  }
}

function addCalls(list: HTMLElement, calls: readonly CallData[], from: number): void {
  const to = Math.min(calls.length, from + AT_ONCE);
  for (let index = from; index < to; index += 1) list.append(callItem(calls[index] as CallData));
  if (to === calls.length) return;
  const more = element(
    'button',
    { type: 'button' },
    `Show ${Math.min(AT_ONCE, calls.length - to)} more of ${calls.length} calls`,
  );
  const item = element('li', { class: 'rest' }, more);
  more.addEventListener('click', () => {
    item.remove();
    addCalls(list, calls, to);
  });
  list.append(item);
}

function openCall(list: HTMLElement, calls: readonly CallData[], index: number): void {
  const shown = () => all<HTMLDetailsElement>(':scope > li > details', list);
  for (
    let rest = list.querySelector('.rest');
    rest !== null && shown().length <= index;
    rest = list.querySelector('.rest')
  ) {
    rest.remove();
    addCalls(list, calls, shown().length);
  }
  const call = shown()[index];
  if (call === undefined) return;
  call.open = true;
  call.scrollIntoView({ block: 'nearest' });
  call.querySelector('summary')?.focus({ preventScroll: true });
}

const OUTCOME: Readonly<Record<CallData['r'], string>> = { s: 'Success', n: 'Not supported', f: 'Failure' };

function callItem(call: CallData): HTMLLIElement {
  const summary = element(
    'summary',
    {},
    element('span', { class: 'command' }, call.c),
    element('span', { class: `outcome outcome-${call.r}` }, OUTCOME[call.r]),
    call.n !== undefined && element('span', { class: 'try' }, `try ${call.n}`),
    call.w !== undefined && element('span', { class: 'waited' }, `after a wait of ${time(call.w)}`),
    element('span', { class: 'volume' }, call.v ?? ''),
    element('span', { class: 'took' }, time(call.d)),
  );
  const body = element('div', { class: 'call-body' });
  const details = element('details', {}, summary, body);
  details.addEventListener('toggle', () => {
    if (details.open && body.childElementCount === 0) body.append(callBody(call));
  });
  if (call.r === 'f') details.open = true;
  return element('li', {}, details);
}

function callBody(call: CallData): HTMLElement {
  return element(
    'dl',
    {},
    ...(call.v === undefined
      ? []
      : [element('dt', {}, 'Volume'), element('dd', {}, element('code', {}, call.v))]),
    ...call.a.flatMap((argument, index) => [
      element('dt', {}, nameOf(call, index)),
      element('dd', {}, argumentView(argument)),
    ]),
    element('dt', {}, 'Answer'),
    element('dd', {}, call.o === '' ? element('span', { class: 'quiet' }, 'nothing') : answerView(call.o)),
    element('dt', {}, 'Ended'),
    element('dd', {}, call.e),
    element('dt', {}, 'Conclusion'),
    element('dd', { class: `conclusion outcome-${call.r}` }, call.k),
  );
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  getvolumename: ['Options'],
  attach: ['Options', 'Node'],
  waitforattach: ['Device', 'Options'],
  isattached: ['Options', 'Node'],
  mountdevice: ['Directory', 'Device', 'Options'],
  mount: ['Directory', 'Options'],
  unmount: ['Directory'],
  unmountdevice: ['Directory'],
  detach: ['Spec name', 'Node'],
  expandvolume: ['Options', 'Directory', 'New size', 'Old size'],
  expandfs: ['Options', 'Device', 'Directory', 'New size', 'Old size'],
};

/** What an argument is; a call that is none of the protocol's has only numbers. */
function nameOf({ c, a }: CallData, index: number): string {
  const names = NAMES[c];
  return (names?.length === a.length && names[index]) || `Argument ${index + 1}`;
}

/** Options as a table of keys and values, since that is what they are; anything else as it was given. */
function argumentView(argument: string): HTMLElement {
  const options = optionsIn(argument);
  if (options === undefined) return element('code', {}, argument);
  const rows = Object.entries(options).map(([key, value]) => {
    const [, prefix = '', name = key] = /^(kubernetes\.io\/)?(.*)$/s.exec(key) ?? [];
    return element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row' },
        prefix !== '' && element('span', { class: 'quiet' }, prefix, element('wbr')),
        name,
      ),
      element('td', {}, value),
    );
  });
  return element(
    'div',
    {},
    element('table', { class: 'options' }, element('tbody', {}, ...rows)),
    element('details', { class: 'raw' }, element('summary', {}, 'as given'), element('code', {}, argument)),
  );
}

function optionsIn(argument: string): Record<string, string> | undefined {
  if (!argument.startsWith('{')) return undefined;
  try {
    const entries = Object.entries(JSON.parse(argument) as Record<string, unknown>);
    if (entries.length === 0 || !entries.every(([, value]) => typeof value === 'string')) return undefined;
    // What was made visible in the JSON is the character itself in its value.
    return Object.fromEntries(
      entries.map(([key, value]) => [visibleText(key), visibleText(value as string)]),
    );
  } catch {
    return undefined;
  }
}

/** An answer with its escapes set apart from text that merely looks like one. */
function answerView(output: string): HTMLElement {
  const pre = element('pre', { tabindex: 0, 'aria-label': 'Answer of the driver' });
  for (const [index, part] of output.split(MARK_START).entries()) {
    const end = index === 0 ? -1 : part.indexOf(MARK_END);
    if (end >= 0) pre.append(element('mark', {}, part.slice(0, end)));
    pre.append(part.slice(end + 1));
  }
  return pre;
}
