import { Alert, Anchor, NumberInput, SegmentedControl, Stack, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Inputs, type Outputs, useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { text } from '../../i18n/index.ts';
import { Panel } from '../../ui/panel.tsx';
import { ApiFolders } from './api-folders.tsx';
import { ApiKey } from './api-key.tsx';
import classes from './settings.module.css';

const words = text.api;
type State = Outputs['rest']['state'];
type Options = Inputs['rest']['start'];

/** A change of what is running starts it anew; while it is off, changes wait until it is switched on. */
function useSwitch(state: State) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const take = (next: State): void => {
    queries.setQueryData(trpc.rest.state.queryKey(), next);
  };
  const settled = { onSettled: () => void queries.invalidateQueries(trpc.rest.state.queryFilter()) };
  const start = useMutation(trpc.rest.start.mutationOptions({ onSuccess: take, ...settled }));
  const stop = useMutation(trpc.rest.stop.mutationOptions({ onSuccess: take, ...settled }));
  const [waiting, setWaiting] = useState<Partial<Options>>({});
  const { port, folders, azureLimits } = state;
  const options = { port, folders: [...folders], azureLimits, ...waiting };
  return {
    options,
    begin: () => start.mutate(options),
    change(changes: Partial<Options>) {
      setWaiting({ ...waiting, ...changes });
      if (state.running) start.mutate({ ...options, ...changes });
    },
    end: () => stop.mutate(),
    busy: start.isPending || stop.isPending,
    error: start.error ?? stop.error,
  };
}

function Controls(props: { state: State }): ReactNode {
  const { state } = props;
  const { options, begin, change, end, busy, error } = useSwitch(state);
  const problem = error === null ? state.error : messageOf(error);
  const fixed = state.byCommandLine;
  return (
    <Stack gap="md">
      <Switch
        label={words.on}
        description={state.url === null ? words.off : words.running(state.url)}
        checked={state.running}
        disabled={busy || fixed}
        onChange={(event) => (event.currentTarget.checked ? begin() : end())}
      />
      {fixed ? <p className={classes.hint}>{words.byCommandLine}</p> : null}
      {problem === null ? null : (
        <Alert color="red" title={words.failed}>
          {problem}
        </Alert>
      )}
      {state.url === null ? null : (
        <Anchor href={`${state.url}/api`} target="_blank" rel="noreferrer" size="sm">
          {words.help}
        </Anchor>
      )}
      <NumberInput
        key={state.port}
        label={words.port}
        description={words.portHint}
        w={160}
        min={0}
        max={65_535}
        allowDecimal={false}
        defaultValue={state.port}
        disabled={fixed}
        onBlur={(event) => {
          const port = Number(event.currentTarget.value);
          if (event.currentTarget.value !== '' && port !== options.port) change({ port });
        }}
      />
      <ApiKey value={state.key} accessKeyId={state.accessKeyId} fixed={fixed} />
      <div>
        <div className={classes.label}>{words.projects}</div>
        <p className={classes.hint}>{words.projectsHint(state.projectsFolder)}</p>
      </div>
      <ApiFolders
        folders={options.folders}
        fixed={fixed}
        onChange={(folders) => change({ folders: [...folders] })}
      />
      <div>
        <div className={classes.label}>{words.limits}</div>
        <SegmentedControl
          fullWidth
          disabled={fixed}
          aria-label={words.limits}
          value={options.azureLimits}
          data={(['as-azure', 'relaxed'] as const).map((value) => ({
            value,
            label: words.limitChoices[value],
          }))}
          onChange={(value) => change({ azureLimits: value as Options['azureLimits'] })}
        />
      </div>
    </Stack>
  );
}

/** The network interface: off until a person switches it on. */
export function ApiSettings(): ReactNode {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.rest.state.queryOptions());
  return (
    <Panel className={classes.panel} label={words.title}>
      <h2>{words.title}</h2>
      <p className={classes.intro}>{words.hint}</p>
      {data === undefined ? null : <Controls state={data} />}
    </Panel>
  );
}
