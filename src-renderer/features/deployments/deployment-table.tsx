import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DecisionRule, Deployment } from '../../../src-main/domain/decision.ts';
import { useModels, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatDateTime } from '../../ui/format.ts';
import { useGo } from '../../ui/places.ts';
import tables from '../../ui/table.module.css';
import { Tag } from '../../ui/tag.tsx';
import classes from './deployments.module.css';

const words = text.deployments;

interface Props {
  readonly deployments: readonly Deployment[];
  readonly onPoint: (deployment: Deployment) => void;
  readonly onSwap: (deployment: Deployment) => void;
  readonly onDelete: (deployment: Deployment) => void;
}

function describedRule({ thresholds, accept, band }: DecisionRule): string {
  const parts = [
    ...(thresholds.some((threshold) => threshold !== null) ? [words.rules.thresholds] : []),
    ...(accept.some((score) => score > 0) ? [words.rules.accept] : []),
    ...(band > 0 ? [words.rules.band(band.toFixed(2))] : []),
  ];
  return parts.length === 0 ? words.rules.plain : parts.join(', ');
}

function Actions(props: { deployment: Deployment; gone: boolean; table: Props }): ReactNode {
  const { deployment, table } = props;
  const go = useGo();
  const { readOnly } = useProjectInfo();
  const { name } = deployment;
  return (
    <div className={classes.actions}>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={words.of(words.try, name)}
        disabled={props.gone}
        onClick={() => go('classify', { deployment: deployment.id })}
      >
        {words.try}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={words.of(words.point, name)}
        disabled={readOnly}
        onClick={() => table.onPoint(deployment)}
      >
        {words.point}
      </Button>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.more(name)}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={readOnly || table.deployments.length < 2}
            onClick={() => table.onSwap(deployment)}
          >
            {words.swap}
          </Menu.Item>
          <Menu.Item disabled={readOnly} color="red" onClick={() => table.onDelete(deployment)}>
            {words.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** Names with the models behind them. */
export function DeploymentTable(props: Props): ReactNode {
  const models = useModels();
  const go = useGo();
  const { columns } = words;
  return (
    <table className={`${tables.table} ${classes.table}`}>
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.model}</th>
          <th scope="col">{columns.rule}</th>
          <th scope="col">{columns.since}</th>
          <th scope="col">
            <span className="w-visually-hidden">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.deployments.map((deployment) => {
          const gone = !models.some(({ id }) => id === deployment.modelId);
          return (
            <tr key={deployment.id}>
              <th scope="row" className={classes.name}>
                {deployment.name}
              </th>
              <td>
                {gone ? (
                  <>
                    {deployment.modelName} <Tag tone="bad">{words.gone}</Tag>
                  </>
                ) : (
                  <button
                    type="button"
                    className={classes.model}
                    onClick={() => go('models', { model: deployment.modelId })}
                  >
                    {deployment.modelName}
                  </button>
                )}
              </td>
              <td>{describedRule(deployment.rule)}</td>
              <td className={`${classes.dim} ${classes.when}`}>{formatDateTime(deployment.updatedAt)}</td>
              <td>
                <Actions deployment={deployment} gone={gone} table={props} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
