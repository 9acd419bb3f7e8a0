import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { BatchClassification } from '../../../src-main/domain/model.ts';
import { useTRPC } from '../../api/client.ts';
import { useCapabilities } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatSeconds, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { ClassShares } from './class-shares.tsx';
import classes from './classify.module.css';
import { DriftPanel } from './drift-panel.tsx';

const words = text.classify;
export type BatchResult = BatchClassification;

/** What was written, where, and how the documents spread over the classes. */
export function BatchSummary(props: { result: BatchResult; onMore: () => void }): ReactNode {
  const { drift, routes } = props.result;
  return (
    <div className={classes.setup}>
      <Written {...props} />
      {drift === null ? null : <DriftPanel drift={drift} />}
      <Panel className={classes.panel} label={words.perClass}>
        <h2>{words.perClass}</h2>
        <ClassShares
          rows={props.result.classCounts}
          rest={[{ name: words.noneOfThem, documents: props.result.none }]}
          documents={props.result.documents}
        />
      </Panel>
      {routes === null ? null : <Routes routes={routes} />}
    </div>
  );
}

/** One file a class. */
function Routes(props: { routes: NonNullable<BatchResult['routes']> }): ReactNode {
  return (
    <Panel className={classes.panel} label={words.routes}>
      <h2>{words.routes}</h2>
      <table className={classes.shares}>
        <tbody>
          {props.routes.map((route) => (
            <tr key={route.path}>
              <th scope="row">{route.name}</th>
              <td className={classes.scoreValue}>{formatCount(route.documents)}</td>
              <td>
                <code>{route.path}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Written(props: { result: BatchResult; onMore: () => void }): ReactNode {
  const { result } = props;
  const trpc = useTRPC();
  const { nativeDialogs } = useCapabilities();
  const reveal = useMutation(trpc.application.reveal.mutationOptions());
  return (
    <Panel className={classes.panel} label={words.file}>
      <Group justify="space-between" mb="sm">
        <h2>
          {words.done(plural(result.documents, 'document'), formatSeconds(result.seconds))}{' '}
          <span className={classes.dim}>
            {words.rate(
              formatCount(
                Math.round((result.documents - (result.resumed ?? 0)) / Math.max(0.001, result.seconds)),
              ),
            )}
          </span>
        </h2>
        <Group>
          {nativeDialogs ? (
            <Button variant="default" onClick={() => reveal.mutate({ path: result.outputPath })}>
              {words.reveal}
            </Button>
          ) : (
            <Button
              component="a"
              variant="default"
              href={`/download?${new URLSearchParams({ path: result.outputPath })}`}
              download
            >
              {words.download}
            </Button>
          )}
          <Button onClick={props.onMore}>{words.more}</Button>
        </Group>
      </Group>
      <p>
        {words.file}: <code>{result.outputPath}</code>
      </p>
      <p className={classes.dim}>
        {words.characters}: {formatCount(result.characters)} · {words.blank}: {formatCount(result.empty)} ·{' '}
        {words.rejected}: {formatCount(result.rejectedCount)}
        {result.unsure === null ? null : ` · ${words.unsureCount}: ${formatCount(result.unsure)}`}
        {result.resumed === null ? null : ` · ${words.resumed(formatCount(result.resumed))}`}
      </p>
      {result.errorsPath === null ? null : (
        <p>
          {words.errors}: <code>{result.errorsPath}</code>
        </p>
      )}
      {result.rejected.slice(0, 20).map((row) => (
        <p key={`${row.source}:${row.line}`} className={classes.dim}>
          {row.source}:{row.line} {row.reason}
        </p>
      ))}
    </Panel>
  );
}
