import { Button, Select, Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useModels } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { Screen } from '../../ui/panel.tsx';
import { useGo, usePlaceParameters } from '../../ui/places.ts';
import { EmptyState } from '../../ui/states/states.tsx';
import { ClassifyFiles } from './classify-files.tsx';
import { ClassifyText } from './classify-text.tsx';

const words = text.classify;

export function ClassifyScreen(): ReactNode {
  const models = useModels();
  const go = useGo();
  const wanted = Number(usePlaceParameters().get('model'));
  const [tab, setTab] = useState<string | null>('text');
  const model = models.find((each) => each.id === wanted) ?? models[0];
  if (model === undefined) {
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
      actions={
        <Select
          size="xs"
          w={200}
          aria-label={words.model}
          allowDeselect={false}
          value={String(model.id)}
          data={models.map((each) => ({ value: String(each.id), label: each.name }))}
          onChange={(id) => go('classify', { model: id ?? undefined }, { replace: true })}
        />
      }
    >
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="text">{words.tabs.text}</Tabs.Tab>
          <Tabs.Tab value="files">{words.tabs.files}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="text">
          <ClassifyText key={model.id} model={model} />
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <ClassifyFiles key={model.id} model={model} />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  );
}
