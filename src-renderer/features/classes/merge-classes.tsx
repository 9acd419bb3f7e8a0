import { MultiSelect, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ProjectClass } from '../../../src-main/domain/class.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import { choicesListed } from '../../ui/portions.tsx';
import classes from './classes.module.css';

const words = text.surgery.merge;

/** Choose the classes and the one that stays; says what will happen before it does. */
export function MergeClasses(props: {
  list: readonly ProjectClass[];
  /** Ids chosen elsewhere, for example by guidance. */
  proposed: readonly number[];
  onClose: () => void;
}): ReactNode {
  const { list, onClose } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [chosen, setChosen] = useState<readonly number[]>(
    props.proposed.filter((id) => list.some((each) => each.id === id)),
  );
  const [kept, setKept] = useState<number | null>(null);
  const into = kept !== null && chosen.includes(kept) ? kept : chosen[0];
  const input = { projectId, classIds: [...chosen], into: into ?? 0 };
  const possible = chosen.length >= 2 && into !== undefined;
  const merge = useMutation(
    trpc.schema.merge.mutationOptions({
      onSuccess: ({ changed }) => {
        notify(words.done(plural(changed, 'document')));
        onClose();
      },
      onError: (error) => notifyError(error),
    }),
  );
  // While it is done, the classes that go are not there any more.
  const preview = useQuery({
    ...trpc.schema.mergePreview.queryOptions(input, { enabled: possible && !merge.isPending, retry: false }),
    staleTime: 0,
  });
  const nameOf = (id: number | undefined): string => list.find((each) => each.id === id)?.name ?? '';
  return (
    <ConfirmDialog
      title={words.title}
      confirm={words.confirm}
      busy={merge.isPending}
      disabled={!possible || preview.data === undefined}
      onConfirm={() => merge.mutate(input)}
      onClose={onClose}
    >
      <MultiSelect
        label={words.classes}
        searchable
        limit={choicesListed}
        value={chosen.map(String)}
        data={list.map((each) => ({ value: String(each.id), label: each.name }))}
        onChange={(values) => setChosen(values.map(Number))}
      />
      <Select
        mt="sm"
        label={words.into}
        allowDeselect={false}
        disabled={chosen.length === 0}
        value={into === undefined ? null : String(into)}
        data={chosen.map((id) => ({ value: String(id), label: nameOf(id) }))}
        onChange={(value) => setKept(value === null ? null : Number(value))}
      />
      <p className={classes.consequence} role="status">
        {preview.error !== null && possible ? messageOf(preview.error) : null}
        {!possible ? words.choose : null}
        {possible && preview.data !== undefined ? (
          <>
            {words.preview(plural(preview.data.documents, 'document'), nameOf(into))}{' '}
            {preview.data.overlapping === 0
              ? ''
              : words.overlapping(plural(preview.data.overlapping, 'document'))}{' '}
            {preview.data.models.length === 0 ? '' : words.models(preview.data.models.join(', '))}
          </>
        ) : null}
      </p>
      <p className={classes.consequence}>{words.undo}</p>
    </ConfirmDialog>
  );
}
