import {
  IconChartBar,
  IconFileImport,
  IconFiles,
  IconHeartbeat,
  IconHistory,
  IconListCheck,
  IconRocket,
  IconSettings,
  IconSparkles,
  IconStack2,
  IconTags,
  IconTargetArrow,
  IconWand,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType, ReactNode } from 'react';
import { Link } from 'wouter';
import { useTRPC } from '../../api/client.ts';
import { useCounts, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { placeOf, type ScreenName } from '../../ui/places.ts';
import classes from './frame.module.css';
import { useFetchingAhead } from './use-fetching-ahead.ts';

/** The rail in the order of the work; the palette and the keys Alt+1... follow it. */
export const railGroups = [
  { title: text.shell.groups.define, screens: ['classes', 'import'] },
  { title: text.shell.groups.tag, screens: ['label', 'documents'] },
  { title: text.shell.groups.learn, screens: ['train', 'models'] },
  { title: text.shell.groups.understand, screens: ['evaluate', 'review', 'health', 'history'] },
  { title: text.shell.groups.use, screens: ['classify', 'deployments'] },
] as const satisfies readonly { title: string; screens: readonly ScreenName[] }[];

const icons: Readonly<Record<ScreenName, ComponentType<{ size?: number }>>> = {
  classes: IconTags,
  import: IconFileImport,
  label: IconTargetArrow,
  documents: IconFiles,
  train: IconSparkles,
  models: IconStack2,
  evaluate: IconChartBar,
  review: IconListCheck,
  health: IconHeartbeat,
  history: IconHistory,
  classify: IconWand,
  deployments: IconRocket,
  settings: IconSettings,
};

function useRailCounts(): Partial<Record<ScreenName, string>> {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const counts = useCounts();
  const models = useQuery(trpc.models.list.queryOptions({ projectId })).data;
  const projectClasses = useQuery(trpc.classes.list.queryOptions({ projectId })).data;
  const left = counts === undefined ? 0 : counts.documents - counts.labelled;
  return {
    ...(projectClasses === undefined ? {} : { classes: formatCount(projectClasses.length) }),
    ...(counts === undefined || counts.documents === 0
      ? {}
      : { label: text.shell.left(formatCount(left)), documents: formatCount(counts.documents) }),
    ...(models === undefined || models.length === 0 ? {} : { models: formatCount(models.length) }),
  };
}

export function Rail(props: { current: ScreenName }): ReactNode {
  const projectId = useProjectId();
  const counts = useRailCounts();
  useFetchingAhead();
  const link = (screen: ScreenName): ReactNode => {
    const Icon = icons[screen];
    return (
      <Link
        key={screen}
        href={placeOf(projectId, screen)}
        className={classes.link ?? ''}
        aria-current={screen === props.current ? 'page' : undefined}
        title={text.shell.screens[screen]}
      >
        <span className={classes.linkIcon} aria-hidden="true">
          <Icon size={18} />
        </span>
        <span className={classes.linkText}>{text.shell.screens[screen]}</span>
        {counts[screen] === undefined ? null : <span className={classes.linkCount}>{counts[screen]}</span>}
      </Link>
    );
  };
  return (
    <nav className={classes.rail} aria-label={text.shell.goTo}>
      {railGroups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <div className={classes.groupTitle} aria-hidden="true">
            {group.title}
          </div>
          {group.screens.map(link)}
        </section>
      ))}
      <div className={classes.space} />
      {link('settings')}
    </nav>
  );
}
