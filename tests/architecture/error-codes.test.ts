import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes } from '../../src-main/domain/errors.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/error-codes.md'), 'utf8');

test('docs/error-codes.md explains every error code, in the order of the source, and no other', () => {
  const documented = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map((match) => match[1]);
  expect(documented).toEqual([...errorCodes]);
});
