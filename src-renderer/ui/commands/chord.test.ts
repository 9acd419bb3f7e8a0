import { describe, expect, it } from 'vitest';
import { chordOf, isSingleKey, type KeyPress, typesCharacter } from './chord.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('chordOf', () => {
  it.each([
    [press('A'), 'a'],
    [press('a', { shiftKey: true }), 'shift+a'],
    [press('?', { shiftKey: true }), '?'],
    [press(' '), 'space'],
    [press('ArrowLeft'), 'arrowleft'],
    [press('z', { ctrlKey: true }), 'mod+z'],
    [press('Z', { ctrlKey: true, shiftKey: true }), 'mod+shift+z'],
    [press('3', { altKey: true, code: 'Digit3' }), 'alt+3'],
    [press('£', { altKey: true, code: 'Digit3' }), 'alt+3'],
  ])('%o is %s', (event, chord) => {
    expect(chordOf(event)).toBe(chord);
  });
});

it('tells the keys that type a character, which can be turned off', () => {
  expect(['a', 'shift+a', '1', '?', 'space'].every(typesCharacter)).toBe(true);
  expect(['mod+a', 'alt+1', 'enter', 'arrowleft', 'escape', 'f2'].some(typesCharacter)).toBe(false);
});

it('tells the keys that rest in text fields', () => {
  expect(['a', 'enter', 'arrowleft', 'backspace'].every(isSingleKey)).toBe(true);
  expect(['mod+k', 'alt+1', 'escape', 'f2'].some(isSingleKey)).toBe(false);
});
