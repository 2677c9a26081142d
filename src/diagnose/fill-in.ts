import { showText } from './show-bytes.ts';

const LONGEST_VALUE = 200;

/**
 * Fills `{name}` and `{name|text for when there is none}` into a rule's text. What comes from a driver is
 * shown with its odd bytes visible and cut short, so that a text of ours stays one.
 */
export function fillIn(template: string, values: Readonly<Record<string, string | undefined>>): string {
  const filled = template.replace(
    /\{([a-z][A-Za-z]*)(?:\|([^}]*))?\}/g,
    (all, name: string, otherwise?: string) => {
      const value = values[name];
      if (value === undefined || value === '') return otherwise ?? (value === '' ? '' : all);
      return showText(value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}...` : value);
    },
  );
  return filled.trimEnd();
}
