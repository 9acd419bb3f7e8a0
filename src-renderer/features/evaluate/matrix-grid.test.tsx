import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createConfusion, type MatrixShown, type MatrixUnit } from './confusion.ts';
import { MatrixGrid } from './matrix-grid.tsx';

let root: Root;

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  root = createRoot(document.body.appendChild(document.createElement('div')));
});

afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

const confusion = createConfusion([
  [8, 2, 0],
  [3, 1, 0],
  [0, 0, 6],
]);

function open(unit: MatrixUnit, shown: MatrixShown, shownClasses: readonly number[] = [0, 1, 2]) {
  const opened: [number, number][] = [];
  act(() =>
    root.render(
      <MatrixGrid
        confusion={confusion}
        names={['Access', 'Billing', 'Change']}
        shownClasses={shownClasses}
        small={false}
        unit={unit}
        shown={shown}
        onOpen={(actual, predicted) => opened.push([actual, predicted])}
      />,
    ),
  );
  return opened;
}

function cellTexts(): readonly (string | null)[] {
  return [...document.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent);
}

function button(label: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((each) =>
    each.getAttribute('aria-label')?.startsWith(label),
  );
  if (found === undefined) throw new Error(`No cell "${label}".`);
  return found;
}

function press(key: string): void {
  act(() => {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
  });
}

test('cells show counts or shares, and only those asked for', () => {
  open('counts', 'all');
  expect(cellTexts()).toEqual(['8', '2', '·', '3', '1', '·', '·', '·', '6']);
  open('actual', 'errors');
  expect(cellTexts()).toEqual(['·', '20', '·', '75', '·', '·', '·', '·', '·']);
  open('predicted', 'matches');
  expect(cellTexts()).toEqual(['73', '·', '·', '·', '33', '·', '·', '·', '100']);
});

test('one cell is the tab stop, and arrows move it with the focus', () => {
  open('counts', 'all');
  const stops = () => [...document.querySelectorAll('button[tabindex="0"]')];
  expect(stops()).toEqual([button('Actual Access, predicted Access: 8')]);
  act(() => button('Actual Access, predicted Access').focus());
  press('ArrowRight');
  press('ArrowDown');
  expect(document.activeElement).toBe(button('Actual Billing, predicted Billing: 1'));
  expect(stops()).toEqual([document.activeElement]);
});

test('a cell opens its documents under the indexes of the evaluation; an empty one opens nothing', () => {
  const opened = open('counts', 'all', [0, 2]);
  expect(cellTexts()).toEqual(['8', '·', '·', '6']);
  act(() => button('Actual Access, predicted Change: 0').click());
  act(() => button('Actual Change, predicted Change: 6').click());
  expect(opened).toEqual([[2, 2]]);
});
