import { visibleText } from '../../record/visible.ts';

/** Text that is HTML already. Nothing but `html` and `trusted` makes it, so what a driver wrote is always escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Child = Markup | string | number | undefined | false | readonly Child[];

/** A piece of the page. What is put in is escaped, and made visible, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...children: Child[]): Markup {
  let text = strings[0] as string;
  children.forEach((child, index) => {
    text += asText(child) + strings[index + 1];
  });
  return new Markup(text);
}

/** Our own text that must not be escaped: scripts and styles. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function asText(child: Child): string {
  if (child === undefined || child === false) return '';
  if (child instanceof Markup) return child.text;
  if (typeof child === 'object') return child.map(asText).join('');
  return escapeHtml(visibleText(String(child)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
