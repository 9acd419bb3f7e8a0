import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../i18n/index.ts';
import { usePathPicker } from '../path-picker/path-picker.tsx';
import classes from './source-preview.module.css';
import type { SourceChoice } from './use-inspection.ts';

const words = text.files.option;

/** Where the texts of an Azure project lie: they are not in its file. */
export function TextsFolder(props: { choice: SourceChoice }): ReactNode {
  const { options, change } = props.choice;
  const picker = usePathPicker();
  const pick = (): void => {
    void picker.open({ title: words.textsFolder, kind: 'folder' }).then((paths) => {
      const folder = paths?.[0];
      if (folder !== undefined) change({ textsFolder: folder });
    });
  };
  return (
    <Group gap="sm" align="center">
      <Button variant="default" onClick={pick}>
        {words.chooseTextsFolder}
      </Button>
      <span className={classes.dim}>{options.textsFolder ?? words.ownFolder}</span>
    </Group>
  );
}
