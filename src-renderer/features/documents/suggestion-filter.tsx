import { Select } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DocumentFilter } from '../../../src-main/domain/document.ts';
import { useClasses } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { choicesListed, typedAnew } from '../../ui/portions.tsx';
import classes from './documents.module.css';

const words = text.suggestions;
const kinds = ['off', 'any', 'unsure'] as const;

/** Whether the filter lists suggestions only. */
export function asksSuggestions(filter: DocumentFilter): boolean {
  return choiceOf(filter) !== 'off';
}

function choiceOf({ suggested, suggestedClassIds, suggestionUnsure }: DocumentFilter): string {
  const [classId] = suggestedClassIds ?? [];
  if (classId !== undefined) return String(classId);
  if (suggestionUnsure === true) return 'unsure';
  return suggested === true ? 'any' : 'off';
}

/** @param value 'off', 'any', 'unsure', or the id of a class */
export function withSuggestion(filter: DocumentFilter, value: string): DocumentFilter {
  const { suggested: _any, suggestedClassIds: _classes, suggestionUnsure: _unsure, ...rest } = filter;
  if (value === 'off') return rest;
  if (value === 'any') return { ...rest, suggested: true };
  if (value === 'unsure') return { ...rest, suggestionUnsure: true };
  return { ...rest, suggestedClassIds: [Number(value)] };
}

/** All suggestions, those of one class, or the unsure ones. */
export function SuggestionFilter(props: {
  filter: DocumentFilter;
  onChange: (filter: DocumentFilter) => void;
}): ReactNode {
  const { filter, onChange } = props;
  const list = useClasses();
  return (
    <Select
      size="xs"
      className={classes.suggestionFilter ?? ''}
      aria-label={words.filter}
      leftSection={<IconSparkles size={14} aria-hidden="true" />}
      allowDeselect={false}
      searchable
      {...typedAnew}
      comboboxProps={{ width: 300, position: 'bottom-end' }}
      limit={choicesListed}
      value={choiceOf(filter)}
      data={[
        ...kinds.map((value) => ({ value: value as string, label: words.filters[value] })),
        {
          group: words.filterClasses,
          items: list.map(({ id, name }) => ({ value: String(id), label: name })),
        },
      ]}
      onChange={(value) => onChange(withSuggestion(filter, value ?? 'off'))}
    />
  );
}
