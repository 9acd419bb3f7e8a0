import { Spotlight } from '@mantine/spotlight';
import type { ReactNode } from 'react';
import { useSettings } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { useAllCommands } from '../../ui/commands/commands.ts';
import { chordFor } from '../../ui/commands/key-listener.ts';
import { Keys } from '../../ui/kbd.tsx';

/** Every command on offer, by name (Ctrl/Cmd+K). */
export function CommandPalette(): ReactNode {
  const settings = useSettings();
  const commands = useAllCommands().filter((each) => each.enabled !== false && each.keyOnly !== true);
  const byGroup = Map.groupBy(commands, (command) => command.group);
  const actions = [...byGroup].reverse().map(([group, members]) => ({
    group,
    actions: members.map((command) => {
      const chord = chordFor(command, settings);
      return {
        id: command.id,
        label: command.title,
        onClick: command.run,
        rightSection: chord === undefined ? null : <Keys chord={chord} />,
      };
    }),
  }));
  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      highlightQuery
      scrollable
      maxHeight={420}
      limit={50}
      nothingFound={text.shell.nothingFound}
      searchProps={{ placeholder: text.shell.searchCommands, 'aria-label': text.shell.searchCommands }}
    />
  );
}
