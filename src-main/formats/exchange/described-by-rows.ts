import { Tally } from '../../domain/exchange/tally.ts';
import type { SourceProject } from '../../domain/source.ts';
import { createStreamDecoder, type DetectedEncoding } from '../encoding.ts';
import { readChunks, throwIfCancelled } from '../file-bytes.ts';
import type { ReadContext, SourceFile } from '../types.ts';

/** Labels of one row, and whether they show that the file is one of a multi-label project. */
interface SeenRow {
  readonly names: readonly string[];
  readonly several: boolean;
}

/**
 * The project of a file that says nothing of it but by its rows: all of them are looked at.
 *
 * @throws AppError cancelled, file_unreadable
 */
export async function describedByRows<Row>(
  source: SourceFile,
  detected: DetectedEncoding,
  splitter: { push(chunk: string): Row[]; end(): Row[] },
  context: ReadContext,
  see: (row: Row) => SeenRow | null,
): Promise<SourceProject> {
  const decoder = createStreamDecoder(detected.encoding);
  const tally = new Tally();
  let several = false;
  const take = (rows: readonly Row[]): void => {
    for (const row of rows) {
      const seen = see(row);
      if (seen === null) continue;
      tally.document(seen.names, null);
      several ||= seen.several;
    }
  };
  for await (const chunk of readChunks(source.path)) {
    throwIfCancelled(context.signal);
    take(splitter.push(decoder.decode(chunk)));
  }
  take([...splitter.push(decoder.end()), ...splitter.end()]);
  const { documents, classes } = tally.result().counts;
  return {
    kind: several ? 'multi' : 'single',
    name: null,
    language: null,
    multilingual: false,
    description: '',
    classes: classes.map(({ name }) => name),
    documents,
    attributes: [],
  };
}
