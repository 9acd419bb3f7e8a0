import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { createDocuments } from './documents.ts';
import { createProject, insertRaw, openStores, type RawRow, rawRow, removeProject } from './raw-project.ts';

const shortestText = 1000;
/** Half of the documents carry a label. */
const unlabelledEvery = 2;
/** Another making of the documents or the schema needs another name. */
const making = 1;

function* makeRows(count: number): Generator<RawRow> {
  const documents = createDocuments(42, shortestText);
  for (let index = 0; index < count; index++) yield rawRow(documents.next());
}

/**
 * A closed project of `count` documents of about 1 kB, indexed for search by the product itself. It is kept in
 * `.cache/bench/`; deleting it costs the time to make it again.
 */
export async function largeProject(count: number, log: (line: string) => void): Promise<string> {
  const folder = inRoot('.cache', 'bench');
  const file = `${folder}/store-${making}-${count}.winnow`;
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${folder}/unfinished.winnow`;
  log(`Making a project of ${count.toLocaleString('en')} documents; it is kept in .cache/bench ...`);
  await createProject(unfinished);
  insertRaw(unfinished, makeRows(count), { unlabelledEvery });
  log('Filling its full-text index ...');
  const store = await openStores().open(unfinished);
  let turns = 0;
  while (store.search.fillChunk()) {
    turns++;
    // The log is carried into the file by a thread that needs this process to turn.
    if (turns % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await store.close();
  removeProject(file);
  renameSync(unfinished, file);
  return file;
}
