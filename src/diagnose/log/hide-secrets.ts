import { REDACTED, redactor } from '../../record/redaction.ts';

/** The value of a secret in an options argument, as it is or with its quotes escaped once more by a JSON log. */
const SECRET_VALUE = /(kubernetes\.io\/secret(?:\/[^"\\]*)?\\*"\s*:\s*\\*")([^"\\]*)/g;

/**
 * Takes the values of secrets out of a log: where they stand in the options of a call, and wherever a
 * driver repeated them, decoded or not. Explanations are pasted into tickets.
 */
export function hideSecrets(text: string): string {
  const values = [...text.matchAll(SECRET_VALUE)].map(([, , value]) => value as string);
  const secrets = [...new Set(values)].filter((value) => value !== '' && value !== REDACTED);
  if (secrets.length === 0) return text;
  const inPlace = text.replace(SECRET_VALUE, (_all, before: string) => `${before}${REDACTED}`);
  const decoded = secrets.map((value) => Buffer.from(value, 'base64')).filter((bytes) => bytes.length > 0);
  return redactor([...secrets, ...decoded]).text(inPlace);
}
