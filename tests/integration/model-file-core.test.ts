import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Project } from '../../src-main/core/core.ts';
import type { ModelExport } from '../../src-main/domain/model-file.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { classified, requestFor, trainedProject, writeInputs } from './support/batch.ts';
import { type CoreBench, createCoreBench } from './support/core.ts';

let bench: CoreBench;
let project: Project;
beforeAll(async () => {
  bench = createCoreBench();
  project = await trainedProject(bench);
}, 120_000);
afterAll(() => bench.dispose());

const modelId = (): number => project.models.list()[0]!.id;

async function exported(format: 'model' | 'onnx', name: string): Promise<ModelExport> {
  const { jobId } = project.models.startExport(modelId(), { format, path: bench.path(name) });
  const job = await project.jobs.finished(jobId);
  if (job.state !== 'done') throw new Error(`The export ended as ${job.state}: ${job.error?.message ?? ''}`);
  return job.result as ModelExport;
}

test('a model file classifies many files as the project does, also when it was cancelled in between', async () => {
  const { outputPath: file } = await exported('model', 'm.winnow-model');
  const input = writeInputs(bench, 'in', 30_000);
  await classified(project, requestFor(bench, project, input, { name: 'project.jsonl' }));
  const { modelFiles } = bench.start();
  const request = {
    ...{ file, encoder: null, paths: [input], options: automaticReadOptions, resume: true },
    ...{ outputPath: bench.path('file.jsonl'), outputFormat: 'jsonl' as const },
    ...{ routeFolder: null, errorsPath: null },
  };
  const controller = new AbortController();
  const watch = { signal: controller.signal, onLog: () => {} };
  const stopped = modelFiles.classifyFiles(request, {
    ...watch,
    onProgress: ({ current = 0 }) => {
      if (current > 0) controller.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({
    code: 'cancelled',
    message: expect.stringContaining('start the same again'),
  });
  expect(existsSync(request.outputPath)).toBe(false);
  const calm = { ...watch, signal: new AbortController().signal, onProgress: () => {} };
  const result = await modelFiles.classifyFiles(request, calm);
  expect(result).toMatchObject({ resumed: expect.any(Number), drift: null, unsure: null });
  expect(readFileSync(request.outputPath).equals(readFileSync(bench.path('project.jsonl')))).toBe(true);
}, 120_000);

test('an export gives the ending, takes the place of an older file, and says what it cannot do', async () => {
  writeFileSync(bench.path('old.onnx'), 'old');
  const { outputPath, vocabularyPath, bytes } = await exported('onnx', 'old');
  expect([outputPath, vocabularyPath]).toEqual([bench.path('old.onnx'), bench.path('old.vocabulary.json')]);
  expect(readFileSync(outputPath).length).toBe(bytes);
  expect(existsSync(`${outputPath}.part`)).toBe(false);
  await expect(exported('model', 'no folder/m')).rejects.toThrow(/does not exist/);
  const start = (path: string, id = modelId()) => project.models.startExport(id, { format: 'model', path });
  expect(() => start(' ')).toThrow(/Name the file/);
  expect(() => start(bench.path('x'), 99)).toThrow(/no model 99/);
});
