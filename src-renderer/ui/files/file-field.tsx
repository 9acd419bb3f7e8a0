import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../i18n/index.ts';
import { usePathPicker } from '../path-picker/path-picker.tsx';

const words = text.files;

/** Where a file shall go: typed, or chosen in a dialog. */
export function FileField(props: {
  label: string;
  description?: string;
  saveTitle: string;
  path: string;
  error?: string | undefined;
  onChange: (path: string) => void;
}): ReactNode {
  const picker = usePathPicker();
  const choose = async (): Promise<void> => {
    const chosen = await picker.save({ title: props.saveTitle, proposedPath: props.path });
    if (chosen !== null) props.onChange(chosen);
  };
  return (
    <TextInput
      label={props.label}
      description={props.description}
      value={props.path}
      error={props.error}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      rightSectionWidth={146}
      rightSection={
        <Button size="compact-sm" variant="subtle" onClick={() => void choose()}>
          {words.chooseWhere}
        </Button>
      }
    />
  );
}
