import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { DeploymentEvent } from '../../../src-main/domain/decision.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatDateTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import tables from '../../ui/table.module.css';
import classes from './deployments.module.css';

const words = text.deployments.history;
const pageSize = 20;
const mostEvents = 500;

function sentence({ kind, name, modelName }: DeploymentEvent): string {
  return kind === 'deleted' ? words.deleted(name) : words[kind](name, modelName ?? '–');
}

/** What pointed where, newest first. */
export function DeploymentHistory(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [count, setCount] = useState(pageSize);
  const history = useQuery(
    trpc.deployments.history.queryOptions(
      { projectId, from: 0, count },
      { placeholderData: keepPreviousData },
    ),
  ).data;
  if (history === undefined || history.total === 0) return null;
  return (
    <Panel className={classes.panel} label={words.title}>
      <h2>{words.title}</h2>
      <table className={`${tables.table} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.what}</th>
          </tr>
        </thead>
        <tbody>
          {history.rows.map((event) => (
            <tr key={`${event.at} ${event.deploymentId} ${event.kind}`}>
              <td className={`${classes.dim} ${classes.when}`}>{formatDateTime(event.at)}</td>
              <td>{sentence(event)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {history.rows.length < Math.min(history.total, mostEvents) ? (
        <Button
          variant="subtle"
          fullWidth
          onClick={() => setCount(Math.min(mostEvents, count + 5 * pageSize))}
        >
          {words.more}
        </Button>
      ) : null}
    </Panel>
  );
}
