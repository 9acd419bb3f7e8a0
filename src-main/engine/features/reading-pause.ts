import type { Pause } from '../work.ts';

const charactersPerPause = 1_000_000;
/** Getting at a text takes time beside its characters'. */
const charactersBesides = 1000;

/** To be awaited for every text that is read: pauses after some milliseconds of reading. */
export function readingPause(pause: Pause): (text: string) => Promise<void> {
  let pending = 0;
  return async (text) => {
    pending += text.length + charactersBesides;
    if (pending < charactersPerPause) return;
    pending = 0;
    await pause();
  };
}
