import { Button, Group, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Inputs, useTRPC } from '../../api/client.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { runCommand } from '../../ui/commands/commands.ts';
import { languageOptions } from '../../ui/languages.ts';
import { notifyError } from '../../ui/notify.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './settings.module.css';

const words = text.settings;

/** What travels with the file; saved when a field is left. */
export function ProjectSettings(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const project = useProjectInfo();
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const { mutate } = useMutation(
    trpc.projects.update.mutationOptions({ onError: (error) => notifyError(error) }),
  );
  const update = (changes: Omit<Inputs['projects']['update'], 'projectId'>): void =>
    mutate({ projectId, ...changes });
  return (
    <Panel className={classes.panel} label={words.project}>
      <h2>{words.project}</h2>
      <Stack gap="md">
        <TextInput
          label={words.projectName}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={() => {
            if (name.trim() === '') setName(project.name);
            else if (name !== project.name) update({ name });
          }}
        />
        <Textarea
          label={words.description}
          autosize
          minRows={2}
          maxRows={8}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          onBlur={() => {
            if (description !== project.description) update({ description });
          }}
        />
        <Select
          label={words.language}
          searchable
          allowDeselect={false}
          value={project.language}
          data={languageOptions(project.language)}
          onChange={(language) => {
            if (language !== null) update({ language });
          }}
        />
        <Switch
          label={words.multilingual}
          description={words.multilingualHint}
          checked={project.multilingual}
          onChange={(event) => update({ multilingual: event.currentTarget.checked })}
        />
        <Group justify="space-between" wrap="nowrap">
          <span className={classes.path}>{project.path}</span>
          <Group gap="sm" wrap="nowrap" className={classes.fixed ?? ''}>
            <Button variant="default" onClick={() => runCommand('shell.clone')}>
              {words.clone}
            </Button>
            <Button variant="default" onClick={() => runCommand('shell.export')}>
              {words.export}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Panel>
  );
}
