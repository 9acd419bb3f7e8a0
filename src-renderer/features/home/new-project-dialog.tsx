import { Button, Checkbox, Group, Modal, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useCapabilities } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { FileField } from '../../ui/files/file-field.tsx';
import { inFolder, projectFileName } from '../../ui/files/file-names.ts';
import { languageOptions } from '../../ui/languages.ts';
import { placeOf } from '../../ui/places.ts';
import classes from './home.module.css';

const words = text.home.form;

function KindChoice(props: { kind: ProjectKind; onChange: (kind: ProjectKind) => void }): ReactNode {
  return (
    <Radio.Group
      label={words.kind}
      value={props.kind}
      onChange={(value) => props.onChange(value as ProjectKind)}
    >
      <div className={classes.kinds}>
        {(['single', 'multi'] as const).map((kind) => (
          <Radio.Card
            key={kind}
            value={kind}
            className={classes.kind ?? ''}
            aria-label={words.kinds[kind].name}
          >
            <Group wrap="nowrap" align="flex-start">
              <Radio.Indicator />
              <div>
                <b>{words.kinds[kind].name}</b>
                <div className={classes.none}>{words.kinds[kind].hint}</div>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}

export function NewProjectDialog(props: { onClose: () => void }): ReactNode {
  const trpc = useTRPC();
  const [, navigate] = useLocation();
  const { projectFolder } = useCapabilities();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<ProjectKind>('single');
  const [language, setLanguage] = useState('en');
  const [multilingual, setMultilingual] = useState(false);
  const [chosenPath, setChosenPath] = useState<string | null>(null);
  const path = chosenPath ?? inFolder(projectFolder, projectFileName(name));
  const create = useMutation(
    trpc.projects.create.mutationOptions({ onSuccess: ({ id }) => navigate(placeOf(id, 'classes')) }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate({ path, name, kind, language, multilingual, description: '' });
  };
  return (
    <Modal opened onClose={props.onClose} title={text.home.newProject} size="lg">
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={words.name}
            placeholder={words.namePlaceholder}
            value={name}
            maxLength={200}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <KindChoice kind={kind} onChange={setKind} />
          <Select
            label={words.language}
            searchable
            allowDeselect={false}
            value={language}
            data={languageOptions()}
            onChange={(value) => setLanguage(value ?? 'en')}
          />
          <Checkbox
            label={words.multilingual}
            checked={multilingual}
            onChange={(event) => setMultilingual(event.currentTarget.checked)}
          />
          <FileField
            label={words.file}
            description={words.fileHint}
            saveTitle={words.saveTitle}
            path={path}
            onChange={setChosenPath}
          />
          {create.error === null ? null : (
            <p role="alert" className={classes.problem}>
              {messageOf(create.error)}
            </p>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" disabled={name.trim() === ''} loading={create.isPending}>
              {words.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
