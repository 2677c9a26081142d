import { visibleText } from '../record/visible.ts';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element: name, attributes (those without a value are left out), children already rendered. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const start = startTag(name, attributes);
  return children.length === 0 ? `${start.slice(0, -1)}/>` : `${start}${children.join('')}</${name}>`;
}

/** The start tag alone, for an element that is written in pieces. */
export function startTag(name: string, attributes: Attributes): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${attributeText(String(value))}"`);
  return `<${name}${given.join('')}>`;
}

/**
 * Text content as CDATA, so that a transcript stays readable in the file. Characters that XML cannot hold
 * become visible escapes; `]]>` is split over two sections, which a parser joins again.
 */
export function cdata(text: string): string {
  return `<![CDATA[${visibleText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

/** Newlines and tabs as references: a parser would make spaces of them (XML 1.0, 3.3.3). */
function attributeText(text: string): string {
  return visibleText(text).replace(/[&<>"\n\t]/g, (character) => ENTITIES[character] as string);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};
