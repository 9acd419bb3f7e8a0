import { spotlight } from '@mantine/spotlight';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { menuCommands } from '../../../src-main/domain/desktop-bridge.ts';
import type { HistoryStep } from '../../../src-main/domain/history.ts';
import { useTRPC } from '../../api/client.ts';
import { codeOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { isTextField } from '../../ui/commands/chord.ts';
import { type Command, runCommand, useCommands } from '../../ui/commands/commands.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import { type ScreenName, useGo } from '../../ui/places.ts';
import { railGroups } from './rail.tsx';

/** Commands that work in every window; the menu of the desktop host calls any command by its id. */
export function useFrameCommands(): void {
  const [, navigate] = useLocation();
  useCommands(
    [
      { id: 'shell.home', title: text.shell.screens.home, group: text.shell.goTo, run: () => navigate('/') },
      {
        id: 'shell.palette',
        title: text.shell.searchCommands,
        group: text.shell.general,
        chord: 'mod+k',
        inTextFields: true,
        keyOnly: true,
        run: () => spotlight.open(),
      },
    ],
    'frame',
  );
  useEffect(
    () =>
      window.winnow?.onCommand((id) => {
        if (!takenByTextField(id)) runCommand(id);
      }),
    [],
  );
}

/** In a text field, undo and redo of the menu are about the typing, as their keys are. */
function takenByTextField(commandId: string): boolean {
  const edit = { [menuCommands.undo]: 'undo', [menuCommands.redo]: 'redo' }[commandId];
  return edit !== undefined && isTextField(document.activeElement) && document.execCommand(edit);
}

function useHistorySteps(): { undo: () => void; redo: () => void } {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const projectId = useProjectId();
  const report = (sentence: (title: string) => string) => (step: HistoryStep) => {
    notify(sentence(step.title) + text.shell.leftAlone(step));
    void queries.invalidateQueries(trpc.history.state.queryFilter());
  };
  const failed = (nothing: string) => (error: unknown) =>
    codeOf(error) === 'not_found' ? notify(nothing) : notifyError(error);
  const undo = useMutation(
    trpc.history.undo.mutationOptions({
      onSuccess: report(text.shell.undone),
      onError: failed(text.shell.nothingToUndo),
    }),
  );
  const redo = useMutation(
    trpc.history.redo.mutationOptions({
      onSuccess: report(text.shell.redone),
      onError: failed(text.shell.nothingToRedo),
    }),
  );
  return { undo: () => undo.mutate({ projectId }), redo: () => redo.mutate({ projectId }) };
}

/** With Alt, in the order of the rail: the upper row of a keyboard from left to right. */
const screenKeys = '1234567890-=';

/** Commands of a project: undo, redo, and the screens of the rail. */
export function useProjectCommands(): void {
  const go = useGo();
  const { undo, redo } = useHistorySteps();
  const screens: readonly ScreenName[] = railGroups.flatMap((group) => [...group.screens]);
  const places = screens.map<Command>((screen, index) => ({
    id: `shell.go.${screen}`,
    title: text.shell.screens[screen],
    group: text.shell.goTo,
    chord: `alt+${screenKeys[index]}`,
    inTextFields: true,
    run: () => go(screen),
  }));
  useCommands(
    [
      ...places,
      {
        id: 'shell.go.settings',
        title: text.shell.screens.settings,
        group: text.shell.goTo,
        chord: 'mod+,',
        run: () => go('settings'),
      },
      {
        id: 'shell.redo',
        title: text.shell.redo,
        group: text.shell.general,
        chord: 'mod+shift+z',
        run: redo,
      },
      {
        id: 'shell.undo',
        title: text.shell.undo,
        group: text.shell.general,
        chord: 'mod+z',
        hint: text.shell.undo.toLowerCase(),
        run: undo,
      },
    ],
    'frame',
  );
}
