import { spotlight } from '@mantine/spotlight';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { Keys } from '../../ui/kbd.tsx';
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
      {project.readOnly ? (
        <span className={classes.pill}>{text.shell.readOnly}</span>
      ) : (
        <span className={`${classes.pill} ${classes.saved}`} role="status">
          <span aria-hidden="true">✓</span> {text.shell.saved}
        </span>
      )}
      <CommandsButton />
    </header>
  );
}
