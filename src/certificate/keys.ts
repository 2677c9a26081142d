import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';

export interface VerifyingKey {
  public: KeyObject;
  /** sha256 of the public key (SPKI, DER): how people compare keys. */
  keyid: string;
  /** `Ed25519`, `ECDSA P-256`. */
  algorithm: string;
}

export interface SigningKey extends VerifyingKey {
  private: KeyObject;
}

/** Each curve with the digest of its strength, as cosign and openssl pair them. */
const CURVES: Readonly<Record<string, { name: string; digest: string }>> = {
  prime256v1: { name: 'P-256', digest: 'sha256' },
  secp384r1: { name: 'P-384', digest: 'sha384' },
  secp521r1: { name: 'P-521', digest: 'sha512' },
};

/** Where the passphrase of an encrypted key is taken from: a flag would show in the list of processes. */
export const PASSPHRASE = 'FLEXCERT_KEY_PASSPHRASE';

const HOW_TO_MAKE = 'make one with: openssl genpkey -algorithm ED25519 -out key.pem';

/**
 * Reads a private key in PEM: Ed25519 or ECDSA over P-256, P-384 or P-521.
 *
 * @throws UsageError when it cannot be read, is encrypted without a passphrase, or of another kind
 */
export function readSigningKey(path: string, passphrase: string | undefined): SigningKey {
  const pem = readPem(path);
  if (/BEGIN ENCRYPTED (SIGSTORE|COSIGN) PRIVATE KEY/.test(pem)) {
    throw new UsageError(
      `${path} is encrypted as cosign alone does it. Make the key with openssl, and give the same to cosign by: cosign import-key-pair --key key.pem`,
    );
  }
  if (/BEGIN [A-Z ]*PUBLIC KEY/.test(pem)) {
    throw new UsageError(
      `${path} is a public key: a certificate is signed with the private one, and verified with this`,
    );
  }
  const encrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem);
  if (encrypted && passphrase === undefined) {
    throw new UsageError(
      `${path} is encrypted: give its passphrase in the environment variable ${PASSPHRASE}`,
    );
  }
  const key = privateKey(path, pem, encrypted ? passphrase : undefined);
  return { ...described(path, createPublicKey(key)), private: key };
}

/**
 * Reads a public key in PEM; a private key or a certificate in PEM names one too.
 *
 * @throws UsageError when it cannot be read or is of another kind
 */
export function readVerifyingKey(path: string): VerifyingKey {
  return verifyingKeyOf(readPem(path), path);
}

/** The same for a key at hand; `source` is how messages call it. */
export function verifyingKeyOf(pem: string, source: string): VerifyingKey {
  try {
    return described(source, createPublicKey(pem));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${source} holds no public key in PEM that can be read: ${(error as Error).message}`,
    );
  }
}

export function publicPem({ public: key }: VerifyingKey): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

export function signWith(key: SigningKey, message: Uint8Array): Buffer {
  return sign(digestFor(key.public), message, key.private);
}

export function verifyWith(key: VerifyingKey, message: Uint8Array, signature: Uint8Array): boolean {
  return verify(digestFor(key.public), message, key.public, signature);
}

function digestFor(key: KeyObject): string | null {
  return CURVES[key.asymmetricKeyDetails?.namedCurve ?? '']?.digest ?? null;
}

function described(source: string, key: KeyObject): VerifyingKey {
  const curve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  const ed25519 = key.asymmetricKeyType === 'ed25519';
  if (!ed25519 && curve === undefined) {
    const kind = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType;
    throw new UsageError(
      `${source} is a key of kind ${kind}; certificates take Ed25519 or ECDSA over P-256, P-384 or P-521: ${HOW_TO_MAKE}`,
    );
  }
  const der = key.export({ type: 'spki', format: 'der' });
  return {
    public: key,
    keyid: `sha256:${createHash('sha256').update(der).digest('hex')}`,
    algorithm: ed25519 ? 'Ed25519' : `ECDSA ${curve?.name}`,
  };
}

function privateKey(path: string, pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    const reason =
      passphrase === undefined
        ? `it holds no private key in PEM that can be read (${(error as Error).message}); ${HOW_TO_MAKE}`
        : `the passphrase in ${PASSPHRASE} does not open it`;
    throw new UsageError(`cannot read the key ${path}: ${reason}`);
  }
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `cannot read the key ${path}: ${code === 'ENOENT' ? 'there is no such file' : code}`,
    );
  }
}
