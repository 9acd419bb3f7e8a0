import type { ReactNode } from 'react';
import { useSettings } from '../../api/settings.ts';
import { useAllCommands } from '../../ui/commands/commands.ts';
import { chordFor } from '../../ui/commands/key-listener.ts';
import { Keys } from '../../ui/kbd.tsx';
import classes from './frame.module.css';

/** The keys that work here. A hint may stand for several keys ("1–9 label and next"). */
export function Foot(): ReactNode {
  const settings = useSettings();
  const hints = useAllCommands()
    .filter((command) => command.hint !== undefined && command.enabled !== false)
    .reverse();
  return (
    <footer className={classes.foot}>
      {hints.map((command) => {
        const chord = chordFor(command, settings);
        return chord === undefined ? null : (
          <span key={command.id} className={classes.hint}>
            <Keys chord={chord} />
            {command.hintTo === undefined ? null : (
              <>
                –<Keys chord={command.hintTo} />
              </>
            )}
            {command.hint}
          </span>
        );
      })}
    </footer>
  );
}
