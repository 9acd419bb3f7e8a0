import { Select } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { choicesListed } from '../../ui/portions.tsx';
import type { Evaluation } from './review-work.tsx';

const words = text.review;

/** Any class that the model knows can be explained, the likelier ones first. */
export function ExplainChoice(props: {
  evaluation: Evaluation;
  /** Of the model's classes, which come first in the evaluation's. */
  scores: readonly number[];
  value: number | null;
  onChange: (index: number | null) => void;
}): ReactNode {
  const { evaluation, scores, value } = props;
  const input = useRef<HTMLInputElement>(null);
  const ordered = scores
    .map((score, index) => ({ score, index }))
    .sort((first, second) => second.score - first.score);
  useCommands([
    {
      id: 'review.explain',
      title: words.commands.explain,
      group: words.group,
      chord: 'e',
      hint: words.commands.explainHint,
      run: () => input.current?.focus(),
    },
  ]);
  return (
    <Select
      ref={input}
      size="xs"
      w={136}
      comboboxProps={{ width: 240, position: 'bottom-end' }}
      searchable
      limit={choicesListed}
      clearable
      openOnFocus
      aria-label={words.explain}
      placeholder={words.explain}
      value={value === null ? null : String(value)}
      data={ordered.map(({ index, score }) => ({
        value: String(index),
        label: `${evaluation.classes[index]?.name ?? '?'} · ${score.toFixed(2)}`,
      }))}
      onChange={(chosen) => props.onChange(chosen === null ? null : Number(chosen))}
    />
  );
}
