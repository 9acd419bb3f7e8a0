import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useUpdateSettings } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { usePathPicker } from '../../ui/path-picker/path-picker.tsx';
import classes from './train.module.css';
import type { EncoderState } from './use-encoder.ts';

const words = text.train.encoder;

function Found(props: { state: EncoderState }): ReactNode {
  const { details, looking } = props.state;
  return (
    <div role="status" className={classes.hint}>
      {looking ? words.looking : null}
      {details === null ? null : (
        <>
          <span className={classes.good} aria-hidden="true">
            ✓{' '}
          </span>
          {words.found(
            details.name,
            formatCount(details.dimensions),
            formatCount(details.limit),
            formatBytes(details.bytes),
          )}{' '}
          {details.notes.join(' ')}
        </>
      )}
    </div>
  );
}

/** The folder of a sentence encoder on this computer; the one chosen last is proposed the next time. */
export function EncoderChoice(props: {
  value: string;
  required: boolean;
  problem: string | null;
  state: EncoderState;
  onChange: (path: string) => void;
}): ReactNode {
  const picker = usePathPicker();
  const [left, setLeft] = useState(false);
  const updateSettings = useUpdateSettings();
  const take = (path: string): void => {
    props.onChange(path);
    // An empty field means "not this time"; the folder stays known.
    if (path.trim() !== '') updateSettings({ encoderFolder: path.trim() });
  };
  const choose = async (): Promise<void> => {
    const chosen = await picker.open({ title: words.pickTitle, kind: 'folder' });
    if (chosen?.[0] !== undefined) take(chosen[0]);
  };
  const shown = left || props.value !== '' ? props.problem : null;
  return (
    <div className={classes.encoder}>
      <TextInput
        label={props.required ? words.folder : words.optionalFolder}
        description={words.hint}
        placeholder={words.placeholder}
        value={props.value}
        error={shown}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        onBlur={(event) => {
          setLeft(true);
          take(event.currentTarget.value);
        }}
        rightSectionWidth={92}
        rightSection={
          <Button size="compact-sm" variant="subtle" onClick={() => void choose()}>
            {words.choose}
          </Button>
        }
      />
      <Found state={props.state} />
    </div>
  );
}
