import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { formatCount, formatShortDateTime, plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import tables from '../../ui/table.module.css';
import { Tag } from '../../ui/tag.tsx';
import classes from './history.module.css';

const words = text.history;

type Row = Outputs['historyLog']['entries']['rows'][number];

/** One change: who, when, what, where, and the way to take back it alone. */
export function HistoryRow(props: { row: Row }): ReactNode {
  const { row } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { readOnly } = useProjectInfo();
  const [asked, setAsked] = useState(false);
  const revert = useMutation(
    trpc.historyLog.revert.mutationOptions({
      onSuccess: ({ changed, skipped }) => {
        setAsked(false);
        const left = skipped === 0 ? '' : words.skipped(formatCount(skipped));
        notify(words.reverted(plural(changed, 'document'), left));
      },
      onError: (error) => notifyError(error),
    }),
  );
  return (
    <tr data-undone={row.undone || undefined}>
      <td className={classes.when}>{formatShortDateTime(row.at)}</td>
      <td>{row.annotator === '' ? words.nobody : row.annotator}</td>
      <td>
        <span className={classes.title}>{row.title}</span> {row.undone ? <Tag>{words.undone}</Tag> : null}
        {row.reverts === null ? null : <Tag>{words.reverting}</Tag>}
      </td>
      <td className={classes.dim}>{words.sources[row.source]}</td>
      <td className={tables.number}>{row.documents === 0 ? '' : formatCount(row.documents)}</td>
      <td className={tables.number}>
        {row.undone || row.reverts !== null ? null : (
          <Button size="compact-xs" variant="subtle" disabled={readOnly} onClick={() => setAsked(true)}>
            {words.revert}
          </Button>
        )}
        {asked ? (
          <ConfirmDialog
            title={words.revertTitle}
            confirm={words.revert}
            busy={revert.isPending}
            onClose={() => setAsked(false)}
            onConfirm={() => revert.mutate({ projectId, operationId: row.operationId })}
          >
            <p>{words.revertHint(row.title)}</p>
          </ConfirmDialog>
        ) : null}
      </td>
    </tr>
  );
}
