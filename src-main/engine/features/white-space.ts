/** Ranges of the white space that the tokeniser knows, all of one UTF-16 unit: first and last. */
const spaceRanges = [
  [0x00, 0x20],
  [0x7f, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200b],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
] as const;

/** 1 for the UTF-16 units that are white space. */
export const spaceUnits = new Uint8Array(65536);
for (const [first, last] of spaceRanges) spaceUnits.fill(1, first, last + 1);
