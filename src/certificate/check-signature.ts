import { type Check, failed, passed } from './check.ts';
import { type OpenedEnvelope, sealHolds, UNSIGNED } from './envelope.ts';
import { type VerifyingKey, verifyingKeyOf } from './keys.ts';
import type { Statement } from './statement.ts';

/**
 * Without a key of the reader's own, the one that the certificate names shows that nothing was changed since it
 * was signed, and not by whom: that is said.
 */
export function checkSignature(opened: OpenedEnvelope, statement: Statement, trusted?: VerifyingKey): Check {
  const { signer } = statement.predicate;
  const { keyid } = opened.envelope.signatures[0];
  if (keyid === UNSIGNED) return checkUnsigned(opened, signer !== undefined, trusted);
  if (signer === undefined)
    return failed('signature', 'it is signed, but the statement names no signer: one of the two was changed');
  const named = namedKey(signer.publicKey);
  if (named === undefined) return failed('signature', 'the key that the statement names cannot be read');
  if (named.keyid !== signer.keyid || keyid !== signer.keyid) {
    return failed(
      'signature',
      `the key is ${named.keyid}, and the certificate calls it ${keyid} and ${signer.keyid}`,
    );
  }
  if (trusted !== undefined && trusted.keyid !== keyid) {
    return failed('signature', `it is signed by ${keyid}, not by the key that was given, ${trusted.keyid}`);
  }
  if (!sealHolds(opened, named))
    return failed('signature', 'the signature is not that of this statement: a byte of one was changed');
  const whose =
    trusted === undefined
      ? '; compare it with the vendor’s, or give theirs by --key'
      : ', the key that was given';
  return passed('signature', `${named.algorithm} by ${keyid}${whose}`);
}

function checkUnsigned(opened: OpenedEnvelope, namesSigner: boolean, trusted?: VerifyingKey): Check {
  if (namesSigner)
    return failed('signature', 'the statement names a signer, and the signature was taken off');
  if (!sealHolds(opened))
    return failed('signature', 'the digest is not that of this statement: a byte of one was changed');
  if (trusted !== undefined)
    return failed('signature', 'it is unsigned, and a key was given to verify it with');
  return passed('signature', 'UNSIGNED: nothing proves who wrote this certificate');
}

function namedKey(pem: string): VerifyingKey | undefined {
  try {
    return verifyingKeyOf(pem, 'the certificate');
  } catch {
    return undefined;
  }
}
