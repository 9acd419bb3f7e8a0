import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Guidance, Remedy } from '../../../src-main/domain/guidance.ts';
import { defaultSeed } from '../../../src-main/domain/splits.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import { useGo } from '../../ui/places.ts';
import { usePortions } from '../../ui/portions.tsx';
import type { Evaluation } from './evaluate-screen.tsx';
import classes from './guidance-list.module.css';
import type { EvaluatePlace } from './use-evaluate-place.ts';

const words = text.guidance;
const groupsAtFirst = 3;
/** So many of one rule are shown without a press. */
const fewAlike = 2;

interface Act {
  readonly label: string;
  readonly run: () => void;
}

/** What each remedy is called and where it leads. */
function useRemedies(evaluation: Evaluation, place: EvaluatePlace): (remedy: Remedy) => Act {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const go = useGo();
  const exclude = useMutation(
    trpc.guidance.exclude.mutationOptions({
      onSuccess: ({ changed }) => notify(words.excluded(plural(changed, 'document'))),
      onError: (error) => notifyError(error),
    }),
  );
  const nameOf = (index: number): string => evaluation.classes[index]?.name ?? '?';
  return (remedy) => {
    switch (remedy.kind) {
      case 'label-class':
        return { label: words.remedies.label, run: () => go('label') };
      case 'place-documents':
        return {
          label: words.remedies.place,
          run: () => go('documents', { class: remedy.classId ?? undefined }),
        };
      case 'review':
        return {
          label: words.remedies.open(nameOf(remedy.actual), nameOf(remedy.predicted)),
          run: () => place.review({ actual: remedy.actual, predicted: remedy.predicted, incorrect: true }),
        };
      case 'describe':
        return { label: words.remedies.describe, run: () => go('classes') };
      case 'merge':
        return {
          label: words.remedies.merge,
          run: () => go('classes', { merge: remedy.classIds.join(',') }),
        };
      case 'exclude':
        return {
          label: words.remedies.exclude(plural(remedy.documents, 'document')),
          run: () =>
            exclude.mutate({
              projectId,
              classId: remedy.classId,
              documents: remedy.documents,
              seed: defaultSeed,
            }),
        };
      case 'threshold':
        return {
          label: words.remedies.threshold,
          run: () => place.change({ tab: 'scores', classIndex: remedy.classIndex }),
        };
      case 'health':
        return { label: words.remedies.health[remedy.part], run: () => go('health', { part: remedy.part }) };
    }
  };
}

function Advice(props: {
  item: Guidance;
  actOf: (remedy: Remedy) => Act;
  /** Stands beside the remedies. */
  beside?: ReactNode;
}): ReactNode {
  const { item } = props;
  return (
    <li className={classes.item} data-severity={item.severity}>
      <span className="w-visually-hidden">{words[item.severity]}: </span>
      <span>
        {item.severity === 'warning' ? <b aria-hidden="true">! </b> : null}
        {item.message}
      </span>
      <span className={classes.remedies}>
        {item.remedies.map((remedy) => {
          const act = props.actOf(remedy);
          return (
            <button key={act.label} type="button" onClick={act.run}>
              {act.label}
            </button>
          );
        })}
        {props.beside}
      </span>
    </li>
  );
}

/** Advice of one rule: with many classes it would fill the screen, so the first stands for the others. */
function RuleGroup(props: { items: readonly Guidance[]; actOf: (remedy: Remedy) => Act }): ReactNode {
  const { items, actOf } = props;
  const [opened, setOpened] = useState(items.length <= fewAlike);
  const { shown, more } = usePortions(items.length);
  const others = opened ? null : (
    <button type="button" className={classes.alike} onClick={() => setOpened(true)}>
      {words.alike(formatCount(items.length - 1))}
    </button>
  );
  return (
    <>
      {items.slice(0, opened ? shown : 1).map((item) => (
        <Advice key={item.classes.join(' ')} item={item} actOf={actOf} beside={others} />
      ))}
      {opened && more !== null ? <li>{more}</li> : null}
    </>
  );
}

/** Each rule that was broken, the worst first, with its remedies one click away. */
export function GuidanceList(props: { evaluation: Evaluation; place: EvaluatePlace }): ReactNode {
  const { evaluation, place } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [all, setAll] = useState(false);
  const actOf = useRemedies(evaluation, place);
  const { data, error } = useQuery(
    trpc.guidance.forModel.queryOptions({
      projectId,
      modelId: evaluation.modelId,
      dataset: evaluation.dataset,
    }),
  );
  const groups = [...Map.groupBy(data ?? [], ({ rule }) => rule).values()];
  const shown = all ? groups : groups.slice(0, groupsAtFirst);
  const left = groups.slice(shown.length).reduce((sum, items) => sum + items.length, 0);
  return (
    <section className={classes.guidance} aria-label={words.title}>
      <h2>{words.title}</h2>
      {error === null ? null : <p className={classes.quiet}>{messageOf(error)}</p>}
      {data === undefined && error === null ? <p className={classes.quiet}>{words.loading}</p> : null}
      {data?.length === 0 ? <p className={classes.quiet}>✓ {words.none}</p> : null}
      <ul>
        {shown.map((items) => (
          <RuleGroup key={items[0]?.rule} items={items} actOf={actOf} />
        ))}
      </ul>
      {left > 0 || all ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(!all)}>
          {all ? words.fewer : words.more(formatCount(left))}
        </Button>
      ) : null}
    </section>
  );
}
