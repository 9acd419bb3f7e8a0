import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/** A Python that can import boto3, or undefined. */
export function pythonWithBoto3(): string | undefined {
  const candidates = [process.env.WINNOW_TEST_PYTHON, path.join(root, '.cache/bench/python/bin/python')];
  return candidates.find(
    (python) =>
      python !== undefined && existsSync(python) && spawnSync(python, ['-c', 'import boto3']).status === 0,
  );
}
