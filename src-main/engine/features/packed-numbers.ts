/** Whole numbers from 0 to 2³² - 1, the smaller the fewer bytes: seven bits a byte, the lowest first, 128 = more follow. */
export function packNumbers(numbers: ArrayLike<number>): Uint8Array {
  let length = 0;
  for (let index = 0; index < numbers.length; index++) {
    length++;
    for (let rest = numbers[index]! >>> 7; rest > 0; rest >>>= 7) length++;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let index = 0; index < numbers.length; index++) {
    let rest = numbers[index]! >>> 0;
    for (; rest > 127; rest >>>= 7) bytes[at++] = (rest & 127) | 128;
    bytes[at++] = rest;
  }
  return bytes;
}

/** Nothing when the bytes do not hold exactly `count` numbers. */
export function unpackNumbers(bytes: Uint8Array, count: number): Uint32Array | undefined {
  if (count > bytes.length) return undefined;
  const numbers = new Uint32Array(count);
  let at = 0;
  for (let index = 0; index < count; index++) {
    let value = 0;
    let shift = 0;
    let byte: number;
    do {
      if (at === bytes.length || shift > 28) return undefined;
      byte = bytes[at++]!;
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    numbers[index] = value;
  }
  return at === bytes.length ? numbers : undefined;
}
