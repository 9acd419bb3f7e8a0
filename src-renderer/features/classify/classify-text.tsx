import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { HighlightLegend } from '../../ui/highlight/highlight-legend.tsx';
import { HighlightedText, highlightsOf } from '../../ui/highlight/highlighted-text.tsx';
import { Keys } from '../../ui/kbd.tsx';
import { notifyError } from '../../ui/notify.ts';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { Asked } from './asked.ts';
import classes from './classify.module.css';

const words = text.classify;
type Result = Outputs['classification']['classify'];

const firstShown = 10;

function ScoreRow(props: {
  item: Result['classes'][number];
  explained: boolean;
  onExplain: () => void;
}): ReactNode {
  const { item } = props;
  return (
    <button
      type="button"
      className={classes.scoreRow}
      aria-pressed={props.explained}
      aria-label={words.explain(item.name)}
      onClick={props.onExplain}
    >
      <span className={classes.scoreName}>
        {item.predicted ? (
          <span className={classes.sign} title={words.predicted}>
            ✓
          </span>
        ) : null}
        {item.name}
      </span>
      <span className={classes.scoreBar} aria-hidden="true">
        <i data-predicted={item.predicted || undefined} style={{ width: `${item.score * 100}%` }} />
      </span>
      <span className={classes.scoreValue}>{item.score.toFixed(2)}</span>
    </button>
  );
}

function Scores(props: { result: Result; onExplain: (name: string) => void }): ReactNode {
  const [all, setAll] = useState(false);
  const { classes: scored, explained, deployed } = props.result;
  const sorted = scored.toSorted((first, second) => second.score - first.score);
  const shown = all ? sorted : sorted.slice(0, firstShown);
  return (
    <>
      {deployed === null ? null : (
        <p>
          <Tag tone={deployed.unsure ? 'warn' : 'good'}>{deployed.unsure ? words.unsure : words.sure}</Tag>
        </p>
      )}
      <p className={classes.dim}>{words.pick}</p>
      {scored.some((each) => each.predicted) ? null : <p className={classes.dim}>{words.none}</p>}
      {shown.map((item) => (
        <ScoreRow
          key={item.classId}
          item={item}
          explained={explained?.name === item.name}
          onExplain={() => props.onExplain(item.name)}
        />
      ))}
      {shown.length < sorted.length ? (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {words.moreClasses(sorted.length - shown.length)}
        </Button>
      ) : null}
    </>
  );
}

function Why(props: { classified: string; result: Result }): ReactNode {
  const { explained } = props.result;
  if (explained === null) return null;
  return (
    <Panel className={classes.why} label={words.why(explained.name)}>
      <h2>{words.why(explained.name)}</h2>
      <p className={classes.document} dir="auto" data-testid="explained-text">
        <HighlightedText
          content={props.classified}
          highlights={highlightsOf(explained.words, { positive: 'for', negative: 'against' })}
        />
      </p>
      {explained.words.length === 0 ? (
        <p className={classes.dim}>{words.noWords}</p>
      ) : (
        <HighlightLegend
          positive={words.wordsFor(explained.name)}
          negative={words.wordsAgainst(explained.name)}
        />
      )}
    </Panel>
  );
}

/** One text: its classes with probabilities, and the words behind the class that is looked at. */
/** Asks the model, or the deployment by its rule. */
function useQuestion({ model, deployment }: Asked) {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const options = { onError: (error: unknown) => notifyError(error) };
  const ofModel = useMutation(trpc.classification.classify.mutationOptions(options));
  const ofDeployment = useMutation(trpc.classification.classifyDeployed.mutationOptions(options));
  return {
    run: deployment === null ? ofModel : ofDeployment,
    ask(content: string, explain: string | null): void {
      const question = { projectId, text: content, explain };
      if (deployment === null) ofModel.mutate({ ...question, modelId: model.id });
      else ofDeployment.mutate({ ...question, deploymentId: deployment.id });
    },
  };
}

export function ClassifyText(props: { asked: Asked }): ReactNode {
  const [typed, setTyped] = useState('');
  const { run, ask } = useQuestion(props.asked);
  const classify = (content: string, explain: string | null): void => {
    if (content.trim() !== '') ask(content, explain);
  };
  useCommands([
    {
      id: 'classify.run',
      title: words.run,
      group: words.group,
      chord: 'mod+enter',
      hint: words.runHint,
      inTextFields: true,
      run: () => classify(typed, null),
    },
  ]);
  const classified = run.variables?.text ?? '';
  return (
    <div className={classes.columns}>
      <div className={classes.left}>
        <Panel className={classes.input} label={words.textLabel}>
          <Textarea
            aria-label={words.textLabel}
            placeholder={words.textPlaceholder}
            autosize
            minRows={8}
            maxRows={18}
            variant="unstyled"
            value={typed}
            classNames={{ input: classes.textarea ?? '' }}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button
            loading={run.isPending}
            disabled={typed.trim() === ''}
            rightSection={<Keys chord="mod+enter" />}
            onClick={() => classify(typed, null)}
          >
            {words.run}
          </Button>
        </Panel>
        {run.data === undefined ? null : <Why classified={classified} result={run.data} />}
      </div>
      <Panel className={classes.result} label={words.result}>
        <h2>{words.result}</h2>
        {run.data === undefined ? (
          <p className={classes.dim}>{words.resultEmpty}</p>
        ) : (
          <Scores result={run.data} onExplain={(name) => classify(classified, name)} />
        )}
      </Panel>
    </div>
  );
}
