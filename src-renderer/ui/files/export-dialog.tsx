import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { text } from '../../i18n/index.ts';
import { usePathPicker } from '../path-picker/path-picker.tsx';

const words = text.files.export;

export interface ExportChoice<Format extends string> {
  readonly value: Format;
  readonly name: string;
  readonly hint: string;
  readonly disabled?: boolean;
}

/** Asks for the format of a file, what else it needs, and then where it shall go. */
export function ExportDialog<Format extends string>(props: {
  title: string;
  formats: readonly ExportChoice<Format>[];
  format: Format;
  onFormat: (format: Format) => void;
  /** What the chosen format asks beside. */
  children?: ReactNode;
  save: { title: string; proposedPath: string };
  busy: boolean;
  onSave: (path: string) => void;
  onClose: () => void;
}): ReactNode {
  const picker = usePathPicker();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const path = await picker.save(props.save);
    if (path !== null) props.onSave(path);
  };
  return (
    <Modal opened onClose={props.onClose} title={props.title} size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Radio.Group
          label={words.format}
          value={props.format}
          onChange={(value) => props.onFormat(value as Format)}
        >
          <Stack gap="sm" mt="xs">
            {props.formats.map(({ value, name, hint, disabled }, index) => (
              <Radio
                key={value}
                value={value}
                label={name}
                description={hint}
                disabled={disabled ?? false}
                {...(index === 0 ? { 'data-autofocus': true } : {})}
              />
            ))}
          </Stack>
        </Radio.Group>
        {props.children}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={props.onClose}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={props.busy}>
            {words.choose}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
