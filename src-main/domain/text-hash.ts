import { mix } from './mix.ts';

/**
 * A 53-bit hash of a text (its UTF-16 units), a safe integer. Equal texts have equal hashes; texts with equal
 * hashes must still be compared. Two 32-bit FNV-1a lanes with different offset bases (Fowler, Noll, Vo), each
 * finished with the 32-bit mixer of MurmurHash3 (Appleby). At 1,000,000 different texts one collision is
 * expected in about 18,000 projects.
 */
export function textHash(text: string): number {
  let first = 0x811c9dc5;
  let second = 0x9dc5811c ^ text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul((second << 5) ^ (second >>> 27) ^ unit, 0x01000193);
  }
  return (mix(first) & 0x1fffff) * 0x100000000 + (mix(second) >>> 0);
}
