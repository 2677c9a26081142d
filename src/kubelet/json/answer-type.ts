import type { Profile } from '../profile.ts';
import type { Capabilities } from '../types.ts';
import type { GoField, GoType, StructType } from './go-type.ts';

/** Go's name of the capabilities, struct or map. */
const CAPABILITIES = 'flexvolume.DriverCapabilities';

/** The struct that the kubelet of a release decodes an answer into. */
export function answerType(profile: Profile): StructType {
  const fields = profile.answerFields.map((name) => answerField(name, profile));
  return { kind: 'struct', name: profile.answerType, fields };
}

type AnswerField = Profile['answerFields'][number];

const SCALARS = {
  status: { kind: 'string' },
  message: { kind: 'string' },
  device: { kind: 'string' },
  volumeName: { kind: 'string' },
  attached: { kind: 'bool' },
  volumeNewSize: { kind: 'int64' },
} satisfies Record<Exclude<AnswerField, 'capabilities'>, GoType>;

function answerField(name: AnswerField, profile: Profile): GoField {
  if (name !== 'capabilities') return { name, property: name, type: SCALARS[name] };
  if (profile.matchesCapabilitiesExactly) {
    return { name, property: name, type: { kind: 'map', name: CAPABILITIES } };
  }
  // The struct's field has no name of its own for JSON, so Go takes and shows the field's.
  return { name: 'Capabilities', property: name, type: capabilitiesType(profile.capabilityFields) };
}

function capabilitiesType(names: readonly (keyof Capabilities)[]): StructType {
  const fields = names.map((name): GoField => ({ name, property: name, type: { kind: 'bool' } }));
  return { kind: 'struct', name: CAPABILITIES, fields };
}
