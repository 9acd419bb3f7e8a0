import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { Screen } from '../../ui/panel.tsx';
import { useGo, usePlaceParameters } from '../../ui/places.ts';
import { Duplicates } from './duplicates.tsx';
import { LabelErrors } from './label-errors.tsx';
import { LearningCurve } from './learning-curve.tsx';

const words = text.health;
const parts = ['label-errors', 'duplicates', 'learning-curve'] as const;

/** Three questions about the data; which one is on show stands in the address. */
export function HealthScreen(): ReactNode {
  const go = useGo();
  const parameters = usePlaceParameters();
  const part = parts.find((each) => each === parameters.get('part')) ?? 'label-errors';
  const show = (next: string): void => go('health', { part: next }, { replace: true });
  useCommands(
    parts.map((each) => ({
      id: `health.${each}`,
      title: words.parts[each],
      group: words.group,
      run: () => show(each),
    })),
  );
  return (
    <Screen title={words.title} subtitle={words.subtitle} fill>
      <Tabs
        value={part}
        keepMounted={false}
        onChange={(next) => next !== null && show(next)}
        style={{ display: 'flex', flex: 1, minHeight: 0, flexDirection: 'column' }}
      >
        <Tabs.List mb="md">
          {parts.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {words.parts[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {part === 'label-errors' ? <LabelErrors /> : null}
        {part === 'duplicates' ? <Duplicates /> : null}
        {part === 'learning-curve' ? <LearningCurve /> : null}
      </Tabs>
    </Screen>
  );
}
