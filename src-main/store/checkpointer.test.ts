import { statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { newStore, quiet, readerEntry, temporaryFolder } from '../../tests/support/store.ts';
import { createCheckpointer } from './checkpointer.ts';
import { openWriteConnection, switchToWriteAheadLog } from './database.ts';
import { ReaderThread } from './reader/thread.ts';

const megabyte = 1024 * 1024;

it('begins the log anew beside a writer that never rests', { timeout: 60_000 }, async () => {
  const source = await newStore();
  const file = path.join(temporaryFolder(), 'busy.winnow');
  await source.saveCopy(file);
  const db = openWriteConnection(file);
  switchToWriteAheadLog(db);
  const thread = new ReaderThread({ entry: readerEntry, path: file });
  const checkpointer = createCheckpointer({ db, path: file, thread, log: quiet, hugeBytes: 20 * megabyte });
  onTestFinished(async () => {
    checkpointer.stop();
    await thread.close();
    db.close();
  });
  db.exec('CREATE TABLE load (id INTEGER PRIMARY KEY, data BLOB NOT NULL)');
  const write = db.prepare('INSERT OR REPLACE INTO load (id, data) VALUES (?, randomblob(1000000))');
  let largest = 0;
  let shrunk = false;
  for (let turn = 0; turn < 4000 && !shrunk; turn++) {
    write.run(turn % 8);
    const { size } = statSync(`${file}-wal`);
    shrunk = size < largest;
    largest = Math.max(largest, size);
    await nextTurn();
  }
  expect(shrunk).toBe(true);
});
