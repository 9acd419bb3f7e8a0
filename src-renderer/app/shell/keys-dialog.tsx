import { Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSettings } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { useAllCommands, useCommands } from '../../ui/commands/commands.ts';
import { chordFor } from '../../ui/commands/key-listener.ts';
import { Keys } from '../../ui/kbd.tsx';
import classes from './frame.module.css';

/** All keys that work here, by group (the key "?"). */
export function KeysDialog(): ReactNode {
  const settings = useSettings();
  const [opened, setOpened] = useState(false);
  useCommands(
    [
      {
        id: 'shell.keys',
        title: text.shell.allKeys,
        group: text.shell.general,
        chord: '?',
        hint: text.shell.allKeys.toLowerCase(),
        run: () => setOpened(true),
      },
    ],
    'frame',
  );
  const groups = Map.groupBy(
    useAllCommands().filter((each) => chordFor(each, settings) !== undefined && each.enabled !== false),
    (command) => command.group,
  );
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title={text.shell.keysTitle} size="lg">
      {settings.singleKeys ? null : <p>{text.shell.keysOff}</p>}
      {[...groups].reverse().map(([group, commands]) => (
        <section key={group} aria-label={group}>
          <h3 className={classes.keyGroup}>{group}</h3>
          {commands.map((command) => (
            <div key={command.id} className={classes.keyRow}>
              <span>{command.title}</span>
              <Keys chord={chordFor(command, settings) ?? ''} />
            </div>
          ))}
        </section>
      ))}
    </Modal>
  );
}
