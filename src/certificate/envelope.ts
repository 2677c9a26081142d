import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type SigningKey, signWith, type VerifyingKey, verifyWith } from './keys.ts';

/** What an in-toto statement is called in an envelope. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/**
 * Stands where the id of a key would, when there is none: the signature is then a mere digest, by which a
 * changed byte is found, and which proves nobody's authorship.
 */
export const UNSIGNED = 'unsigned:sha256';

/** A DSSE envelope, version 1, with one signature. */
const envelopeSchema = z.strictObject({
  payloadType: z.literal(PAYLOAD_TYPE),
  payload: z.string(),
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: z.string() })]),
});

export type Envelope = z.infer<typeof envelopeSchema>;

export interface OpenedEnvelope {
  envelope: Envelope;
  payload: Buffer;
  signature: Buffer;
}

/** Puts a payload under seal: signed with the key, or marked as unsigned. */
export function sealEnvelope(payload: Uint8Array, key?: SigningKey): string {
  const message = preAuthEncoding(payload);
  const signature = key === undefined ? digest(message) : signWith(key, message);
  const envelope: Envelope = {
    payloadType: PAYLOAD_TYPE,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: key?.keyid ?? UNSIGNED, sig: signature.toString('base64') }],
  };
  return envelopeText(envelope);
}

/**
 * Opens an envelope as we write it, byte for byte: JSON and base64 have room for changes that say the same, and
 * no changed byte of a certificate shall go unseen.
 *
 * @throws Error that says what is wrong
 */
export function openEnvelope(text: string): OpenedEnvelope {
  const parsed = envelopeSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new Error(`it is no envelope of a certificate: ${parsed.error.issues.map(issueText).join('; ')}`);
  }
  const envelope = parsed.data;
  const payload = Buffer.from(envelope.payload, 'base64');
  const signature = Buffer.from(envelope.signatures[0].sig, 'base64');
  const again = {
    ...envelope,
    payload: payload.toString('base64'),
    signatures: [{ ...envelope.signatures[0], sig: signature.toString('base64') }],
  };
  if (envelopeText(again as Envelope) !== text)
    throw new Error('it is not written as flexcert writes it: a byte was changed');
  return { envelope, payload, signature };
}

/** Whether the seal is that of the key; without one, whether the digest is that of the payload. */
export function sealHolds({ payload, signature }: OpenedEnvelope, key?: VerifyingKey): boolean {
  const message = preAuthEncoding(payload);
  return key === undefined ? digest(message).equals(signature) : verifyWith(key, message, signature);
}

/** What is signed: the type is bound to the payload (DSSE protocol 1.0.0, PAE). */
export function preAuthEncoding(payload: Uint8Array, type: string = PAYLOAD_TYPE): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

function envelopeText({ payloadType, payload, signatures }: Envelope): string {
  const [{ keyid, sig }] = signatures;
  return `${JSON.stringify({ payloadType, payload, signatures: [{ keyid, sig }] })}\n`;
}

function digest(message: Uint8Array): Buffer {
  return createHash('sha256').update(message).digest();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`it is no JSON: ${(error as Error).message}`);
  }
}

function issueText({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}
