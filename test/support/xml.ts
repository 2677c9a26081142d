import { readFile } from 'node:fs/promises';
import { memoryPages, validateXML } from 'xmllint-wasm';

const schema = await readFile(new URL('../../reports/junit-10.xsd', import.meta.url), 'utf8');
const memory = { initialMemoryPages: 512, maxMemoryPages: memoryPages.max };

/** What libxml2 says against these files, one line a complaint; nothing when all keep to the schema. */
export async function schemaComplaints(files: Readonly<Record<string, string>>): Promise<string[]> {
  const xml = Object.entries(files).map(([fileName, contents]) => ({ fileName, contents }));
  const { errors } = await validateXML({ xml, schema, ...memory });
  return errors.map(({ rawMessage }) => rawMessage);
}

/** The document as a parser understands it: CDATA joined, references resolved, written canonically. */
export async function canonical(contents: string): Promise<string> {
  const { normalized, errors } = await validateXML({
    xml: [{ fileName: 'file.xml', contents }],
    schema,
    normalization: 'c14n',
    ...memory,
  });
  if (errors.length > 0) throw new Error(errors.map(({ rawMessage }) => rawMessage).join('\n'));
  return normalized;
}

/** Text of a canonical document. */
export function unescaped(text: string): string {
  const entities: Record<string, string> = {
    '&lt;': '<',
    '&gt;': '>',
    '&amp;': '&',
    '&quot;': '"',
    '&#xA;': '\n',
    '&#x9;': '\t',
  };
  return text.replace(/&(?:lt|gt|amp|quot|#xA|#x9);/g, (entity) => entities[entity] as string);
}
