import { Modal } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { CloneDialog } from '../../ui/exchange/clone-dialog.tsx';
import { ExportOutcome, reportSize, type Written } from '../../ui/exchange/export-outcome.tsx';
import { ExportProject } from '../../ui/exchange/export-project.tsx';
import { showDialog, useShownDialog } from './shown-dialog.ts';

const words = text.exchange;
const close = (): void => showDialog(null);

/** Cloning and exporting the project, from every screen; other screens open them by their commands. */
export function ProjectDialogs(): ReactNode {
  const { name, path } = useProjectInfo();
  const shown = useShownDialog();
  useEffect(() => close, []);
  useCommands(
    [
      {
        id: 'shell.clone',
        title: words.clone.command,
        group: text.shell.general,
        run: () => showDialog('clone'),
      },
      {
        id: 'shell.export',
        title: words.export.command,
        group: text.shell.general,
        run: () => showDialog('export'),
      },
    ],
    'frame',
  );
  if (shown === null) return null;
  if (shown === 'clone') return <CloneDialog source={{ name, path }} onClose={close} />;
  if (shown === 'export') {
    return <ExportProject selection={null} title={words.export.title} onClose={close} />;
  }
  return (
    <Modal opened onClose={close} title={words.export.title} size={reportSize}>
      <ExportOutcome report={shown.result as Written} onClose={close} />
    </Modal>
  );
}
