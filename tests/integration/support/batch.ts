import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Project } from '../../../src-main/core/core.ts';
import type { BatchRequest } from '../../../src-main/core/learning.ts';
import type { BatchClassification } from '../../../src-main/domain/model.ts';
import { automaticReadOptions } from '../../../src-main/domain/source.ts';
import { type CoreBench, createProject, importRows, ticketRows } from './core.ts';

/** A project with the three classes of tickets and a linear model of them. */
export async function trainedProject(
  bench: CoreBench,
  kind: 'single' | 'multi' = 'single',
): Promise<Project> {
  const project = await createProject(bench, bench.start(), kind, kind);
  const rows = ticketRows(600).map(({ label, ...row }) => ({
    ...row,
    ...(kind === 'single' ? { label: label! } : { labels: [label!] }),
  }));
  await importRows(bench, project, rows);
  const { jobId } = await project.training.start({
    modelName: 'm',
    family: 'linear',
    options: {},
    encoder: null,
    seed: 1,
    split: 'automatic',
    percentages: { train: 70, validation: 20, test: 10 },
    overwrite: false,
  });
  await project.jobs.finished(jobId);
  return project;
}

/** Files of several formats in one folder, some of their rows broken. @param documents of the largest file */
export function writeInputs(bench: CoreBench, folder: string, documents: number): string {
  const texts = ticketRows(documents).map(({ text, id }) => ({ id, text }));
  const lines = texts.map((row, index) =>
    index % 997 === 5
      ? '{"text": broken'
      : JSON.stringify(index % 500 === 3 ? { id: row.id, text: '' } : row),
  );
  bench.write(`${folder}/a.jsonl`, `${lines.join('\n')}\n`);
  const table = ticketRows(documents / 4).map(({ text, id }) => `${id},"${text} =1"\n`);
  bench.write(`${folder}/b.csv`, `id,text\n${table.join('')}`);
  for (let index = 0; index < 12; index++) bench.write(`${folder}/c/${index}.txt`, texts[index]!.text);
  bench.write(`${folder}/d.jsonl`, '');
  return bench.path(folder);
}

export function requestFor(
  bench: CoreBench,
  project: Project,
  input: string,
  changes: Partial<BatchRequest> & { readonly name: string },
): BatchRequest {
  const { name, ...fields } = changes;
  return {
    modelId: project.models.list()[0]!.id,
    paths: [input],
    options: automaticReadOptions,
    outputPath: bench.path(name),
    outputFormat: 'jsonl',
    ...fields,
  };
}

export async function classified(
  project: Project,
  request: BatchRequest & { readonly resume?: boolean },
): Promise<BatchClassification> {
  const { jobId } = project.classification.startBatch(request);
  const job = await project.jobs.finished(jobId);
  if (job.state !== 'done') throw new Error(`The batch ended as ${job.state}: ${job.error?.message ?? ''}`);
  return job.result as BatchClassification;
}

/** Names and contents of everything below a folder, or of one file. */
export function contents(place: string): Readonly<Record<string, string>> {
  if (!statSync(place).isDirectory()) return { [path.basename(place)]: hashOf(place) };
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(path.join(place, name)).isFile())
      .map((name) => [name, hashOf(path.join(place, name))]),
  );
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
