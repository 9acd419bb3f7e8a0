import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

/** Narrows the list below it while a person types. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}): ReactNode {
  return (
    <TextInput
      size="xs"
      w={240}
      mb={6}
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
