import { fillCalls } from './calls.ts';
import { all } from './dom.ts';
import { Filter } from './filter.ts';
import { startTheme } from './theme.ts';

/** Opens the requirement that the address names, filters or not. */
function openNamed(filter: Filter): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const named = id === '' ? null : document.getElementById(id);
  if (!(named instanceof HTMLDetailsElement)) return;
  if (named.hidden) filter.reset();
  named.open = true;
  named.scrollIntoView();
}

function startLinks(filter: Filter): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-level]') : null;
    if (link !== null) filter.choose({ level: link.dataset.level ?? '' });
  });
  addEventListener('hashchange', () => openNamed(filter));
  openNamed(filter);
}

function startKeys(filter: Filter): void {
  addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === 'search';
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      filter.focus();
    } else if (event.key === 'Escape' && typing) {
      filter.reset();
    }
  });
}

/** Failures whose calls are written before anyone asks. */
const AHEAD = 20;

/** On paper nothing can be opened: what failed is open when it is printed, its calls were written in time. */
function startPrint(): void {
  const places = all('details.requirement.is-failed .calls, details.requirement.is-error .calls');
  for (const place of places.slice(0, AHEAD)) void fillCalls(place);
  const opened: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    const closed = ['.is-failed', '.is-error', '.more'].map((kind) => `details${kind}:not([open])`);
    for (const details of all<HTMLDetailsElement>(closed.join())) {
      details.open = true;
      opened.push(details);
    }
  });
  addEventListener('afterprint', () => {
    for (const details of opened.splice(0)) details.open = false;
  });
}

document.addEventListener(
  'toggle',
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.open) return;
    if (target.classList.contains('requirement'))
      for (const place of all('.calls', target)) void fillCalls(place);
  },
  true,
);

startTheme();
startPrint();
const filter = new Filter();
startLinks(filter);
startKeys(filter);
