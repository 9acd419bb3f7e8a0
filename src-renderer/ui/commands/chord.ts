/**
 * A chord is written "mod+shift+z", "?", "1", "arrowleft", "enter", "space": modifiers first, then the key in
 * lower case. "mod" is Command on a Mac and Control elsewhere.
 */
const isMac = navigator.platform.startsWith('Mac');

export interface KeyPress {
  readonly key: string;
  /** The place of the key on the keyboard: on a Mac, Option and a digit type a sign. */
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The chord that a key press makes. Shift is left out where it only selects the character (as in "?"). */
export function chordOf(event: KeyPress): string {
  const digit = event.altKey ? /^Digit(\d)$/.exec(event.code ?? '')?.[1] : undefined;
  const key = digit ?? (event.key === ' ' ? 'space' : event.key.toLowerCase());
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const isSymbol = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  const parts: string[] = [];
  if (mod) parts.push('mod');
  if (event.altKey) parts.push('alt');
  if (event.shiftKey && !isSymbol) parts.push('shift');
  parts.push(key);
  return parts.join('+');
}

/** True for a letter, digit, sign or space alone or with Shift: those can be turned off (WCAG 2.1.4). */
export function typesCharacter(chord: string): boolean {
  const key = chord.startsWith('shift+') ? chord.slice('shift+'.length) : chord;
  return key === 'space' || [...key].length === 1;
}

/** True for a key that a text field takes for itself. */
export function isSingleKey(chord: string): boolean {
  return !chord.includes('mod+') && !chord.includes('alt+') && !/^(shift\+)?(f\d+|escape)$/.test(chord);
}

export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'range', 'color'].includes(target.type)
  );
}

/** A field that offers choices without typing (a queue, a dataset): letters and digits mean nothing to it. */
export function isChoiceField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement &&
    target.readOnly &&
    target.getAttribute('aria-haspopup') === 'listbox'
  );
}
