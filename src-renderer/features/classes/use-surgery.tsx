import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ProjectClass } from '../../../src-main/domain/class.ts';
import { useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import type { Command } from '../../ui/commands/commands.ts';
import { useGo, usePlaceParameters } from '../../ui/places.ts';
import { MergeClasses } from './merge-classes.tsx';
import { SplitClass } from './split-class.tsx';

const words = text.surgery;

export interface Surgery {
  readonly buttons: ReactNode;
  readonly dialog: ReactNode;
  readonly commands: readonly Command[];
}

/** Merging and splitting; another screen may ask for a merge of classes by the address. */
export function useSurgery(list: readonly ProjectClass[]): Surgery {
  const { readOnly } = useProjectInfo();
  const go = useGo();
  const asked = usePlaceParameters().get('merge');
  const [open, setOpen] = useState<'merge' | 'split' | null>(asked === null ? null : 'merge');
  const close = (): void => {
    setOpen(null);
    if (asked !== null) go('classes', {}, { replace: true });
  };
  const enabled = !readOnly && list.length > 0;
  const proposed = (asked ?? '').split(',').map(Number);
  return {
    buttons:
      list.length === 0 ? null : (
        <>
          <Button variant="default" disabled={!enabled || list.length < 2} onClick={() => setOpen('merge')}>
            {words.merge.button}
          </Button>
          <Button variant="default" disabled={!enabled} onClick={() => setOpen('split')}>
            {words.split.button}
          </Button>
        </>
      ),
    dialog:
      open === 'merge' ? (
        <MergeClasses list={list} proposed={proposed} onClose={close} />
      ) : open === 'split' ? (
        <SplitClass list={list} onClose={close} />
      ) : null,
    commands: [
      {
        id: 'classes.merge',
        title: words.merge.title,
        group: text.classes.group,
        enabled,
        run: () => setOpen('merge'),
      },
      {
        id: 'classes.split',
        title: words.split.title,
        group: text.classes.group,
        enabled,
        run: () => setOpen('split'),
      },
    ],
  };
}
