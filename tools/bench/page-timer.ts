/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core';

/** What must be on the page for the time to stop. */
export type Goal =
  /** The element's text is another one than `before`, and not empty. */
  | { readonly kind: 'text'; readonly selector: string; readonly before: string | null }
  /** The grid shows other rows than the present ones, all filled, though perhaps of the same documents. */
  | { readonly kind: 'new-rows' }
  /** The grid shows rows, all filled, and not those of `before`. */
  | { readonly kind: 'rows'; readonly before: string };

const patienceMilliseconds = 30_000;

type Timed = Window & { winnowBench?: Promise<number> };

/**
 * Milliseconds from an input event, as the browser dates it, to the frame in which the goal is reached.
 * @param event the event that `act` causes, a key press with its key if need be
 */
export async function timeUntil(
  page: Page,
  event: 'click' | 'scroll' | 'keydown' | `keydown ${string}`,
  act: () => Promise<void>,
  goal: Goal,
): Promise<number> {
  await page.evaluate(
    ([name, key, wanted, patience]) => {
      const textOf = (selector: string): string => document.querySelector(selector)?.textContent ?? '';
      const gridRows = (): Element[] =>
        [...document.querySelectorAll('.ag-row')].filter((row) => {
          const { top, bottom } = row.getBoundingClientRect();
          const frame = document.querySelector('.ag-grid-viewport')?.getBoundingClientRect();
          return frame !== undefined && bottom > frame.top && top < frame.bottom;
        });
      const shownTexts = (): string[] =>
        gridRows().map((row) => row.querySelector('[col-id="text"]')?.textContent ?? '…');
      const reached = (): boolean => {
        if (wanted.kind === 'text') {
          const text = textOf(wanted.selector);
          return text !== '' && text !== wanted.before;
        }
        // Asking for places makes the browser lay the page out: not while nothing is filled.
        if (document.querySelector('.ag-row [col-id="text"] [title]') === null) return false;
        const texts = shownTexts();
        if (texts.length === 0 || texts.some((text) => text === '…' || text === '')) return false;
        if (wanted.kind === 'rows') return texts.toSorted().join('\n') !== wanted.before;
        return gridRows().every((row) => !row.hasAttribute('data-seen'));
      };
      for (const row of document.querySelectorAll('.ag-row')) row.setAttribute('data-seen', '');
      (window as Timed).winnowBench = new Promise((resolve, reject) => {
        setTimeout(
          () => reject(new Error(`After ${name}: ${JSON.stringify(wanted)} was not reached.`)),
          patience,
        );
        const began = (event: Event): void => {
          if (event instanceof KeyboardEvent && key !== null && event.key !== key) return;
          document.removeEventListener(name, began, { capture: true });
          const { timeStamp } = event;
          const look = (): void => {
            if (reached()) resolve(performance.now() - timeStamp);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        };
        document.addEventListener(name, began, { capture: true });
      });
    },
    [event.split(' ')[0]!, event.split(' ')[1] ?? null, goal, patienceMilliseconds] as const,
  );
  await act();
  const time = await page.evaluate(() => (window as Timed).winnowBench);
  return time!;
}

export async function textOf(page: Page, selector: string): Promise<string | null> {
  return page.evaluate((wanted) => document.querySelector(wanted)?.textContent ?? null, selector);
}

/** The texts that the grid shows, as a goal compares them. */
export async function gridTexts(page: Page): Promise<string> {
  return page.evaluate(() => {
    const frame = document.querySelector('.ag-grid-viewport')!.getBoundingClientRect();
    return [...document.querySelectorAll('.ag-row')]
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > frame.top && top < frame.bottom;
      })
      .map((row) => row.querySelector('[col-id="text"]')?.textContent ?? '…')
      .toSorted()
      .join('\n');
  });
}
