import type { DecodeError } from './decode-error.ts';
import { foldName } from './fold-name.ts';
import {
  type GoField,
  type GoObject,
  type GoType,
  type GoValue,
  type StructType,
  typeName,
  zeroOf,
} from './go-type.ts';
import { JsonCursor } from './json-cursor.ts';

/** What the text for a wrong type names. Older Go knew less. */
export type TypeErrorNames = 'type' | 'field' | 'path';

/**
 * Decodes one JSON document into a struct, as Go's `json.Unmarshal` does once it found it valid: a value
 * of a wrong type is left out and the rest decoded all the same; the first such error is the result.
 * @param bytes known to be valid, see find-syntax-error.ts
 * @param target holds what a field has before; changed in place
 */
export function decodeInto(
  bytes: Uint8Array,
  type: StructType,
  target: GoObject,
  names: TypeErrorNames = 'path',
): DecodeError | undefined {
  const decoding = new Decoding(bytes, names);
  decoding.value(type, target, []);
  return decoding.firstError;
}

/** The fields around a value, outermost first. */
type Path = readonly { owner: StructType; field: GoField }[];

const INT64_LEAST = -(2n ** 63n);
const INT64_MOST = 2n ** 63n - 1n;
/** Digits and sign of the longest int64: what is longer is out of range, whatever it says. */
const INT64_LENGTH = 20;

class Decoding {
  readonly #cursor: JsonCursor;
  readonly #names: TypeErrorNames;
  firstError: DecodeError | undefined;

  constructor(bytes: Uint8Array, names: TypeErrorNames) {
    this.#cursor = new JsonCursor(bytes);
    this.#names = names;
  }

  /** @returns what the place holds now: the value read, or what it held when it could not take it */
  value(type: GoType, before: GoValue, path: Path): GoValue {
    const kind = this.#cursor.kind;
    if (kind === 'null') {
      this.#cursor.skip();
      // Only a pointer or a map can be nil, and here every struct but the outermost is a pointer.
      return path.length > 0 && (type.kind === 'struct' || type.kind === 'map') ? null : before;
    }
    if (kind === 'string' && type.kind === 'string') return this.#cursor.readString();
    if (kind === 'bool' && type.kind === 'bool') return this.#cursor.readBool();
    if (kind === 'number' && type.kind === 'int64') return this.#int64(before, path);
    if (kind === 'object' && (type.kind === 'struct' || type.kind === 'map')) {
      const object = (before ?? zeroOf(type)) as GoObject;
      if (type.kind === 'struct') this.#struct(type, object, path);
      else this.#boolMap(object, path);
      return object;
    }
    this.#fail(kind, type, path);
    this.#cursor.skip();
    // Go makes what a nil pointer is to point at before it looks at the type.
    return before === null && type.kind === 'struct' ? zeroOf(type) : before;
  }

  #struct(type: StructType, object: GoObject, path: Path): void {
    const fields = fieldsByFoldedName(type);
    this.#cursor.forEachMember((key) => {
      // A key longer than any field, folded or not, needs no comparison: it may be megabytes long.
      const field = key.length <= LONGEST_FIELD ? fields.get(foldName(key)) : undefined;
      if (field === undefined) return this.#cursor.skip();
      const before = object[field.property] ?? null;
      object[field.property] = this.value(field.type, before, [...path, { owner: type, field }]);
    });
  }

  /** Its keys are the driver's own words and match as they are; null is the element's zero value. */
  #boolMap(object: GoObject, path: Path): void {
    this.#cursor.forEachMember((key) => {
      const element = this.value({ kind: 'bool' }, false, path);
      if (key.length <= LONGEST_FIELD) object[key] = element;
    });
  }

  #int64(before: GoValue, path: Path): GoValue {
    const at = this.#cursor.at;
    const literal = this.#cursor.readNumber();
    if (literal.length <= INT64_LENGTH && /^-?\d+$/.test(literal)) {
      const value = BigInt(literal);
      if (value >= INT64_LEAST && value <= INT64_MOST) return value;
    }
    this.#fail(`number ${literal}`, { kind: 'int64' }, path, at);
    return before;
  }

  #fail(found: string, type: GoType, path: Path, at = this.#cursor.at): void {
    if (this.firstError !== undefined) return;
    const place = path.at(-1);
    const into =
      place === undefined || this.#names === 'type'
        ? 'Go value'
        : `Go struct field ${place.owner.name.replace(/^.*\./, '')}.${this.#fieldName(path)}`;
    this.firstError = {
      kind: 'type',
      text: `json: cannot unmarshal ${found} into ${into} of type ${typeName(type)}`,
      at,
    };
  }

  #fieldName(path: Path): string {
    const names = path.map(({ field }) => field.name);
    return this.#names === 'path' ? names.join('.') : names.slice(-1).join();
  }
}

const LONGEST_FIELD = 32;

const FOLDED = new WeakMap<StructType, Map<string, GoField>>();

function fieldsByFoldedName(type: StructType): Map<string, GoField> {
  const known = FOLDED.get(type);
  if (known !== undefined) return known;
  const fields = new Map(type.fields.map((field) => [foldName(field.name), field]));
  FOLDED.set(type, fields);
  return fields;
}
