import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { useTRPC } from '../../api/client.ts';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { notifyError } from '../../ui/notify.ts';
import { Panel } from '../../ui/panel.tsx';
import { usePathPicker } from '../../ui/path-picker/path-picker.tsx';
import { placeOf, usePlaceParameters } from '../../ui/places.ts';
import classes from './home.module.css';
import { NewProjectDialog } from './new-project-dialog.tsx';
import { RecentProjects } from './recent-projects.tsx';

const words = text.home;

interface Acts {
  readonly openPath: (path: string) => void;
  readonly openDialog: () => void;
  readonly sample: (kind: 'single' | 'multi') => void;
  readonly bring: () => void;
  readonly busy: boolean;
}

function useActs(): Acts {
  const trpc = useTRPC();
  const picker = usePathPicker();
  const [, navigate] = useLocation();
  const onError = (error: unknown): void => notifyError(error);
  const open = useMutation(
    trpc.projects.open.mutationOptions({ onSuccess: ({ id }) => navigate(placeOf(id, 'label')), onError }),
  );
  const sample = useMutation(
    trpc.projects.createSample.mutationOptions({
      onSuccess: ({ id }) => navigate(placeOf(id, 'label')),
      onError,
    }),
  );
  return {
    openPath: (path) => open.mutate({ path }),
    openDialog: () => {
      void picker.open({ title: words.openTitle, kind: 'project' }).then((paths) => {
        const [path] = paths ?? [];
        if (path !== undefined) open.mutate({ path });
      });
    },
    sample: (kind) => sample.mutate({ kind }),
    bring: () => navigate('/bring'),
    busy: open.isPending || sample.isPending,
  };
}

function Starts(props: { acts: Acts; onNew: () => void }): ReactNode {
  const { acts } = props;
  return (
    <div className={classes.starts}>
      <Panel className={classes.start} label={words.newProject}>
        <p>{words.newProjectHint}</p>
        <Button onClick={props.onNew}>{words.newProject}</Button>
      </Panel>
      <Panel className={classes.start} label={words.open}>
        <p>{words.openHint}</p>
        <Button variant="default" onClick={acts.openDialog}>
          {words.open}
        </Button>
      </Panel>
      <Panel className={classes.start} label={text.exchange.bring.title}>
        <p>{text.exchange.bring.hint}</p>
        <Button variant="default" onClick={acts.bring}>
          {text.exchange.bring.action}
        </Button>
      </Panel>
      <Panel className={classes.start} label={words.sample}>
        <p>{words.sampleHint}</p>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" loading={acts.busy}>
              {words.sample}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => acts.sample('single')}>{words.sampleKinds.single}</Menu.Item>
            <Menu.Item onClick={() => acts.sample('multi')}>{words.sampleKinds.multi}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Panel>
    </div>
  );
}

export function HomeScreen(): ReactNode {
  const acts = useActs();
  const [creating, setCreating] = useState(usePlaceParameters().has('new'));
  useCommands([
    {
      id: 'home.new',
      title: words.newProject,
      group: words.group,
      chord: 'n',
      hint: words.newProject.toLowerCase(),
      run: () => setCreating(true),
    },
    {
      id: 'home.open',
      title: words.open,
      group: words.group,
      chord: 'mod+o',
      hint: words.openTitle.toLowerCase(),
      run: acts.openDialog,
    },
    {
      id: 'home.bring',
      title: text.exchange.bring.title,
      group: words.group,
      chord: 'b',
      hint: text.exchange.bring.keyHint,
      run: acts.bring,
    },
    {
      id: 'home.sample.single',
      title: `${words.sample}: ${words.sampleKinds.single}`,
      group: words.group,
      run: () => acts.sample('single'),
    },
    {
      id: 'home.sample.multi',
      title: `${words.sample}: ${words.sampleKinds.multi}`,
      group: words.group,
      run: () => acts.sample('multi'),
    },
  ]);
  return (
    <div className={classes.home}>
      <header className={classes.head}>
        <h1>{words.title}</h1>
        <p>{words.tagline}</p>
      </header>
      <Starts acts={acts} onNew={() => setCreating(true)} />
      <RecentProjects onOpen={acts.openPath} />
      {creating ? <NewProjectDialog onClose={() => setCreating(false)} /> : null}
    </div>
  );
}
