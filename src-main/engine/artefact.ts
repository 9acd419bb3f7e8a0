import { AppError } from '../domain/errors.ts';
import { inStretches, type Work } from './work.ts';

/** Kinds of arrays that an artefact can hold. */
const arrayTypes = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

interface ArrayTypes {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}
export type ArtefactArray = ArrayTypes[keyof ArrayTypes];

/** What is stored of a model: facts as JSON, numbers as typed arrays. */
export interface ArtefactContent {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, ArtefactArray>>;
}

interface Header {
  readonly facts: Record<string, unknown>;
  /** Name, type and length of every array, in the order in which they follow. */
  readonly arrays: readonly (readonly [string, keyof ArrayTypes, number])[];
}

/** "WNWM", then a version that changes whenever a reader of the one before could not use the bytes. */
const magic = 0x4d574e57;
const version = 2;
const prefixLength = 16;
/** Bytes gone through in one step. */
const bytesPerStep = 4_000_000;

const aligned = (position: number): number => Math.ceil(position / 8) * 8;

function typeOf(array: ArtefactArray): keyof ArrayTypes {
  for (const type of Object.keys(arrayTypes) as (keyof ArrayTypes)[]) {
    if (array instanceof arrayTypes[type]) return type;
  }
  throw new Error('An artefact cannot hold this kind of array.');
}

/**
 * Layout, little-endian: magic, version, length of the header, checksum of everything behind it (4 bytes each);
 * the header as UTF-8 JSON; then the arrays, each beginning at a multiple of 8.
 */
export function* encodeArtefact(content: ArtefactContent): Work<Uint8Array> {
  const entries = Object.entries(content.arrays);
  const header: Header = {
    facts: content.facts,
    arrays: entries.map(([name, array]) => [name, typeOf(array), array.length]),
  };
  const headerBytes = new TextEncoder().encode(JSON.stringify(header));
  let length = aligned(prefixLength + headerBytes.length);
  for (const [, array] of entries) length = aligned(length + array.byteLength);
  const bytes = new Uint8Array(length);
  bytes.set(headerBytes, prefixLength);
  let position = aligned(prefixLength + headerBytes.length);
  for (const [, array] of entries) {
    yield* copyBytes(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), bytes, position);
    position = aligned(position + array.byteLength);
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, version, true);
  view.setUint32(8, headerBytes.length, true);
  view.setUint32(12, yield* checksum(bytes), true);
  return bytes;
}

function* copyBytes(from: Uint8Array, into: Uint8Array, at: number): Work {
  yield* inStretches(from.length, bytesPerStep, (start, end) => {
    into.set(from.subarray(start, end), at + start);
  });
}

/** @throws AppError `project_damaged` when the bytes are not what {@link encodeArtefact} wrote, `project_newer`
 *   when a later version of the program wrote them. */
export function* decodeArtefact(bytes: Uint8Array): Work<ArtefactContent> {
  if (bytes.length < prefixLength) throw damaged('it is too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== magic) throw damaged('it does not begin like a model');
  if (view.getUint32(4, true) > version) {
    throw new AppError(
      'project_newer',
      'This model was trained by a newer version of Winnow. Update Winnow.',
    );
  }
  if (view.getUint32(12, true) !== (yield* checksum(bytes))) throw damaged('its checksum is wrong');
  try {
    return yield* readContent(bytes, view.getUint32(8, true));
  } catch (error) {
    throw error instanceof AppError ? error : damaged('its header cannot be read');
  }
}

function* readContent(bytes: Uint8Array, headerLength: number): Work<ArtefactContent> {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(
    bytes.subarray(prefixLength, prefixLength + headerLength),
  );
  const header = JSON.parse(text) as Header;
  const arrays: Record<string, ArtefactArray> = {};
  let position = aligned(prefixLength + headerLength);
  for (const [name, type, length] of header.arrays) {
    const end = position + length * arrayTypes[type].BYTES_PER_ELEMENT;
    if (!(end <= bytes.length)) throw damaged('it ends too early');
    const array = new arrayTypes[type](length);
    yield* copyBytes(bytes.subarray(position, position + array.byteLength), new Uint8Array(array.buffer), 0);
    arrays[name] = array;
    position = aligned(position + array.byteLength);
  }
  return { facts: header.facts, arrays };
}

/** The error for stored bytes that are no usable model. */
export function damaged(reason: string): AppError {
  return new AppError(
    'project_damaged',
    `The stored model cannot be used: ${reason}. Train it again, or open a backup of the project.`,
  );
}

/** An array of the artefact, which must be there with this type. */
export function arrayOf<Type extends keyof ArrayTypes>(
  content: ArtefactContent,
  name: string,
  type: Type,
): ArrayTypes[Type] {
  const array = content.arrays[name];
  if (array instanceof arrayTypes[type]) return array as ArrayTypes[Type];
  throw damaged(`its part "${name}" is missing`);
}

/** FNV-1a over everything behind the prefix. */
function* checksum(bytes: Uint8Array): Work<number> {
  let hash = 0x811c9dc5 | 0;
  yield* inStretches(bytes.length - prefixLength, bytesPerStep, (from, to) => {
    hash = checksumOf(bytes, prefixLength + from, prefixLength + to, hash);
  });
  return hash >>> 0;
}

function checksumOf(bytes: Uint8Array, from: number, to: number, before: number): number {
  let hash = before;
  for (let index = from; index < to; index++) hash = Math.imul(hash ^ bytes[index]!, 0x01000193);
  return hash;
}
