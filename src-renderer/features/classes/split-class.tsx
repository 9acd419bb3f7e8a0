import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ProjectClass } from '../../../src-main/domain/class.ts';
import { isActive } from '../../../src-main/domain/job.ts';
import type { SplitProposal } from '../../../src-main/domain/split-proposal.ts';
import { defaultSeed } from '../../../src-main/domain/splits.ts';
import { useTRPC } from '../../api/client.ts';
import { useJob, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { ChangeProgress } from '../../ui/jobs/change-progress.tsx';
import { RunningJob } from '../../ui/jobs/running-job.tsx';
import { notify, notifyError } from '../../ui/notify.ts';
import { useGo } from '../../ui/places.ts';
import { choicesListed } from '../../ui/portions.tsx';
import classes from './classes.module.css';

const words = text.surgery.split;
const mostNames = 10;

function Names(props: { names: readonly string[]; onChange: (names: readonly string[]) => void }): ReactNode {
  const { names } = props;
  return (
    <div className={classes.splitNames}>
      {names.map((name, index) => (
        <TextInput
          // biome-ignore lint/suspicious/noArrayIndexKey: a name is a place in the list.
          key={index}
          aria-label={words.nameOf(index + 1)}
          placeholder={words.nameOf(index + 1)}
          value={name}
          maxLength={200}
          onChange={(event) =>
            props.onChange(names.map((each, place) => (place === index ? event.currentTarget.value : each)))
          }
        />
      ))}
      {names.length < mostNames ? (
        <Button size="compact-xs" variant="subtle" onClick={() => props.onChange([...names, ''])}>
          {words.another}
        </Button>
      ) : null}
    </div>
  );
}

function Groups(props: { proposal: SplitProposal }): ReactNode {
  return (
    <ul className={classes.splitGroups}>
      {props.proposal.groups.map((group) => (
        <li key={group.name}>
          <b>{group.name}</b> · {plural(group.documents, 'document')}
          <div className={classes.consequence}>
            {words.telling} {group.words.slice(0, 8).join(', ')}
          </div>
          {group.examples.slice(0, 2).map((example) => (
            <div key={example.documentId} className={classes.example}>
              {example.snippet}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function useSplit(onClose: () => void) {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const go = useGo();
  const [jobId, setJobId] = useState<number | null>(null);
  const onError = (error: unknown): void => notifyError(error);
  const start = useMutation(
    trpc.schema.startSplit.mutationOptions({ onSuccess: (started) => setJobId(started.jobId), onError }),
  );
  const split = useMutation(
    trpc.schema.split.mutationOptions({
      onSuccess: ({ changed }) => {
        notify(words.done(plural(changed, 'document')));
        onClose();
        go('label', { queue: 'unsure' });
      },
      onError,
    }),
  );
  const job = useJob(jobId);
  return {
    running: jobId !== null && (job === undefined || isActive(job.state)) ? job : undefined,
    waiting: jobId !== null && (job === undefined || isActive(job.state)),
    proposal: job?.state === 'done' ? (job.result as SplitProposal) : null,
    start: (classId: number, names: readonly string[]) =>
      start.mutate({ projectId, classId, names: [...names], seed: defaultSeed }),
    again: () => setJobId(null),
    carryOut: (proposal: SplitProposal) =>
      split.mutate({ projectId, jobId: jobId ?? 0, names: proposal.groups.map((group) => group.name) }),
    busy: split.isPending || start.isPending,
  };
}

/** Names first, then a proposal by what the texts are like, then a queue in which each document is decided. */
export function SplitClass(props: { list: readonly ProjectClass[]; onClose: () => void }): ReactNode {
  const { list, onClose } = props;
  const [classId, setClassId] = useState<number | null>(null);
  const [names, setNames] = useState<readonly string[]>(['', '']);
  const work = useSplit(onClose);
  const given = names.map((name) => name.trim()).filter((name) => name !== '');
  return (
    <Modal opened onClose={onClose} title={words.title} size="lg">
      {work.waiting ? <RunningJob title={words.running} job={work.running} /> : null}
      {work.waiting || work.proposal !== null ? null : (
        <>
          <p className={classes.consequence}>{words.hint}</p>
          <Select
            label={words.class}
            searchable
            limit={choicesListed}
            value={classId === null ? null : String(classId)}
            data={list.map((each) => ({ value: String(each.id), label: each.name }))}
            onChange={(value) => setClassId(value === null ? null : Number(value))}
          />
          <Names names={names} onChange={setNames} />
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={onClose}>
              {text.shell.cancel}
            </Button>
            <Button
              disabled={classId === null || given.length < 2}
              loading={work.busy}
              onClick={() => classId !== null && work.start(classId, given)}
            >
              {words.propose}
            </Button>
          </Group>
        </>
      )}
      {work.proposal === null ? null : (
        <>
          <p className={classes.consequence}>
            {words.proposal(formatCount(work.proposal.documents), work.proposal.className)}
          </p>
          <Groups proposal={work.proposal} />
          <p className={classes.consequence}>{words.consequence}</p>
          <ChangeProgress busy={work.busy}>
            <Group justify="flex-end" mt="md">
              <Button variant="default" onClick={work.again}>
                {words.again}
              </Button>
              <Button
                loading={work.busy}
                onClick={() => work.proposal !== null && work.carryOut(work.proposal)}
              >
                {words.confirm}
              </Button>
            </Group>
          </ChangeProgress>
        </>
      )}
    </Modal>
  );
}
