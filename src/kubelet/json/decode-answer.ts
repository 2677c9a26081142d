import { DEFAULT_CAPABILITIES } from '../capabilities.ts';
import { DEFAULT_RELEASE, type Profile, profileFor } from '../profile.ts';
import type { Capabilities, DriverStatus } from '../types.ts';
import { answerType } from './answer-type.ts';
import { decodeInto } from './decode.ts';
import type { DecodeError } from './decode-error.ts';
import { DEEPEST_NESTING, findSyntaxError } from './find-syntax-error.ts';
import type { GoObject, StructType } from './go-type.ts';

/** With a type error the status holds what could be read all the same; without JSON there is none. */
export type DecodedAnswer =
  | { status: DriverStatus; error?: undefined }
  | { status?: DriverStatus; error: DecodeError };

/**
 * Decodes a driver's answer as the kubelet does, with Go's `encoding/json`. Never throws; the time grows
 * with the length alone.
 */
export function decodeAnswer(
  bytes: Uint8Array,
  profile: Profile = profileFor(DEFAULT_RELEASE),
): DecodedAnswer {
  const invalid = findSyntaxError(bytes, profile.limitsNesting ? DEEPEST_NESTING : Number.POSITIVE_INFINITY);
  if (invalid !== undefined) return { error: invalid };

  const target: GoObject = {
    ...EMPTY,
    // A map begins empty and is compared with the defaults afterwards; a struct begins with them.
    capabilities: profile.matchesCapabilitiesExactly ? {} : { ...DEFAULT_CAPABILITIES },
  };
  const error = decodeInto(bytes, typeOf(profile), target, profile.typeErrorNames);
  if (profile.matchesCapabilitiesExactly) {
    const { attach } = (target.capabilities ?? {}) as Partial<Capabilities>;
    target.capabilities = { ...DEFAULT_CAPABILITIES, ...(attach === undefined ? {} : { attach }) };
  }
  const status = target as unknown as DriverStatus;
  return error === undefined ? { status } : { status, error };
}

const EMPTY: Omit<DriverStatus, 'capabilities'> = {
  status: '',
  message: '',
  device: '',
  volumeName: '',
  attached: false,
  volumeNewSize: 0n,
};

const TYPES = new WeakMap<Profile, StructType>();

function typeOf(profile: Profile): StructType {
  const known = TYPES.get(profile) ?? answerType(profile);
  TYPES.set(profile, known);
  return known;
}
