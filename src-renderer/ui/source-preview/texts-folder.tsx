import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { text } from '../../i18n/index.ts';
import { usePathPicker } from '../path-picker/path-picker.tsx';
import classes from './source-preview.module.css';
import type { SourceChoice } from './use-inspection.ts';

const words = text.files.option;

/** Where the texts of an Azure project lie: they are not in its file. Typed, or chosen in a dialog. */
export function TextsFolder(props: { choice: SourceChoice }): ReactNode {
  const { options, change } = props.choice;
  const picker = usePathPicker();
  const [typed, setTyped] = useState(options.textsFolder ?? '');
  const take = (folder: string | null): void => {
    setTyped(folder ?? '');
    if (folder !== options.textsFolder) change({ textsFolder: folder });
  };
  const takeTyped = (): void => take(typed.trim() === '' ? null : typed.trim());
  const pick = async (): Promise<void> => {
    const [folder] = (await picker.open({ title: words.textsFolder, kind: 'folder' })) ?? [];
    if (folder !== undefined) take(folder);
  };
  return (
    <TextInput
      className={classes.folder ?? ''}
      label={words.textsFolder}
      placeholder={words.ownFolder}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={takeTyped}
      onKeyDown={(event) => {
        if (event.key === 'Enter') takeTyped();
      }}
      rightSectionWidth={100}
      rightSection={
        <Button size="compact-sm" variant="subtle" onClick={() => void pick()}>
          {words.chooseTextsFolder}
        </Button>
      }
    />
  );
}
