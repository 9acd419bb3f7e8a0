import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileKernel, kernelCodePath } from './compile.ts';

it('gives the kernel that is in the repository', async () => {
  expect(await compileKernel()).toBe(readFileSync(kernelCodePath, 'utf8'));
}, 120_000);
