import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/client.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShortDateTime, plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import classes from './classes.module.css';

const words = text.surgery.deleted;

/** Classes that were deleted or merged away, each with the way back; nothing where there are none. */
export function DeletedClasses(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { readOnly } = useProjectInfo();
  const list = useQuery(trpc.schema.deleted.queryOptions({ projectId })).data ?? [];
  const restore = useMutation(
    trpc.schema.restore.mutationOptions({
      onSuccess: ({ changed, skipped }) =>
        notify(
          `${words.done(plural(changed, 'document'))}${skipped === 0 ? '' : ` ${words.skipped(formatCount(skipped))}`}`,
        ),
      onError: (error) => notifyError(error),
    }),
  );
  if (list.length === 0) return null;
  return (
    <details className={classes.deleted}>
      <summary>{words.title(formatCount(list.length))}</summary>
      <ul>
        {list.map((each) => (
          <li key={each.classId}>
            <b>{each.name}</b>
            <span>
              {words.facts(formatShortDateTime(each.deletedAt), plural(each.documents, 'document'))}
            </span>
            <Button
              size="compact-xs"
              variant="subtle"
              disabled={readOnly || restore.isPending}
              onClick={() => restore.mutate({ projectId, classId: each.classId })}
            >
              {words.restore}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
