import { Button, Select, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { exchangeFormats, type SourceProject } from '../../../src-main/domain/source.ts';
import type { Inputs } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useCapabilities } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { FileField } from '../../ui/files/file-field.tsx';
import { inFolder, projectFileName } from '../../ui/files/file-names.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { languageName } from '../../ui/languages.ts';
import { Panel, Screen } from '../../ui/panel.tsx';
import { PreviewRows } from '../../ui/source-preview/preview-rows.tsx';
import { SourceOptions } from '../../ui/source-preview/source-options.tsx';
import type { Inspection, SourceChoice } from '../../ui/source-preview/use-inspection.ts';
import { EmptyState, LoadingState } from '../../ui/states/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './import.module.css';
import { Unreadable, Warnings } from './import-setup.tsx';

const words = text.exchange.bring;
const shownClasses = 40;

export type NewProjectChoice = Inputs['imports']['startProject']['project'];

interface Props {
  readonly choice: SourceChoice;
  /** What was asked for before, when nothing came of it. */
  readonly last: NewProjectChoice | null;
  /** Why the project could not be created. */
  readonly error: unknown;
  readonly busy: boolean;
  readonly onOther: () => void;
  readonly onCreate: (project: NewProjectChoice) => void;
}

function Facts(props: { inspection: Inspection; found: SourceProject; kind: ReactNode }): ReactNode {
  const { inspection, found } = props;
  const shown = found.classes.slice(0, shownClasses);
  const left = found.classes.length - shown.length;
  const language = found.language === null ? null : languageName(found.language);
  return (
    <dl className={classes.facts}>
      <dt>{words.facts.file}</dt>
      <dd>
        {inspection.fileNames[0]}{' '}
        <span className={classes.dim}>
          {text.files.formats[inspection.format]}, {formatBytes(inspection.totalBytes)}
        </span>
      </dd>
      <dt>{words.facts.kind}</dt>
      <dd>{props.kind}</dd>
      <dt>{words.facts.documents}</dt>
      <dd>{formatCount(found.documents)}</dd>
      <dt>{words.facts.classes}</dt>
      <dd className={classes.tags}>
        {formatCount(found.classes.length)}
        {shown.map((name) => (
          <Tag key={name}>{name}</Tag>
        ))}
        {left > 0 ? words.moreClasses(formatCount(left)) : null}
      </dd>
      {language === null ? null : (
        <>
          <dt>{words.facts.language}</dt>
          <dd>{found.multilingual ? words.severalLanguages(language) : language}</dd>
        </>
      )}
    </dl>
  );
}

/** Azure says which kind it is. Rows only show it: where none has several classes, others still may. */
function Kind(props: {
  inspection: Inspection;
  found: SourceProject;
  kind: ProjectKind;
  onChange: (kind: ProjectKind) => void;
}): ReactNode {
  const { inspection, found, kind } = props;
  if (inspection.format === 'azure' || found.kind === 'multi') return words.kinds[found.kind];
  return (
    <Select
      maw={380}
      aria-label={words.facts.kind}
      description={words.kindHint}
      inputWrapperOrder={['input', 'description']}
      allowDeselect={false}
      value={kind}
      data={(['single', 'multi'] as const).map((value) => ({ value, label: words.kinds[value] }))}
      onChange={(value) => props.onChange(value as ProjectKind)}
    />
  );
}

/** What the file holds, how it is read, and what the new project is called: all before anything is written. */
function Found(props: Props & { inspection: Inspection; found: SourceProject }): ReactNode {
  const { choice, inspection, found } = props;
  const { projectFolder } = useCapabilities();
  const fileName = (inspection.fileNames[0] ?? '').replace(/\.[^.]*$/, '');
  const [name, setName] = useState(props.last?.name ?? found.name ?? fileName);
  const [chosenPath, setChosenPath] = useState<string | null>(props.last?.path ?? null);
  const [chosenKind, setChosenKind] = useState<ProjectKind | null>(props.last?.kind ?? null);
  const kind = found.kind === 'multi' ? 'multi' : (chosenKind ?? found.kind);
  const path = chosenPath ?? inFolder(projectFolder, projectFileName(name));
  const { multilingual, description } = found;
  const create = (): void =>
    props.onCreate({ path, name, kind, language: found.language ?? 'en', multilingual, description });
  const unreadable = inspection.records.length === 0;
  return (
    <Screen
      title={words.title}
      subtitle={words.subtitle}
      actions={
        <>
          <Button variant="default" onClick={props.onOther}>
            {words.other}
          </Button>
          <Button loading={props.busy} disabled={name.trim() === '' || unreadable} onClick={create}>
            {words.create}
          </Button>
        </>
      }
    >
      <div className={classes.setup}>
        <div className={classes.pair}>
          <Panel className={classes.panel} label={words.found}>
            <h2>{words.found}</h2>
            <Facts
              inspection={inspection}
              found={found}
              kind={<Kind inspection={inspection} found={found} kind={kind} onChange={setChosenKind} />}
            />
          </Panel>
          <Panel className={classes.panel} label={words.project}>
            <h2>{words.project}</h2>
            <div className={classes.fields}>
              <TextInput
                label={words.name}
                value={name}
                maxLength={200}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <FileField
                label={words.file}
                description={text.home.form.fileHint}
                saveTitle={words.saveTitle}
                path={path}
                error={props.error === null ? undefined : messageOf(props.error)}
                onChange={setChosenPath}
              />
            </div>
          </Panel>
        </div>
        <Panel className={classes.panel} label={words.reading}>
          <h2>{words.reading}</h2>
          <SourceOptions choice={choice} inspection={inspection} kind="multi" formats={exchangeFormats} />
          {unreadable && inspection.format === 'azure' ? (
            <div className={classes.warning} role="status">
              {words.noTexts}
            </div>
          ) : null}
          <Warnings inspection={inspection} />
        </Panel>
        <Panel className={classes.panel} label={text.files.preview}>
          <h2>{text.files.preview}</h2>
          <PreviewRows inspection={inspection} withLabels />
        </Panel>
      </div>
    </Screen>
  );
}

/** A table may be one for Comprehend, which has no mark of its own. */
function useTryingComprehend({ inspection, options, change }: SourceChoice): boolean {
  const trying = inspection?.project === null && options.format === null && inspection.format === 'csv';
  useEffect(() => {
    if (trying) change({ format: 'comprehend' });
  }, [trying, change]);
  return trying;
}

export function BringSetup(props: Props): ReactNode {
  const { choice, onOther } = props;
  const { inspection } = choice;
  const trying = useTryingComprehend(choice);
  if (choice.error !== null) {
    return (
      <Screen title={words.title} subtitle={words.subtitle}>
        <Unreadable choice={choice} onOther={onOther} />
      </Screen>
    );
  }
  const guessing = trying || (inspection?.project === null && choice.inspecting);
  if (inspection === undefined || guessing) return <LoadingState label={text.files.inspecting} />;
  if (inspection.project === null) {
    return (
      <Screen title={words.title} subtitle={words.subtitle}>
        <EmptyState title={words.notOne} actions={<Button onClick={onOther}>{words.other}</Button>}>
          {words.notOneHint}
        </EmptyState>
      </Screen>
    );
  }
  return <Found {...props} inspection={inspection} found={inspection.project} />;
}
