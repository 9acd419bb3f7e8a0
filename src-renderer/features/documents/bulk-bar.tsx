import { Button, CloseButton, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Dataset, datasetNames, datasets } from '../../../src-main/domain/project.ts';
import { type Inputs, useTRPC } from '../../api/client.ts';
import { useClasses, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { runCommand, useCommands } from '../../ui/commands/commands.ts';
import { ExportProject } from '../../ui/exchange/export-project.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import classes from './documents.module.css';
import { SuggestionActs } from './suggestion-acts.tsx';
import type { Selection } from './use-selection.ts';
import { useUndoNotice } from './use-undo-notice.tsx';

const words = text.documents;
type Action = Inputs['documents']['bulkLabel']['action'];

interface Props {
  readonly queryId: string;
  readonly selection: Selection;
  readonly total: number;
  /** Not all documents are shown. */
  readonly filtered: boolean;
  /** Something that has no step to undo may have changed what the list holds. */
  readonly onChanged: () => void;
}

interface Acts {
  readonly label: (action: Action) => void;
  readonly move: (dataset: Dataset | null) => void;
  readonly setAside: (excluded: boolean) => void;
  readonly busy: boolean;
}

function useActs(props: Props): Acts {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const tellUndo = useUndoNotice();
  const onError = (error: unknown): void => notifyError(error);
  const onSuccess = ({ changed }: { changed: number }): void => {
    if (changed === 0) notify(words.unchanged);
    else tellUndo(words.changed(formatCount(changed)));
    props.selection.clear();
  };
  const label = useMutation(trpc.documents.bulkLabel.mutationOptions({ onSuccess, onError }));
  const move = useMutation(trpc.documents.bulkDataset.mutationOptions({ onSuccess, onError }));
  const aside = useMutation(trpc.documents.bulkExcluded.mutationOptions({ onSuccess, onError }));
  const selected = props.selection.value(props.queryId);
  return {
    label: (action) => selected !== null && label.mutate({ projectId, selection: selected, action }),
    move: (dataset) => selected !== null && move.mutate({ projectId, selection: selected, dataset }),
    setAside: (excluded) => selected !== null && aside.mutate({ projectId, selection: selected, excluded }),
    busy: label.isPending || move.isPending || aside.isPending,
  };
}

function ClassMenu(props: { title: string; onPick: (classId: number) => void }): ReactNode {
  const list = useClasses();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default">
          {props.title}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={400} className={classes.menu ?? ''}>
        {list.map((each) => (
          <Menu.Item key={each.id} onClick={() => props.onPick(each.id)}>
            {each.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Exports the selected documents, else those that the filter shows, else the whole project. */
function ExportAct(props: Props): ReactNode {
  const { selection, queryId, filtered, total } = props;
  const [opened, setOpened] = useState(false);
  const whole = selection.count === 0 && !filtered;
  const count = selection.count === 0 ? total : selection.count;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        onClick={() => (whole ? runCommand('shell.export') : setOpened(true))}
      >
        {whole ? words.exportAll : words.export}
      </Button>
      {opened ? (
        <ExportProject
          selection={selection.value(queryId) ?? { queryId, exceptIds: [] }}
          title={text.exchange.export.titleSelected(plural(count, 'document'))}
          onClose={() => setOpened(false)}
        />
      ) : null}
    </>
  );
}

function LabelActs(props: { acts: Acts }): ReactNode {
  const { kind } = useProjectInfo();
  const { acts } = props;
  return (
    <>
      <ClassMenu title={words.labelAs} onPick={(classId) => acts.label({ type: 'set', classId })} />
      {kind === 'multi' ? (
        <>
          <ClassMenu title={words.add} onPick={(classId) => acts.label({ type: 'add', classId })} />
          <ClassMenu title={words.remove} onPick={(classId) => acts.label({ type: 'remove', classId })} />
        </>
      ) : null}
      <Button size="xs" variant="default" onClick={() => acts.label({ type: 'clear' })}>
        {words.clearLabels}
      </Button>
    </>
  );
}

function AsideActs(props: { acts: Acts }): ReactNode {
  const { setAside } = props.acts;
  useCommands([
    {
      id: 'documents.setAside',
      title: words.commands.setAside,
      group: words.group,
      chord: 'e',
      hint: words.commands.setAsideHint,
      run: () => setAside(true),
    },
    {
      id: 'documents.takeBack',
      title: words.commands.takeBack,
      group: words.group,
      chord: 'shift+e',
      run: () => setAside(false),
    },
  ]);
  return (
    <>
      <Button size="xs" variant="default" title={words.setAsideHint} onClick={() => setAside(true)}>
        {words.setAside}
      </Button>
      <Button size="xs" variant="default" onClick={() => setAside(false)}>
        {words.takeBack}
      </Button>
    </>
  );
}

/** What can be done with the selected documents, each as one undoable act. */
export function BulkBar(props: Props): ReactNode {
  const { selection } = props;
  const acts = useActs(props);
  const suggestionActs = (
    <SuggestionActs
      // The same one with and without a selection: its message outlives the act.
      key="suggestions"
      selection={selection.value(props.queryId) ?? { queryId: props.queryId, exceptIds: [] }}
      documents={selection.count === 0 ? props.total : selection.count}
      selected={selection.count > 0}
      onAccepted={selection.clear}
      onRemoved={() => {
        selection.clear();
        props.onChanged();
      }}
    />
  );
  if (selection.count === 0) {
    return (
      <div className={classes.bulk}>
        {suggestionActs}
        <ExportAct {...props} />
      </div>
    );
  }
  return (
    <div className={classes.bulk} aria-busy={acts.busy}>
      <b role="status">{words.selected(formatCount(selection.count))}</b>
      <CloseButton
        size="sm"
        aria-label={words.clearSelection}
        title={words.clearSelection}
        onClick={selection.clear}
      />
      {suggestionActs}
      <LabelActs acts={acts} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default">
            {words.moveTo}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {datasets.map((value) => (
            <Menu.Item key={value} onClick={() => acts.move(value)}>
              {datasetNames[value]}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => acts.move(null)}>{words.noDataset}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <AsideActs acts={acts} />
      <ExportAct {...props} />
    </div>
  );
}
