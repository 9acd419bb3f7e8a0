import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import type { CloneReport } from '../../../src-main/domain/exchange/export.ts';
import { useTRPC, useTRPCClient } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { ProjectProvider, useProjectIdOrNull } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { FileField } from '../files/file-field.tsx';
import { besideFile, projectFileName } from '../files/file-names.ts';
import { focusOnce, JobDialog } from '../jobs/job-dialog.tsx';
import { notifyError } from '../notify.ts';
import { placeOf } from '../places.ts';
import classes from './exchange.module.css';

const words = text.exchange.clone;

interface NamedFile {
  readonly path: string;
  readonly name: string;
}

/** Opens a project and goes to it. */
export function useOpenProject(): { readonly open: (path: string) => void; readonly busy: boolean } {
  const trpc = useTRPC();
  const [, navigate] = useLocation();
  const open = useMutation(
    trpc.projects.open.mutationOptions({
      onSuccess: ({ id }) => navigate(placeOf(id, 'label')),
      onError: (error) => notifyError(error),
    }),
  );
  return { open: (path) => open.mutate({ path }), busy: open.isPending };
}

interface Started {
  readonly projectId: string;
  readonly jobId: number;
  /** Nobody had the project open before. */
  readonly opened: boolean;
}

/** Starts the job in the open project, or opens the one of this path for it. */
function useStart(path: string, onStarted: (started: Started) => void) {
  const client = useTRPCClient();
  const openId = useProjectIdOrNull();
  return useMutation({
    mutationFn: async (target: NamedFile): Promise<Started> => {
      const before = (await client.projects.list.query()).map(({ id }) => id);
      const projectId = openId ?? (await client.projects.open.mutate({ path })).id;
      const opened = !before.includes(projectId);
      try {
        return { ...(await client.projects.clone.mutate({ projectId, ...target })), projectId, opened };
      } catch (error) {
        if (opened) await client.projects.close.mutate({ projectId });
        throw error;
      }
    },
    onSuccess: onStarted,
  });
}

function Done(props: { cloned: CloneReport; onClose: () => void }): ReactNode {
  const { cloned } = props;
  const { open, busy } = useOpenProject();
  return (
    <>
      <b>{words.done(cloned.name)}</b>
      <p className={classes.path}>{cloned.outputPath}</p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={props.onClose}>
          {words.stay}
        </Button>
        <Button ref={focusOnce} loading={busy} onClick={() => open(cloned.outputPath)}>
          {words.open}
        </Button>
      </Group>
    </>
  );
}

function Form(props: {
  source: NamedFile;
  target: NamedFile;
  error: unknown;
  busy: boolean;
  onTarget: (target: NamedFile) => void;
  onStart: () => void;
  onClose: () => void;
}): ReactNode {
  const { source, target } = props;
  const follows = (name: string): string => besideFile(source.path, projectFileName(name));
  const rename = (name: string): void => {
    // The file follows the name until somebody chooses another one.
    const path = target.path === follows(target.name) ? follows(name) : target.path;
    props.onTarget({ name, path });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onStart();
  };
  return (
    <Modal opened onClose={props.onClose} title={words.title} size="lg">
      <form onSubmit={submit}>
        <Stack gap="md">
          <p className={classes.hint}>{words.hint}</p>
          <TextInput
            label={words.name}
            value={target.name}
            maxLength={200}
            data-autofocus
            onChange={(event) => rename(event.currentTarget.value)}
          />
          <FileField
            label={words.file}
            saveTitle={words.saveTitle}
            path={target.path}
            error={props.error === null ? undefined : messageOf(props.error)}
            onChange={(path) => props.onTarget({ ...target, path })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {text.shell.cancel}
            </Button>
            <Button type="submit" loading={props.busy} disabled={target.name.trim() === ''}>
              {words.start}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Clones the open project, or one of the list of recent ones, and offers to open the clone. */
export function CloneDialog(props: { source: NamedFile; onClose: () => void }): ReactNode {
  const { source } = props;
  const trpc = useTRPC();
  const inProject = useProjectIdOrNull() !== null;
  const [target, setTarget] = useState<NamedFile>(() => {
    const name = words.copyOf(source.name);
    return { name, path: besideFile(source.path, projectFileName(name)) };
  });
  const [started, setStarted] = useState<Started | null>(null);
  const start = useStart(source.path, setStarted);
  const close = useMutation(trpc.projects.close.mutationOptions());
  /** What was opened for the cloning alone is closed after it. */
  const end = (next: () => void): void => {
    if (started?.opened === true) close.mutate({ projectId: started.projectId });
    next();
  };
  if (started === null) {
    return (
      <Form
        source={source}
        target={target}
        error={start.error}
        busy={start.isPending}
        onTarget={setTarget}
        onStart={() => start.mutate(target)}
        onClose={props.onClose}
      />
    );
  }
  const dialog = (
    <JobDialog
      jobId={started.jobId}
      title={words.title}
      running={words.running}
      failed={words.failed}
      back={words.again}
      onBack={() => end(() => setStarted(null))}
      onClose={() => end(props.onClose)}
      closable={inProject}
    >
      {(job) => <Done cloned={job.result as CloneReport} onClose={() => end(props.onClose)} />}
    </JobDialog>
  );
  return inProject ? dialog : <ProjectProvider projectId={started.projectId}>{dialog}</ProjectProvider>;
}
