import { SegmentedControl, Slider, Stack, Switch, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type Theme, themes } from '../../../src-main/domain/settings.ts';
import { useSettings, useUpdateSettings } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './settings.module.css';

const words = text.settings;

export function PersonalSettings(): ReactNode {
  const settings = useSettings();
  const update = useUpdateSettings();
  const [annotator, setAnnotator] = useState(settings.annotator);
  return (
    <Panel className={classes.panel} label={words.you}>
      <h2>{words.you}</h2>
      <Stack gap="md">
        <TextInput
          label={words.annotator}
          description={words.annotatorHint}
          value={annotator}
          maxLength={100}
          onChange={(event) => setAnnotator(event.currentTarget.value)}
          onBlur={() => update({ annotator })}
        />
        <div>
          <div className={classes.label} id="settings-theme">
            {words.theme}
          </div>
          <SegmentedControl
            aria-labelledby="settings-theme"
            value={settings.theme}
            data={themes.map((value) => ({ value: value as string, label: words.themes[value] }))}
            onChange={(value) => update({ theme: value as Theme })}
          />
        </div>
        <div>
          <div className={classes.label}>{words.documentSize}</div>
          <Slider
            min={12}
            max={28}
            step={1}
            thumbLabel={words.documentSize}
            defaultValue={settings.documentFontSize}
            label={(value) => `${value} px`}
            onChangeEnd={(documentFontSize) => update({ documentFontSize })}
          />
        </div>
        <Switch
          label={words.advance}
          checked={settings.advanceAfterLabel}
          onChange={(event) => update({ advanceAfterLabel: event.currentTarget.checked })}
        />
        <Switch
          label={words.singleKeys}
          description={words.singleKeysHint}
          checked={settings.singleKeys}
          onChange={(event) => update({ singleKeys: event.currentTarget.checked })}
        />
      </Stack>
    </Panel>
  );
}
