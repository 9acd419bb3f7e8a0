import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTRPC } from '../../api/client.ts';
import { ProjectProvider } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { FileDrop } from '../../ui/files/file-drop.tsx';
import { Screen } from '../../ui/panel.tsx';
import { toInput, useInspection } from '../../ui/source-preview/use-inspection.ts';
import { BringArriving } from './bring-arriving.tsx';
import { BringSetup, type NewProjectChoice } from './bring-setup.tsx';

const words = text.exchange.bring;

interface Started {
  readonly projectId: string;
  readonly jobId: number;
}

/** A project of another service becomes one of Winnow's: the file, what is in it, the comparison afterwards. */
export function BringScreen(): ReactNode {
  const trpc = useTRPC();
  const [paths, setPaths] = useState<readonly string[]>([]);
  const [started, setStarted] = useState<Started | null>(null);
  // As if it were multi-label, so that labels which stand together are seen.
  const choice = useInspection(paths, 'multi');
  const start = useMutation(
    trpc.imports.startProject.mutationOptions({
      onSuccess: ({ project, jobId }) => setStarted({ projectId: project.id, jobId }),
    }),
  );
  const otherFile = (): void => {
    setPaths([]);
    choice.reset();
    start.reset();
  };
  const create = (project: NewProjectChoice): void =>
    start.mutate({ project, source: { paths, options: toInput(choice.options), duplicates: 'keep' } });
  if (started !== null) {
    return (
      <ProjectProvider projectId={started.projectId} key={started.projectId}>
        <BringArriving {...started} onBack={() => setStarted(null)} />
      </ProjectProvider>
    );
  }
  if (paths.length === 0) {
    return (
      <Screen title={words.title} subtitle={words.subtitle}>
        <FileDrop title={words.dropTitle} hint={words.dropHint} single onPaths={setPaths} />
      </Screen>
    );
  }
  return (
    <BringSetup
      key={paths.join('\n')}
      choice={choice}
      last={start.variables?.project ?? null}
      error={start.error}
      busy={start.isPending}
      onOther={otherFile}
      onCreate={create}
    />
  );
}
