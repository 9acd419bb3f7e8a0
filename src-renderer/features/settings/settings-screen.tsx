import type { ReactNode } from 'react';
import { useProjectIdOrNull } from '../../api/project.tsx';
import { useCapabilities } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { Panel, Screen } from '../../ui/panel.tsx';
import { ApiSettings } from './api-settings.tsx';
import { KeySettings } from './key-settings.tsx';
import { PersonalSettings } from './personal-settings.tsx';
import { ProjectSettings } from './project-settings.tsx';
import { SchemaSettings } from './schema-settings.tsx';
import classes from './settings.module.css';

const words = text.settings;

export function SettingsScreen(): ReactNode {
  const projectId = useProjectIdOrNull();
  const { version } = useCapabilities();
  return (
    <Screen title={words.title} subtitle={words.subtitle}>
      <div className={classes.columns}>
        {projectId === null ? null : (
          <>
            <ProjectSettings />
            <SchemaSettings />
          </>
        )}
        <PersonalSettings />
        <ApiSettings />
        <KeySettings />
        <Panel className={classes.panel} label={words.about}>
          <h2>{words.about}</h2>
          <p>{words.version(version)}</p>
          <p className={classes.hint}>{words.offline}</p>
        </Panel>
      </div>
    </Screen>
  );
}
