import { randomBytes } from 'node:crypto';
import { checkedKey } from './access.ts';

/** The key in the user-data folder, readable for this person only. */
export interface KeyFile {
  /** Undefined when there is none. */
  read(): string | undefined;
  write(text: string): void;
}

interface KeyHolder {
  /** Null before the first. */
  current(): string | null;
  /** Makes one where there is none that can be used. */
  ensure(): string;
  rotate(): string;
}

export function createKeyHolder(file: KeyFile): KeyHolder {
  let key = usableKey(file.read());
  const rotate = (): string => {
    const next = randomBytes(32).toString('hex');
    file.write(`${next}\n`);
    key = next;
    return next;
  };
  return { current: () => key, ensure: () => key ?? rotate(), rotate };
}

function usableKey(text: string | undefined): string | null {
  try {
    return text === undefined ? null : checkedKey(text);
  } catch {
    return null;
  }
}
