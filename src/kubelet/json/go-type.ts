/** The Go types that an answer is decoded into. */
export type GoType = ScalarType | StructType | BoolMapType;

interface ScalarType {
  kind: 'string' | 'bool' | 'int64';
}

export interface StructType {
  kind: 'struct';
  /** With its package, as in error texts: `flexvolume.DriverStatus`. */
  name: string;
  fields: readonly GoField[];
}

/** `map[string]bool` under a name of its own. */
interface BoolMapType {
  kind: 'map';
  name: string;
}

export interface GoField {
  /** As JSON writes it, and error texts too. */
  name: string;
  /** Ours. */
  property: string;
  type: GoType;
}

/** A decoded struct or map, by our property names. */
export interface GoObject {
  [property: string]: GoValue;
}
export type GoValue = string | boolean | bigint | null | GoObject;

/** The type as error texts name it. */
export function typeName(type: GoType): string {
  return type.kind === 'struct' || type.kind === 'map' ? type.name : type.kind;
}

/** Go's zero value. */
export function zeroOf(type: GoType): GoValue {
  switch (type.kind) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int64':
      return 0n;
    case 'map':
      return {};
    case 'struct':
      return Object.fromEntries(type.fields.map((field) => [field.property, zeroOf(field.type)]));
  }
}
