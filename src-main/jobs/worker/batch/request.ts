import { createHash } from 'node:crypto';
import type { BatchWork } from '../../../core/ports/batch-task.ts';
import { withoutLabels } from '../../../domain/source.ts';

/**
 * Equal for runs whose results would be the same bytes in the same places: of the model's artefact, the rule, and how
 * files are read and written. The files themselves have a fingerprint of their own.
 */
export function requestFingerprint(work: BatchWork, artefact: Uint8Array): string {
  const { rule, outputFormat, routeFolder, errorsPath } = work;
  const model = createHash('sha256').update(artefact).digest('hex');
  const facts = [model, rule, withoutLabels(work.options), outputFormat, routeFolder, errorsPath];
  return createHash('sha256').update(canonical(facts)).digest('hex');
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, found: unknown) =>
    found !== null && typeof found === 'object' && !Array.isArray(found)
      ? Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)))
      : found,
  );
}
