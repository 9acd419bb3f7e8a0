import { useEffect } from 'react';
import { create } from 'zustand';
import { useAllCommands } from './commands.ts';

/** A command with a default key, remembered after its screen was left, so that settings can list it. */
export interface KeyedCommand {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly chord: string;
}

const useStore = create<{ readonly known: ReadonlyMap<string, KeyedCommand> }>(() => ({ known: new Map() }));

/** Remembers every keyed command that comes on offer; classes keep their keys in the project instead. */
export function useRememberCommands(): void {
  const commands = useAllCommands();
  useEffect(() => {
    const { known } = useStore.getState();
    const next = new Map(known);
    for (const { id, title, group, chord } of commands) {
      if (chord !== undefined && !id.startsWith('label.class.')) next.set(id, { id, title, group, chord });
    }
    if (next.size !== known.size) useStore.setState({ known: next });
  }, [commands]);
}

export function useKnownCommands(): readonly KeyedCommand[] {
  const known = useStore((state) => state.known);
  return [...known.values()].sort(
    (first, second) => first.group.localeCompare(second.group) || first.title.localeCompare(second.title),
  );
}
