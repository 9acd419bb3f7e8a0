import { writeFileSync } from 'node:fs';
import { compileKernel, kernelCodePath } from './compile.ts';

writeFileSync(kernelCodePath, await compileKernel());
