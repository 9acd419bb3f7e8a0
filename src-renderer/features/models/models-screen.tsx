import { Button, Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Model } from '../../../src-main/domain/model.ts';
import { useModels } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { plural } from '../../ui/format.ts';
import { ModelFeatures } from '../../ui/model-features/model-features.tsx';
import { Panel, Screen } from '../../ui/panel.tsx';
import { useGo, usePlaceParameters } from '../../ui/places.ts';
import { Receipt } from '../../ui/receipt/receipt.tsx';
import { EmptyState } from '../../ui/states/states.tsx';
import { DeleteModel } from './delete-model.tsx';
import { ExportModel } from './export-model.tsx';
import { ModelTable } from './model-table.tsx';
import classes from './models.module.css';

const words = text.models;

export function ModelsScreen(): ReactNode {
  const models = useModels();
  const go = useGo();
  if (models.length > 0) return <ModelsWork models={models} />;
  return (
    <EmptyState
      title={words.empty}
      actions={
        <>
          <Button variant="default" onClick={() => go('label')}>
            {words.label}
          </Button>
          <Button onClick={() => go('train')}>{words.train}</Button>
        </>
      }
    >
      {words.emptyHint}
    </EmptyState>
  );
}

function useModelCommands(props: {
  models: readonly Model[];
  chosen: Model | undefined;
  onChoose: (modelId: number) => void;
  onRename: (modelId: number) => void;
  onExport: (model: Model) => void;
  onDelete: (model: Model) => void;
}): void {
  const { models, chosen } = props;
  const go = useGo();
  const step = (by: number) => (): void => {
    const next = models[models.findIndex((model) => model.id === chosen?.id) + by];
    if (next !== undefined) props.onChoose(next.id);
  };
  const onChosen = (act: (model: Model) => void) => (): void => {
    if (chosen !== undefined) act(chosen);
  };
  const { group, commands } = words;
  useCommands([
    { id: 'models.previous', title: commands.previous, group, chord: 'arrowup', run: step(-1) },
    {
      id: 'models.next',
      title: commands.next,
      group,
      chord: 'arrowdown',
      hint: commands.choose,
      run: step(1),
    },
    {
      id: 'models.evaluate',
      title: commands.evaluate,
      group,
      chord: 'e',
      hint: commands.evaluateHint,
      run: onChosen((model) => go('evaluate', { model: model.id })),
    },
    {
      id: 'models.rename',
      title: commands.rename,
      group,
      chord: 'f2',
      run: onChosen((model) => props.onRename(model.id)),
    },
    {
      id: 'models.retrain',
      title: commands.retrain,
      group,
      run: onChosen((model) => go('train', { retrain: model.id })),
    },
    { id: 'models.export', title: text.modelExport.command, group, run: onChosen(props.onExport) },
    {
      id: 'models.delete',
      title: commands.delete,
      group,
      chord: 'delete',
      run: onChosen(props.onDelete),
    },
  ]);
}

function ModelsWork(props: { models: readonly Model[] }): ReactNode {
  const { models } = props;
  const go = useGo();
  const chosenId = Number(usePlaceParameters().get('model'));
  const [renamingId, setRenamingId] = useState<number | null>(null);
  const [exporting, setExporting] = useState<Model | null>(null);
  const [deleting, setDeleting] = useState<Model | null>(null);
  const chosen = models.find((model) => model.id === chosenId) ?? models[0];
  const choose = (modelId: number): void => go('models', { model: modelId }, { replace: true });
  useModelCommands({
    ...{ models, chosen, onChoose: choose },
    ...{ onRename: setRenamingId, onExport: setExporting, onDelete: setDeleting },
  });
  return (
    <Screen
      title={words.title}
      subtitle={words.subtitle(plural(models.length, 'model'))}
      actions={<Button onClick={() => go('train')}>{words.train}</Button>}
    >
      <div className={classes.parts}>
        <Panel className={classes.tablePanel} label={words.title}>
          <ModelTable
            models={models}
            chosenId={chosen?.id ?? null}
            renamingId={renamingId}
            onChoose={choose}
            onRename={setRenamingId}
            onExport={setExporting}
            onDelete={setDeleting}
          />
        </Panel>
        {chosen === undefined ? null : (
          <Panel className={classes.details} label={words.details(chosen.name)}>
            <h2>{words.details(chosen.name)}</h2>
            <Tabs defaultValue="receipt" keepMounted={false}>
              <Tabs.List className={classes.tabs ?? ''}>
                <Tabs.Tab value="receipt">{words.tabs.receipt}</Tabs.Tab>
                <Tabs.Tab value="features">{words.tabs.features}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="receipt">
                <Receipt model={chosen} />
              </Tabs.Panel>
              <Tabs.Panel value="features">
                <ModelFeatures key={chosen.id} model={chosen} />
              </Tabs.Panel>
            </Tabs>
          </Panel>
        )}
      </div>
      {exporting === null ? null : <ExportModel model={exporting} onClose={() => setExporting(null)} />}
      {deleting === null ? null : <DeleteModel model={deleting} onClose={() => setDeleting(null)} />}
    </Screen>
  );
}
