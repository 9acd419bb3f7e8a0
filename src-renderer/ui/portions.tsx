import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { text } from '../i18n/index.ts';
import { formatCount } from './format.ts';

/** So many choices of a select are listed at a time; typing finds the others. */
export const choicesListed = 200;

const selectText = (event: { readonly currentTarget: HTMLInputElement }): void =>
  event.currentTarget.select();

/** For a select with a choice made: typing looks for another one instead of adding to its name. */
export const typedAnew = { onFocus: selectText, onClick: selectText } as const;

/**
 * Long lists are rendered a portion at a time, so that a thousand classes show at once: the next portion comes when
 * the end of the list is scrolled to, or by its button.
 * @returns how many items to render, and what belongs after them (null when all are there)
 */
export function usePortions(
  total: number,
  portion = 50,
): { readonly shown: number; readonly more: ReactNode } {
  const [limit, setLimit] = useState(portion);
  const end = useRef<HTMLDivElement>(null);
  const shown = Math.min(total, limit);
  useEffect(() => {
    const element = end.current;
    if (element === null || shown === total) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) setLimit(shown + portion);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [shown, total, portion]);
  const more =
    shown === total ? null : (
      <div ref={end}>
        <Button variant="subtle" fullWidth onClick={() => setLimit(shown + portion)}>
          {text.shell.showMore(formatCount(shown), formatCount(total))}
        </Button>
      </div>
    );
  return { shown, more };
}
