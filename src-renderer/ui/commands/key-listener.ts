import { useEffect } from 'react';
import { chordOf, isChoiceField, isSingleKey, isTextField, typesCharacter } from './chord.ts';
import { type Command, currentCommands } from './commands.ts';

export interface KeySettings {
  readonly singleKeys: boolean;
  readonly keys: Readonly<Record<string, string>>;
}

/** The chord of a command after a person's own changes; none when its default was taken away. */
export function chordFor(command: Command, settings: KeySettings): string | undefined {
  const own = settings.keys[command.id];
  return own === undefined ? command.chord : own === '' ? undefined : own;
}

/** A closed choice opens by up, down, Enter and Space; all other keys are free. */
function meansNothingToChoices(chord: string): boolean {
  if (chord === 'arrowleft' || chord === 'arrowright' || chord.startsWith('mod+')) return true;
  return typesCharacter(chord) && chord !== 'space';
}

function mayRun(command: Command, chord: string, event: KeyboardEvent, settings: KeySettings): boolean {
  if (command.enabled === false) return false;
  const passesBy = isChoiceField(event.target) && meansNothingToChoices(chord);
  if (isTextField(event.target) && !passesBy) return command.inTextFields === true && !isSingleKey(chord);
  if (typesCharacter(chord) && !settings.singleKeys) return false;
  const onButton =
    event.target instanceof HTMLElement && event.target.closest('button, a, [role="tab"], [role="gridcell"]');
  return !(onButton && (chord === 'enter' || chord === 'space'));
}

/** One listener for the whole window. Keys rest while a dialog is open, except the dialog's own. */
export function useKeyListener(settings: KeySettings): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      const chord = chordOf(event);
      const command = currentCommands().findLast((each) => chordFor(each, settings) === chord);
      if (command === undefined || !mayRun(command, chord, event, settings)) return;
      event.preventDefault();
      // A key held down moves on and on, but acts once: it must not label document after document.
      if (event.repeat && !chord.includes('arrow')) return;
      command.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [settings]);
}
