import { CloseButton, MultiSelect, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import type { DocumentFilter } from '../../../src-main/domain/document.ts';
import { type Dataset, datasetNames, datasets } from '../../../src-main/domain/project.ts';
import { useClasses, useCounts } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { choicesListed } from '../../ui/portions.tsx';
import classes from './documents.module.css';
import { asksSuggestions, SuggestionFilter } from './suggestion-filter.tsx';

const words = text.documents;
type State = keyof typeof words.states;

const marks = ['unsure', 'excluded', 'verified'] as const;

function stateOf(filter: DocumentFilter): State {
  const mark = marks.find((each) => filter[each] === true);
  if (mark !== undefined) return mark;
  if (filter.labelled === undefined) return 'any';
  return filter.labelled ? 'labelled' : 'unlabelled';
}

function withState(filter: DocumentFilter, state: State): DocumentFilter {
  const { labelled: _labelled, unsure: _unsure, excluded: _excluded, verified: _verified, ...rest } = filter;
  const mark = marks.find((each) => each === state);
  if (mark !== undefined) return { ...rest, [mark]: true };
  return state === 'any' ? rest : { ...rest, labelled: state === 'labelled' };
}

function SearchField(props: { search: string; onSearch: (search: string) => void }): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(props.search);
  const later = useDebouncedCallback(props.onSearch, 250);
  const type = (value: string): void => {
    setTyped(value);
    later(value);
  };
  useCommands([
    {
      id: 'documents.search',
      title: words.commands.search,
      group: words.group,
      chord: '/',
      hint: words.commands.search.toLowerCase(),
      run: () => field.current?.focus(),
    },
  ]);
  return (
    <TextInput
      ref={field}
      className={classes.search ?? ''}
      size="xs"
      aria-label={words.search}
      placeholder={words.search}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      rightSection={
        typed === '' ? null : (
          <CloseButton size="xs" aria-label={words.clearFilter} onClick={() => type('')} />
        )
      }
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') later.flush();
      }}
    />
  );
}

/** Our own filter bar: words, classes, state and dataset, all at once. */
export function FilterBar(props: {
  filter: DocumentFilter;
  onChange: (filter: DocumentFilter) => void;
}): ReactNode {
  const { filter, onChange } = props;
  const list = useClasses();
  const suggestions = (useCounts()?.suggested ?? 0) > 0 || asksSuggestions(filter);
  const search = (value: string): void => {
    const { search: _search, ...rest } = filter;
    onChange(value.trim() === '' ? rest : { ...rest, search: value });
  };
  const pickClasses = (ids: string[]): void => {
    const { classIds: _classIds, ...rest } = filter;
    onChange(ids.length === 0 ? rest : { ...rest, classIds: ids.map(Number) });
  };
  const pickDataset = (value: string | null): void => {
    const { datasets: _datasets, ...rest } = filter;
    onChange(value === null || value === 'any' ? rest : { ...rest, datasets: [value as Dataset | 'none'] });
  };
  return (
    <div className={classes.filters}>
      <SearchField search={filter.search ?? ''} onSearch={search} />
      <MultiSelect
        className={classes.classFilter ?? ''}
        size="xs"
        aria-label={words.classFilter}
        placeholder={filter.classIds === undefined ? words.anyClass : ''}
        searchable
        limit={choicesListed}
        clearable
        data={list.map((each) => ({ value: String(each.id), label: each.name }))}
        value={filter.classIds?.map(String) ?? []}
        onChange={pickClasses}
      />
      <Select
        className={classes.choice ?? ''}
        size="xs"
        aria-label={words.state}
        allowDeselect={false}
        value={stateOf(filter)}
        data={Object.entries(words.states).map(([value, label]) => ({ value, label }))}
        onChange={(state) => onChange(withState(filter, state as State))}
      />
      {suggestions ? <SuggestionFilter filter={filter} onChange={onChange} /> : null}
      <Select
        className={classes.choice ?? ''}
        size="xs"
        aria-label={words.dataset}
        allowDeselect={false}
        value={filter.datasets?.[0] ?? 'any'}
        data={[
          { value: 'any', label: words.anyDataset },
          ...datasets.map((value) => ({ value: value as string, label: datasetNames[value] })),
          { value: 'none', label: words.noDataset },
        ]}
        onChange={pickDataset}
      />
    </div>
  );
}
