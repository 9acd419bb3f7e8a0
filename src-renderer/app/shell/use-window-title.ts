import { useEffect } from 'react';
import { text } from '../../i18n/index.ts';

/** Names the window after what it shows, the most telling part first: "Label – Support tickets – Winnow". */
export function useWindowTitle(...parts: readonly string[]): void {
  const title = [...parts, text.shell.product].join(' – ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
