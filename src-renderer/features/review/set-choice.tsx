import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { datasetNames } from '../../../src-main/domain/project.ts';
import { useModels } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import type { ReviewPlace } from './use-review-place.ts';

/** Which model, on which set. */
export function SetChoice(props: { modelId: number; place: ReviewPlace }): ReactNode {
  const { place } = props;
  const models = useModels();
  return (
    <>
      <Select
        size="xs"
        w={150}
        aria-label={text.review.model}
        allowDeselect={false}
        value={String(props.modelId)}
        data={models.map((each) => ({ value: String(each.id), label: each.name }))}
        onChange={(id) => place.change({ modelId: Number(id), actual: null, predicted: null })}
      />
      <Select
        size="xs"
        w={120}
        aria-label={text.review.dataset}
        allowDeselect={false}
        value={place.dataset}
        data={(['test', 'validation'] as const).map((value) => ({ value, label: datasetNames[value] }))}
        onChange={(dataset) => place.change({ dataset: dataset as 'test' | 'validation' })}
      />
    </>
  );
}
