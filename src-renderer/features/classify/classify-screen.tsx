import { Button, Select, Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import { useJobs } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { Screen } from '../../ui/panel.tsx';
import { useGo, usePlaceParameters } from '../../ui/places.ts';
import { EmptyState } from '../../ui/states/states.tsx';
import { type Askable, type Asked, useAskable } from './asked.ts';
import { ClassifyFiles } from './classify-files.tsx';
import { ClassifyText } from './classify-text.tsx';

const words = text.classify;

const keyOf = ({ model, deployment }: Asked): string =>
  deployment === null ? `model ${model.id}` : `deployment ${deployment.id}`;

function AskedChoice(props: { askable: Askable; asked: Asked }): ReactNode {
  const { models, deployments } = props.askable;
  const go = useGo();
  return (
    <Select
      size="xs"
      w={240}
      aria-label={words.model}
      allowDeselect={false}
      value={keyOf(props.asked)}
      data={[
        {
          group: words.deployments,
          items: deployments.map(({ id, name, modelName }) => ({
            value: `deployment ${id}`,
            label: `${name} (${modelName})`,
          })),
        },
        {
          group: words.models,
          items: models.map(({ id, name }) => ({ value: `model ${id}`, label: name })),
        },
      ].filter(({ items }) => items.length > 0)}
      onChange={(value) => {
        const [kind, id] = (value ?? '').split(' ');
        if (kind !== undefined && id !== undefined) go('classify', { [kind]: id }, { replace: true });
      }}
    />
  );
}

export function ClassifyScreen(): ReactNode {
  const askable = useAskable();
  const go = useGo();
  // Documents sends people here for suggestions, by ?tab=files; a run under way is what they come back for.
  const running = useJobs().some(({ kind, state }) => kind === 'suggest' && isActive(state));
  const asksFiles = usePlaceParameters().get('tab') === 'files' || running;
  const [tab, setTab] = useState<string | null>(asksFiles ? 'files' : 'text');
  const { asked } = askable;
  if (asked === undefined) {
    return (
      <EmptyState title={words.noModels} actions={<Button onClick={() => go('train')}>{words.train}</Button>}>
        {words.noModelsHint}
      </EmptyState>
    );
  }
  return (
    <Screen
      title={words.title}
      subtitle={words.subtitle}
      actions={<AskedChoice askable={askable} asked={asked} />}
    >
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="text">{words.tabs.text}</Tabs.Tab>
          <Tabs.Tab value="files">{words.tabs.files}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="text">
          <ClassifyText key={keyOf(asked)} asked={asked} />
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <ClassifyFiles key={keyOf(asked)} asked={asked} />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  );
}
