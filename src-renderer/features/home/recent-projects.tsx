import { ActionIcon, CloseButton } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTRPC } from '../../api/client.ts';
import { text } from '../../i18n/index.ts';
import { CloneDialog } from '../../ui/exchange/clone-dialog.tsx';
import { formatCount, formatDateTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './home.module.css';

const words = text.home;

export function RecentProjects(props: { onOpen: (path: string) => void }): ReactNode {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data: recent } = useSuspenseQuery(
    trpc.application.recentProjects.queryOptions(undefined, { staleTime: 0 }),
  );
  const forget = useMutation(
    trpc.application.forgetRecent.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.application.recentProjects.queryFilter()),
    }),
  );
  const [cloning, setCloning] = useState<(typeof recent)[number] | null>(null);
  const closeClone = (): void => {
    setCloning(null);
    void queries.invalidateQueries(trpc.application.recentProjects.queryFilter());
  };
  return (
    <Panel className={classes.recent} label={words.recent}>
      <h2>{words.recent}</h2>
      {recent.length === 0 ? <p className={classes.none}>{words.recentEmpty}</p> : null}
      <ul>
        {recent.map((project) => (
          <li key={project.path}>
            <button
              type="button"
              className={classes.project}
              disabled={!project.exists}
              onClick={() => props.onOpen(project.path)}
            >
              <span className={classes.name}>{project.name}</span>
              <Tag>{text.shell.kind[project.kind]}</Tag>
              <span className={classes.detail}>
                {project.exists
                  ? words.labelled(formatCount(project.labelled), formatCount(project.documents))
                  : words.missing}
              </span>
              <span className={classes.path}>{project.path}</span>
              <span className={classes.detail}>{formatDateTime(project.openedAt)}</span>
            </button>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              disabled={!project.exists}
              aria-label={text.exchange.clone.ofProject(project.name)}
              title={text.exchange.clone.ofProject(project.name)}
              onClick={() => setCloning(project)}
            >
              <IconCopy size={16} />
            </ActionIcon>
            <CloseButton
              size="sm"
              aria-label={words.forget(project.name)}
              onClick={() => forget.mutate({ path: project.path })}
            />
          </li>
        ))}
      </ul>
      {cloning === null ? null : <CloneDialog source={cloning} onClose={closeClone} />}
    </Panel>
  );
}
