import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Job, useModels, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatSeconds, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { Candidates } from '../../ui/receipt/candidates.tsx';
import { JobLog } from './job-log.tsx';
import classes from './train.module.css';

const words = text.train;

/** What the training job hands back. */
interface TrainResult {
  readonly modelId: number;
  readonly modelName: string;
  readonly seconds: number;
  readonly evaluated: boolean;
}

function Quality(props: { modelId: number }): ReactNode {
  const evaluation = useModels().find((model) => model.id === props.modelId)?.evaluation;
  const { kind } = useProjectInfo();
  if (evaluation === undefined) return null;
  if (evaluation.state !== 'done') {
    return (
      <p>
        {words.outcome.notEvaluated}{' '}
        <span className={classes.hint}>
          {evaluation.state === 'none' ? evaluation.reason : evaluation.message}
        </span>
      </p>
    );
  }
  const accuracy = kind === 'multi' ? words.outcome.exactMatch : words.outcome.accuracy;
  return (
    <div className={classes.figures}>
      {[
        { name: accuracy, value: evaluation.accuracy },
        { name: words.outcome.macroF1, value: evaluation.macroF1 },
      ].map(({ name, value }) => (
        <div key={name} className={classes.figure}>
          <span className={classes.hint}>{name}</span>
          <b className={classes.value}>{formatShare(value)}</b>
          <span className={classes.hint}>{words.outcome.onTest}</span>
        </div>
      ))}
    </div>
  );
}

/** What an automatic training compared; nothing for the others. */
function Tried(props: { modelId: number }): ReactNode {
  const model = useModels().find((each) => each.id === props.modelId);
  return model === undefined ? null : <Candidates model={model} />;
}

function Done(props: { result: TrainResult; onBack: () => void }): ReactNode {
  const { modelId, modelName, seconds, evaluated } = props.result;
  const go = useGo();
  const open = { model: modelId };
  return (
    <>
      <div className={classes.runningHead}>
        <h2>
          <span className={classes.good} aria-hidden="true">
            ✓{' '}
          </span>
          {words.outcome.done(modelName, formatSeconds(seconds))}
        </h2>
        <span className={classes.space} />
        <Group gap={8}>
          <Button variant="subtle" onClick={props.onBack}>
            {words.again}
          </Button>
          <Button variant="subtle" onClick={() => go('models', open)}>
            {words.receipt}
          </Button>
          <Button variant={evaluated ? 'default' : 'filled'} onClick={() => go('classify', open)}>
            {words.classify}
          </Button>
          {evaluated ? (
            <>
              <Button variant="default" onClick={() => go('review', open)}>
                {words.review}
              </Button>
              <Button onClick={() => go('evaluate', open)}>{words.viewEvaluation}</Button>
            </>
          ) : null}
        </Group>
      </div>
      <Quality modelId={modelId} />
      <Tried modelId={modelId} />
    </>
  );
}

function NotDone(props: { job: Job; onBack: () => void }): ReactNode {
  const { job } = props;
  const title =
    job.state === 'cancelled'
      ? words.outcome.cancelled
      : job.state === 'interrupted'
        ? words.outcome.interrupted
        : words.outcome.failed;
  return (
    <>
      <div className={classes.runningHead}>
        <h2>{title}</h2>
        <span className={classes.space} />
        <Button onClick={props.onBack}>{words.back}</Button>
      </div>
      {job.state === 'failed' && job.error !== null ? (
        <p className={classes.blocker} role="alert">
          {job.error.message}
        </p>
      ) : null}
      <p>{words.outcome.unchanged}</p>
    </>
  );
}

/** How the training ended, and where to go from here. */
export function TrainOutcome(props: { job: Job; onBack: () => void }): ReactNode {
  const { job, onBack } = props;
  return (
    <Panel className={classes.running} label={job.title}>
      {job.state === 'done' ? (
        <Done result={job.result as TrainResult} onBack={onBack} />
      ) : (
        <NotDone job={job} onBack={onBack} />
      )}
      {job.log.length === 0 ? null : <JobLog log={job.log} />}
    </Panel>
  );
}
