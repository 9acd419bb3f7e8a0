import { expect, test } from 'vitest';
import { classPalette, defaultClassColor, defaultClassKey, parseClassName } from './classes.ts';
import { AppError } from './errors.ts';

test('trims and normalizes a class name', () => {
  expect(parseClassName('  Returns & refunds ')).toBe('Returns & refunds');
  expect(parseClassName('Cafe\u0301')).toBe('Caf\u00e9');
  expect(parseClassName('A|B, "C"')).toBe('A|B, "C"');
  expect(parseClassName('x'.repeat(200))).toHaveLength(200);
  expect([...parseClassName('🌾'.repeat(200))]).toHaveLength(200);
});

test.each(['', '   ', 'x'.repeat(201), 'a\nb', 'a\tb', 'a\u0000b', 'a\u0085b', 'a\u2028b', 'a\ud800b'])(
  'refuses the class name %j',
  (name) => {
    try {
      parseClassName(name);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect((error as AppError).code).toBe('class_name_invalid');
    }
  },
);

test('gives twelve different colours in turn', () => {
  expect(new Set(classPalette).size).toBe(12);
  expect(classPalette.every((color) => /^#[0-9a-f]{6}$/.test(color))).toBe(true);
  expect(defaultClassColor(0)).toBe(classPalette[0]);
  expect(defaultClassColor(13)).toBe(classPalette[1]);
});

/** Contrast of WCAG 2.2, section 1.4.11, for a colour mark that is no text: at least 3 to 1. */
test('keeps every colour visible on white and on a dark ground', () => {
  const luminance = (color: string): number => {
    const [red, green, blue] = [1, 3, 5].map((start) => {
      const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (first: string, second: string): number => {
    const [low, high] = [luminance(first), luminance(second)].sort((a, b) => a - b) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };
  for (const color of classPalette) {
    expect(contrast(color, '#ffffff'), `${color} on white`).toBeGreaterThanOrEqual(3);
    expect(contrast(color, '#1b1e24'), `${color} on dark`).toBeGreaterThanOrEqual(3);
  }
});

test('gives the keys 1 to 9, then 0, then none', () => {
  expect(Array.from({ length: 12 }, (_, position) => defaultClassKey(position))).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
    '0',
    null,
    null,
  ]);
});
