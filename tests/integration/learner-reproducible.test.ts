import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { familyNames } from '../support/learner.ts';

const program = path.join(import.meta.dirname, 'support', 'train-once.ts');

interface Trained {
  readonly bytes: number;
  readonly artefact: string;
  readonly predictions: string;
  readonly summary: unknown;
}

async function trainInFreshProcess(family: string, kind: string, threads: number): Promise<Trained> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, family, kind, String(threads)]);
  return JSON.parse(stdout.slice(stdout.indexOf('{"bytes"'))) as Trained;
}

describe.each(familyNames)('%s', (family) => {
  test.each(['single', 'multi'])(
    'trains the same bytes in fresh processes, with one thread and with two: %s-label',
    { timeout: 300_000 },
    async (kind) => {
      const first = await trainInFreshProcess(family, kind, 1);
      expect(first.bytes).toBeGreaterThan(1000);
      expect(await trainInFreshProcess(family, kind, 1)).toEqual(first);
      expect(await trainInFreshProcess(family, kind, 2)).toEqual(first);
    },
  );
});
