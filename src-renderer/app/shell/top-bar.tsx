import { spotlight } from '@mantine/spotlight';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { Keys } from '../../ui/kbd.tsx';
import { useConnection } from '../transport/connection.ts';
import classes from './frame.module.css';
import { JobPill } from './job-pill.tsx';

function Brand(): ReactNode {
  return (
    <Link href="/" className={classes.brand ?? ''} title={text.shell.screens.home}>
      {text.shell.product}
    </Link>
  );
}

function CommandsButton(): ReactNode {
  return (
    <button type="button" className={classes.pill} onClick={() => spotlight.open()}>
      <Keys chord="mod+k" /> {text.shell.commands}
    </button>
  );
}

export function HomeTopBar(): ReactNode {
  return (
    <header className={classes.top}>
      <Brand />
      <span className={classes.space} />
      <Link href="/settings" className={classes.pill ?? ''}>
        {text.shell.screens.settings}
      </Link>
      <CommandsButton />
    </header>
  );
}

/** Whether what is done here is on disk: without a connection nothing is, so it must not say so. */
function SavedState(props: { readOnly: boolean }): ReactNode {
  const { lost } = useConnection();
  if (lost) {
    return (
      <span className={`${classes.pill} ${classes.lost}`} role="alert" title={text.shell.connectionLost}>
        <span aria-hidden="true">!</span> {text.shell.connectionLostShort}
      </span>
    );
  }
  if (props.readOnly) return <span className={classes.pill}>{text.shell.readOnly}</span>;
  return (
    <span className={`${classes.pill} ${classes.saved}`} role="status">
      <span aria-hidden="true">✓</span> {text.shell.saved}
    </span>
  );
}

export function ProjectTopBar(): ReactNode {
  const project = useProjectInfo();
  return (
    <header className={classes.top}>
      <Brand />
      <span className={classes.projectName} title={project.path}>
        {project.name}
      </span>
      <span className={classes.pill}>{text.shell.kind[project.kind]}</span>
      <span className={classes.space} />
      <JobPill />
      <SavedState readOnly={project.readOnly} />
      <CommandsButton />
    </header>
  );
}
