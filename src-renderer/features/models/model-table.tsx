import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { learnerName } from '../../../src-main/domain/families.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatBytes, formatDateTime, formatSeconds, formatShare } from '../../ui/format.ts';
import { useGo } from '../../ui/places.ts';
import tables from '../../ui/table.module.css';
import { Tag } from '../../ui/tag.tsx';
import classes from './models.module.css';
import { RenameField } from './rename-field.tsx';

const words = text.models;

interface Props {
  readonly models: readonly Model[];
  readonly chosenId: number | null;
  readonly renamingId: number | null;
  readonly onChoose: (modelId: number) => void;
  readonly onRename: (modelId: number | null) => void;
  readonly onExport: (model: Model) => void;
  readonly onDelete: (model: Model) => void;
}

/** Two cells: the figures, or one note over both on why there are none. */
function QualityCells(props: { model: Model }): ReactNode {
  const { evaluation } = props.model;
  if (evaluation.state === 'done') {
    return (
      <>
        <td className={tables.number}>{formatShare(evaluation.accuracy)}</td>
        <td className={tables.number}>{formatShare(evaluation.macroF1)}</td>
      </>
    );
  }
  const failed = evaluation.state === 'failed';
  return (
    <td colSpan={2} className={tables.number} title={failed ? evaluation.message : evaluation.reason}>
      {failed ? (
        <Tag tone="bad">{words.evaluationFailed}</Tag>
      ) : (
        <span className={classes.dim}>{words.notEvaluated}</span>
      )}
    </td>
  );
}

function Actions(props: {
  model: Model;
  onRename: () => void;
  onExport: () => void;
  onDelete: () => void;
}): ReactNode {
  const { model } = props;
  const go = useGo();
  const { readOnly } = useProjectInfo();
  return (
    <div className={classes.actions}>
      {(['evaluate', 'review', 'classify'] as const).map((screen) => (
        <Button
          key={screen}
          size="compact-sm"
          variant="subtle"
          aria-label={words.of(words[screen], model.name)}
          disabled={screen === 'review' && model.evaluation.state !== 'done'}
          onClick={() => go(screen, { model: model.id })}
        >
          {words[screen]}
        </Button>
      ))}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.more(model.name)}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={readOnly} onClick={props.onRename}>
            {words.rename}
          </Menu.Item>
          <Menu.Item disabled={readOnly} onClick={() => go('deployments', { deploy: model.id })}>
            {words.deploy}
          </Menu.Item>
          <Menu.Item disabled={readOnly} onClick={() => go('train', { retrain: model.id })}>
            {words.retrain}
          </Menu.Item>
          <Menu.Item onClick={props.onExport}>{text.modelExport.action}</Menu.Item>
          <Menu.Item disabled={readOnly} color="red" onClick={props.onDelete}>
            {words.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function ModelRow(props: { model: Model; table: Props }): ReactNode {
  const { model, table } = props;
  const chosen = model.id === table.chosenId;
  return (
    <tr data-chosen={chosen || undefined}>
      <th scope="row">
        {table.renamingId === model.id ? (
          <RenameField model={model} onEnd={() => table.onRename(null)} />
        ) : (
          <button
            type="button"
            className={classes.name}
            aria-pressed={chosen}
            onClick={() => table.onChoose(model.id)}
            onDoubleClick={() => table.onRename(model.id)}
          >
            {model.name}
          </button>
        )}
      </th>
      <td>{learnerName(model.family)}</td>
      <td className={classes.dim}>{formatDateTime(model.createdAt)}</td>
      <td className={tables.number}>{formatSeconds(model.seconds)}</td>
      <td className={tables.number}>{formatBytes(model.bytes)}</td>
      <QualityCells model={model} />
      <td>
        <Actions
          model={model}
          onRename={() => table.onRename(model.id)}
          onExport={() => table.onExport(model)}
          onDelete={() => table.onDelete(model)}
        />
      </td>
    </tr>
  );
}

/** All models, newest first as the host lists them. */
export function ModelTable(props: Props): ReactNode {
  const { kind } = useProjectInfo();
  const { columns } = words;
  return (
    <table className={`${tables.table} ${classes.table}`}>
      <thead>
        <tr>
          <th>{columns.name}</th>
          <th>{columns.family}</th>
          <th>{columns.created}</th>
          <th className={tables.number}>{columns.duration}</th>
          <th className={tables.number}>{columns.size}</th>
          <th className={tables.number}>{kind === 'multi' ? columns.exactMatch : columns.accuracy}</th>
          <th className={tables.number}>{columns.macroF1}</th>
          <th>
            <span className="w-visually-hidden">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.models.map((model) => (
          <ModelRow key={model.id} model={model} table={props} />
        ))}
      </tbody>
    </table>
  );
}
