import { Select } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { type Dataset, datasetNames, datasets } from '../../../src-main/domain/project.ts';
import { scoreText } from '../../../src-main/domain/suggestion-scores.ts';
import { useClasses, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { releaseFocus } from '../../ui/commands/release-focus.ts';
import { formatCount } from '../../ui/format.ts';
import { Keys } from '../../ui/kbd.tsx';
import { languageName, languageOptions } from '../../ui/languages.ts';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import { DocumentHistory } from './document-history.tsx';
import classes from './label.module.css';
import type { Labelling } from './use-labelling.ts';
import type { Queue } from './use-queue.ts';
import type { ShownSuggestion } from './use-suggestion.ts';

type Shown = NonNullable<Queue['document']>;

/** Where the document stands and what it is: all small, so that the text has the page. */
function Facts(props: { document: Shown; labelling: Labelling }): ReactNode {
  const { document, labelling } = props;
  const project = useProjectInfo();
  return (
    <div className={classes.facts}>
      <span title={document.externalId}>{text.label.document(formatCount(document.id))}</span>
      <Select
        size="xs"
        variant="unstyled"
        className={classes.factSelect ?? ''}
        aria-label={text.label.datasetLabel}
        allowDeselect={false}
        value={document.dataset ?? 'none'}
        data={[
          ...datasets.map((value) => ({ value, label: datasetNames[value] })),
          { value: 'none', label: text.label.noDataset },
        ]}
        onChange={(value) => {
          labelling.setDataset(document, value === 'none' ? null : (value as Dataset));
          releaseFocus();
        }}
      />
      <LabelState document={document} />
      <span className={classes.space} />
      <DocumentHistory documentId={document.id} />
      <Select
        size="xs"
        variant="unstyled"
        className={classes.factSelect ?? ''}
        aria-label={text.label.languageLabel}
        searchable
        value={document.language ?? ''}
        data={[
          { value: '', label: text.label.projectLanguage(languageName(project.language)) },
          ...languageOptions(),
        ]}
        onChange={(value) => {
          labelling.setLanguage(document, value === '' ? null : value);
          releaseFocus();
        }}
      />
    </div>
  );
}

function LabelState(props: { document: Shown }): ReactNode {
  const list = useClasses();
  const { labels, unsure, excluded, verified } = props.document;
  const names = labels
    ?.map((id) => list.find((each) => each.id === id)?.name)
    .filter((name) => name !== undefined);
  return (
    <span className={classes.labelState} data-testid="label-state">
      {names === undefined ? (
        text.label.unlabelled
      ) : names.length === 0 ? (
        <Tag tone="good">{text.label.judgedNone}</Tag>
      ) : (
        names.map((name) => (
          <Tag key={name} tone="good">
            {name}
          </Tag>
        ))
      )}
      {unsure ? <Tag tone="warn">{text.label.unsure}</Tag> : null}
      {excluded ? <Tag tone="warn">{text.label.excluded}</Tag> : null}
      {verified ? <Tag>{text.label.verified}</Tag> : null}
    </span>
  );
}

function SuggestionLine(props: { suggestion: ShownSuggestion | 'hidden' | null }): ReactNode {
  const { suggestion } = props;
  if (suggestion === null) return <div className={classes.suggestion} />;
  if (suggestion === 'hidden') return <div className={classes.suggestion}>{text.label.hidden}</div>;
  const { names, score, unsure, modelName } = suggestion;
  return (
    <div className={classes.suggestion} data-testid="suggestion">
      <span className={classes.suggested} data-unsure={unsure || undefined}>
        <span aria-hidden="true">✦</span>{' '}
        {names.length === 0 ? text.suggestions.noneOfThem : names.join(', ')}{' '}
        <span className="w-figures">{scoreText(score)}</span>
      </span>
      {unsure ? <Tag tone="warn">{text.suggestions.unsure}</Tag> : null}
      <span>
        {text.label.suggestedBy(modelName)}
        {names.length === 0 ? null : (
          <>
            {' '}
            — <Keys chord="space" /> {text.label.accepts}
          </>
        )}
      </span>
    </div>
  );
}

const lineStep = 56;

/** A long text scrolls by keyboard wherever the focus is; a page leaves two lines of what was read. */
function useScrollCommands(scroller: { readonly current: HTMLElement | null }): void {
  const words = text.label.commands;
  const by = (distance: (height: number) => number) => (): void => {
    const element = scroller.current;
    if (element !== null) element.scrollTop += distance(element.clientHeight);
  };
  const command = (id: string, title: string, chord: string, distance: (height: number) => number) => ({
    id: `label.${id}`,
    title,
    group: text.label.group,
    chord,
    keyOnly: true,
    run: by(distance),
  });
  useCommands([
    command('pageDown', words.pageDown, 'pagedown', (height) => height - lineStep),
    command('pageUp', words.pageUp, 'pageup', (height) => lineStep - height),
    command('lineDown', words.lineDown, 'arrowdown', () => lineStep),
    command('lineUp', words.lineUp, 'arrowup', () => -lineStep),
  ]);
}

/** The document in a readable measure; it alone moves when a label is given. */
export function DocumentPanel(props: {
  document: Shown;
  suggestion: ShownSuggestion | 'hidden' | null;
  labelling: Labelling;
}): ReactNode {
  const { document, labelling } = props;
  const scroller = useRef<HTMLDivElement>(null);
  useScrollCommands(scroller);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document starts at its top.
  useEffect(() => {
    // Chromium's scrollTo returns a promise, which an effect must not.
    void scroller.current?.scrollTo(0, 0);
  }, [document.id]);
  return (
    <Panel className={classes.documentPanel} label={text.label.document(formatCount(document.id))}>
      <Facts document={document} labelling={labelling} />
      <div
        className={classes.scroller}
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll by keyboard.
        tabIndex={0}
      >
        {document.text.trim() === '' ? (
          <p className={classes.blank}>{text.label.blank}</p>
        ) : (
          <p
            className={classes.text}
            dir="auto"
            lang={document.language ?? undefined}
            data-testid="document-text"
          >
            {document.text}
          </p>
        )}
      </div>
      <SuggestionLine suggestion={props.suggestion} />
      <div className={classes.rate}>
        {labelling.given < 2
          ? ''
          : text.label.rate(formatCount(labelling.given), labelling.perMinute.toFixed(1))}
      </div>
    </Panel>
  );
}
