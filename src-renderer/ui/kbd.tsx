import type { ReactNode } from 'react';
import classes from './kbd.module.css';

const symbols: Readonly<Record<string, string>> = {
  mod: navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl',
  shift: 'Shift',
  alt: navigator.platform.startsWith('Mac') ? '⌥' : 'Alt',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  enter: 'Enter',
  escape: 'Esc',
  pagedown: 'Page Down',
  pageup: 'Page Up',
  ' ': 'Space',
  space: 'Space',
};

/** A key or a chord such as "mod+z", as keycaps. */
export function Keys(props: { chord: string }): ReactNode {
  const parts = props.chord === '+' ? ['+'] : props.chord.split('+');
  return (
    <span className={classes.keys}>
      {parts.map((part) => (
        <kbd key={part} className={classes.key}>
          {symbols[part.toLowerCase()] ??
            (part.length === 1 || /^f\d+$/.test(part) ? part.toUpperCase() : part)}
        </kbd>
      ))}
    </span>
  );
}
