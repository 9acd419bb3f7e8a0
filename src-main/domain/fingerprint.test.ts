import { expect, test } from 'vitest';
import { createFingerprint, type FingerprintDocument, fingerprint, fingerprintLine } from './fingerprint.ts';

const documents: readonly FingerprintDocument[] = [
  { id: 1, textHash: 4711, classes: ['Billing'] },
  { id: 2, textHash: 4712, classes: ['Orders', 'Billing'] },
  { id: 7, textHash: 'ab', classes: [] },
  { id: 9, textHash: 'ab', classes: null },
];

/** The definition itself, byte by byte in BigInt. */
function reference(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  const digits = hash.toString(16).padStart(16, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

test('hashes the documented lines with 64-bit FNV-1a', () => {
  // The published test value of "foobar" pins the reference used below.
  expect(reference('foobar')).toBe('85944171-f73967e8');
  expect(fingerprint([])).toBe('cbf29ce4-84222325');
  const lines = '1\t4711\tBilling\n2\t4712\tBilling\tOrders\n7\tab\t\n9\tab\n';
  expect(fingerprint(documents)).toBe(reference(lines));
  expect(documents.map((document) => `${fingerprintLine(document)}\n`).join('')).toBe(lines);
});

test.each(['é', 'Größe', '漢字', '🌾 wheat', '\ud800 lone', 'a\udc00'])(
  'encodes class names as UTF-8: %j',
  (name) => {
    expect(fingerprint([{ id: 3, textHash: 1, classes: [name] }])).toBe(reference(`3\t1\t${name}\n`));
  },
);

test('does not depend on the order of the classes, and does on everything else', () => {
  const base = fingerprint(documents);
  const [first, second, third, fourth] = documents as [
    FingerprintDocument,
    FingerprintDocument,
    FingerprintDocument,
    FingerprintDocument,
  ];
  expect(fingerprint([first, { ...second, classes: ['Billing', 'Orders'] }, third, fourth])).toBe(base);
  const changed = [
    [first, second, third],
    [{ ...first, id: 0 }, second, third, fourth],
    [{ ...first, textHash: 4713 }, second, third, fourth],
    [{ ...first, classes: ['Orders'] }, second, third, fourth],
    [first, { ...second, classes: ['Billing'] }, third, fourth],
    [first, second, { ...third, classes: null }, fourth],
    [first, second, third, { ...fourth, classes: [] }],
  ].map((set) => fingerprint(set));
  expect(new Set([base, ...changed]).size).toBe(changed.length + 1);
});

test('refuses documents out of order or twice', () => {
  const builder = createFingerprint();
  builder.add({ id: 5, textHash: 1, classes: [] });
  expect(() => builder.add({ id: 4, textHash: 1, classes: [] })).toThrow('ascending');
  expect(() => builder.add({ id: 5, textHash: 1, classes: [] })).toThrow('ascending');
});
