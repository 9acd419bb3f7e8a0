import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '../../api/client.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { notifyError } from '../../ui/notify.ts';
import { useGo } from '../../ui/places.ts';
import type { IssueWork } from './issue-item.tsx';
import type { Issue } from './issue-queue.tsx';

const own = text.health.labelErrors;
const keys = own.commands;
const group = text.health.group;

export interface IssueActs {
  readonly fix: () => void;
  readonly keep: () => void;
  readonly unsure: () => void;
  readonly possible: boolean;
}

/** The document's labels when the proposal is followed. */
export function labelsAfter({ labels, classId, proposal }: Issue): readonly number[] {
  switch (proposal) {
    case 'replace':
      return [classId];
    case 'add':
      return [...labels.filter((each) => each !== classId), classId];
    case 'remove':
      return labels.filter((each) => each !== classId);
  }
}

function useAnswers(work: IssueWork): IssueActs {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { readOnly } = useProjectInfo();
  const { row } = work;
  // The row itself says what was done; a message for each would cover the list.
  const then = {
    onSuccess: () => {
      if (work.staysOpen) work.onGo(work.index + 1);
    },
    onError: (error: unknown) => notifyError(error),
  };
  const labels = useMutation(trpc.documents.setLabels.mutationOptions(then));
  const verified = useMutation(trpc.documents.setVerified.mutationOptions(then));
  const unsure = useMutation(trpc.documents.setUnsure.mutationOptions(then));
  const one = { projectId, documentId: row.documentId, source: 'health' as const };
  return {
    fix: () => labels.mutate({ ...one, labels: [...labelsAfter(row)] }),
    keep: () => verified.mutate({ ...one, verified: true }),
    unsure: () => unsure.mutate({ ...one, unsure: true }),
    possible: !readOnly && row.resolved === null,
  };
}

/** The three answers and the moves, by button and by key. */
export function useIssueActs(work: IssueWork): IssueActs {
  const go = useGo();
  const acts = useAnswers(work);
  const { index, onGo, row } = work;
  const enabled = acts.possible;
  useCommands([
    {
      id: 'health.open',
      title: keys.open,
      group,
      chord: 'o',
      hint: keys.openHint,
      run: () => go('label', { document: row.documentId }),
    },
    {
      id: 'health.unsure',
      title: keys.unsure,
      group,
      chord: 'u',
      hint: keys.unsureHint,
      enabled,
      run: acts.unsure,
    },
    { id: 'health.keep', title: keys.keep, group, chord: 'k', hint: keys.keepHint, enabled, run: acts.keep },
    { id: 'health.fix', title: keys.fix, group, chord: 'f', hint: keys.fixHint, enabled, run: acts.fix },
    { id: 'health.previous', title: keys.previous, group, chord: 'arrowup', run: () => onGo(index - 1) },
    {
      id: 'health.next',
      title: keys.next,
      group,
      chord: 'arrowdown',
      hint: keys.moveHint,
      run: () => onGo(index + 1),
    },
  ]);
  return acts;
}
