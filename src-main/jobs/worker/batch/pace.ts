import type { TaskContext } from '../task-context.ts';
import type { Inputs } from './inputs.ts';

/** An estimate from less time is a guess. */
const minimalSeconds = 1;

/**
 * Reports progress by bytes, with documents a second and the time left as if the rest went as fast. What an earlier run
 * had done counts for neither.
 */
export function createPace(
  { sources }: Inputs,
  documentsBefore: number,
  context: Pick<TaskContext, 'progress'>,
): (bytes: number, documents: number) => void {
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  let first: { readonly at: number; readonly bytes: number } | undefined;
  const startedAt = performance.now();
  return (bytes, documents) => {
    const now = performance.now();
    first ??= { at: now, bytes };
    const seconds = (now - startedAt) / 1000;
    const measured = (now - first.at) / 1000;
    const bytesLeft = total - bytes;
    const perSecond = (bytes - first.bytes) / measured;
    context.progress({
      phase: 'Classifying',
      fraction: total === 0 ? null : Math.min(1, bytes / total),
      current: documents,
      unit: 'documents',
      ...(seconds < minimalSeconds ? {} : { rate: (documents - documentsBefore) / seconds }),
      ...(measured < minimalSeconds || perSecond <= 0 ? {} : { secondsLeft: bytesLeft / perSecond }),
    });
  };
}
