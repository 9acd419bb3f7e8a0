import { useEffect, useMemo, useRef } from 'react';
import { create } from 'zustand';

/** Something a person can do here: by key, by the command palette, and often by a button too. */
export interface Command {
  /** Stable name; settings keep a changed key under it. */
  readonly id: string;
  readonly title: string;
  /** Heading in the palette and in the list of keys. */
  readonly group: string;
  /** Default chord (see chord.ts); none for commands that live in the palette only. */
  readonly chord?: string | undefined;
  /** Shown in the foot of the window, in order of registration. */
  readonly hint?: string | undefined;
  /** The last key of a row of keys that the hint speaks for: "1 – 9 label and next". */
  readonly hintTo?: string | undefined;
  /** Also works while a text field has the focus. */
  readonly inTextFields?: boolean;
  readonly enabled?: boolean;
  /** Hidden from the palette, where it would only repeat (the keys of single classes). */
  readonly keyOnly?: boolean;
  readonly run: () => void;
}

/** The frame's commands give way to those of the screen where both want the same chord. */
type Layer = 'frame' | 'screen';

interface CommandGroup {
  readonly layer: Layer;
  readonly commands: readonly Command[];
}

interface CommandStore {
  readonly groups: ReadonlyMap<symbol, CommandGroup>;
  put(owner: symbol, group: CommandGroup): void;
  remove(owner: symbol): void;
}

const useStore = create<CommandStore>((set) => ({
  groups: new Map(),
  put: (owner, group) => set((state) => ({ groups: new Map(state.groups).set(owner, group) })),
  remove: (owner) =>
    set((state) => {
      const groups = new Map(state.groups);
      groups.delete(owner);
      return { groups };
    }),
}));

/** Offers commands while the calling component is on screen; on equal chords the last one wins. */
export function useCommands(commands: readonly Command[], layer: Layer = 'screen'): void {
  const owner = useRef(Symbol('commands'));
  const latest = useRef(commands);
  latest.current = commands;
  const { put, remove } = useStore.getState();
  const shape = JSON.stringify(commands);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` says when the offer differs; `run` is read through the ref, so that a render does not register again.
  useEffect(() => {
    const stable = latest.current.map((command, index) => ({
      ...command,
      run: () => latest.current[index]?.run(),
    }));
    put(owner.current, { layer, commands: stable });
  }, [shape, layer, put]);
  useEffect(() => {
    const name = owner.current;
    return () => remove(name);
  }, [remove]);
}

function inOrder(groups: ReadonlyMap<symbol, CommandGroup>): readonly Command[] {
  const all = [...groups.values()];
  return ['frame', 'screen'].flatMap((layer) =>
    all.filter((group) => group.layer === layer).flatMap((group) => group.commands),
  );
}

/** All commands on offer now, those of the screen last. */
export function useAllCommands(): readonly Command[] {
  const groups = useStore((state) => state.groups);
  return useMemo(() => inOrder(groups), [groups]);
}

/** Runs the command of this name that is on offer now, if there is one. */
export function runCommand(id: string): void {
  currentCommands()
    .findLast((command) => command.id === id)
    ?.run();
}

export function currentCommands(): readonly Command[] {
  return inOrder(useStore.getState().groups);
}
