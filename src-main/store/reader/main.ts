import { parentPort, workerData } from 'node:worker_threads';
import { toErrorData } from '../../domain/errors.ts';
import { backUp } from '../backup.ts';
import { copyProject } from '../copy.ts';
import {
  openCheckpointConnection,
  openMemory,
  openReadConnection,
  type ReadDb,
  type WriteDb,
} from '../database.ts';
import { countDocuments } from '../queries/counts.ts';
import { documentIds } from '../queries/document-ids.ts';
import { drawPlaces } from '../queries/draw.ts';
import { importCounts } from '../queries/import-counts.ts';
import { checkIntegrity } from '../queries/integrity.ts';
import { documentFingerprint, labelledDocuments, textVolume, unfitForSingle } from '../queries/labelled.ts';
import { nearGroups } from '../queries/near-groups.ts';
import { documentStanding } from '../queries/standing.ts';
import { shownSuggestions } from '../queries/suggestion-scores.ts';
import { hashDocuments } from '../queries/text-hashes.ts';
import { translateError } from '../sqlite-errors.ts';
import {
  type ReaderAnswer,
  type ReaderQueries,
  type ReaderRequest,
  type ReaderWorkerData,
  readerReady,
} from './protocol.ts';

/** Entry of the reader thread: long queries over a read-only connection, away from the main thread. */
const { path } = workerData as ReaderWorkerData;
const port = parentPort!;
let connection: ReadDb | undefined;
let checkpoints: WriteDb | undefined;

/** Opened with the first query, so that a file that cannot be opened is that query's error. */
const db = (): ReadDb => {
  connection ??= openReadConnection(path);
  return connection;
};

const queries: ReaderQueries = {
  ids: (filter, sort) => documentIds(db(), filter, sort),
  counts: () => countDocuments(db()),
  fingerprint: (datasets, unlabelled) => documentFingerprint(db(), datasets, unlabelled),
  volume: () => textVolume(db()),
  standing: () => documentStanding(db()),
  labelled: (all) => labelledDocuments(db(), all),
  nearGroups: () => nearGroups(db()),
  draw: (request) => drawPlaces(db(), request),
  unfit: () => unfitForSingle(db()),
  importCounts: (importId) => importCounts(db(), importId),
  suggestions: () => shownSuggestions(db()),
  hashes: () => hashDocuments(db()),
  checkpoint() {
    checkpoints ??= openCheckpointConnection(path);
    const [result] = checkpoints.pragma('wal_checkpoint(PASSIVE)') as readonly {
      readonly log: number;
      readonly checkpointed: number;
    }[];
    return { frames: result!.log, carried: result!.checkpointed };
  },
  check: () => checkIntegrity(db()),
  copy: (target) => copyProject(db(), target),
  backUp: (now) => backUp(db(), path, now),
};

// The driver puts off loading its native code until the first connection.
openMemory().close();
port.postMessage(readerReady);

port.on('message', ({ name, parameters }: ReaderRequest) => {
  let answer: ReaderAnswer;
  try {
    const query = queries[name] as (...parameters: readonly unknown[]) => unknown;
    answer = { result: query(...parameters) };
  } catch (error) {
    answer = { error: toErrorData(translateError(error, path)) };
  }
  port.postMessage(answer, 'result' in answer ? transferable(answer.result) : []);
});

/** The memory of typed arrays is handed over, not copied. */
function transferable(result: unknown): ArrayBuffer[] {
  if (typeof result !== 'object' || result === null) return [];
  return Object.values(result)
    .filter((value) => value instanceof Int32Array || value instanceof Float64Array)
    .map((array) => array.buffer as ArrayBuffer);
}
