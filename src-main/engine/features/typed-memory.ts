/** Arrays that own all of their memory, none of it shared. */
export type OwnArray =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>;

/**
 * The same numbers in an array of another length, zeros behind them; the given array is empty afterwards. Its memory
 * is free at once: until the garbage collector finds them, arrays outgrown one after another would add up to as much
 * as what is in use.
 */
export function resized<Values extends OwnArray>(values: Values, length: number): Values {
  const { buffer, BYTES_PER_ELEMENT } = values;
  const Own = values.constructor as new (memory: ArrayBuffer) => Values;
  return new Own(buffer.transfer(length * BYTES_PER_ELEMENT));
}

/** Gives back the memory of arrays that nobody reads any more; they are empty afterwards. */
export function release(...arrays: readonly OwnArray[]): void {
  for (const { buffer } of arrays) buffer.transfer(0);
}
