import { Button, TextInput } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { type CSSProperties, type ReactNode, useState } from 'react';
import type { ClassFeatures, Model } from '../../../src-main/domain/model.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useGo } from '../places.ts';
import { EmptyState, ErrorState, LoadingState } from '../states/states.tsx';
import classes from './model-features.module.css';

const words = text.models.features;
const featuresPerClass = 12;
const classesAtOnce = 20;
const searchedFrom = 12;

/** The weight by its length of bar and in figures; the strongest of the class is the measure. */
function Feature(props: { feature: ClassFeatures['features'][number]; strongest: number }): ReactNode {
  const { feature, weight } = props.feature;
  const strength = Math.round(20 + (80 * weight) / props.strongest);
  return (
    <li
      className={classes.feature}
      style={{ '--strength': `${strength}%` } as CSSProperties}
      title={words.weight(weight.toPrecision(3))}
    >
      {feature}
    </li>
  );
}

function Row(props: { name: string; features: ClassFeatures['features'] | undefined }): ReactNode {
  const { features } = props;
  const strongest = features?.[0]?.weight ?? 1;
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td aria-busy={features === undefined}>
        {features === undefined ? (
          <span className={classes.dim}>…</span>
        ) : features.length === 0 ? (
          <span className={classes.dim}>{words.nothing}</span>
        ) : (
          <ul className={classes.features}>
            {features.map((each) => (
              <Feature key={each.feature} feature={each} strongest={strongest} />
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

function NoFeatures(props: { model: Model }): ReactNode {
  const go = useGo();
  return (
    <EmptyState
      title={words.empty}
      actions={
        <Button variant="default" onClick={() => go('classify', { model: props.model.id })}>
          {words.classify}
        </Button>
      }
    >
      {words.emptyHint}
    </EmptyState>
  );
}

function useFeatures(model: Model, shown: Model['classes']) {
  const trpc = useTRPC();
  const projectId = useProjectId();
  return useQueries({
    queries: shown.map(({ classId }) => ({
      ...trpc.models.topFeatures.queryOptions({
        projectId,
        modelId: model.id,
        classId,
        limit: featuresPerClass,
      }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: (results) => ({
      features: results.map(({ data }) => data?.[0]?.features),
      error: results.find(({ error }) => error !== null)?.error ?? null,
      retry: () => void Promise.all(results.map((result) => result.refetch())),
    }),
  });
}

/** The words that speak most for each class, over the whole model. */
export function ModelFeatures(props: { model: Model }): ReactNode {
  const { model } = props;
  const [search, setSearch] = useState('');
  const [count, setCount] = useState(classesAtOnce);
  const wanted = search.trim().toLowerCase();
  const found = model.classes.filter(({ name }) => name.toLowerCase().includes(wanted));
  const shown = found.slice(0, count);
  const { features, error, retry } = useFeatures(model, shown);
  if (error !== null) {
    return <ErrorState title={words.failed} message={messageOf(error)} onRetry={retry} />;
  }
  if (shown.length > 0 && features.every((each) => each === undefined)) {
    return <LoadingState label={words.loading} />;
  }
  if (wanted === '' && features.every((each) => each?.length === 0)) return <NoFeatures model={model} />;
  return (
    <div className={classes.all}>
      <p className={classes.hint}>{words.hint}</p>
      {model.classes.length <= searchedFrom ? null : (
        <TextInput
          className={classes.search ?? ''}
          size="xs"
          aria-label={words.search}
          placeholder={words.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{words.class}</th>
            <th>{words.features}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ classId, name }, index) => (
            <Row key={classId} name={name} features={features[index]} />
          ))}
        </tbody>
      </table>
      {shown.length < found.length ? (
        <Button
          className={classes.more ?? ''}
          size="compact-sm"
          variant="default"
          onClick={() => setCount(count + classesAtOnce)}
        >
          {words.more(Math.min(classesAtOnce, found.length - shown.length))}
        </Button>
      ) : null}
    </div>
  );
}
