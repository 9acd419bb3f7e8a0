import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createProbe } from '../probed.ts';
import { createProject, insertRaw, rawRow } from '../raw-project.ts';
import { milliseconds, perSecond, type Section, seconds } from '../report.ts';
import { bareRate, madeDocuments, shortestText, trainingDocuments } from './batch.ts';
import { command } from './command.ts';
import type { ServeOptions } from './serve.ts';

/** So many documents are in the project; more texts would measure nothing else. */
const mostDocuments = 200_000;
const longestBlock = 50;

/** Suggestions for all unlabelled documents of a project, against nothing but classifying their texts. */
export async function benchSuggest({ rows, log }: ServeOptions): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-bench-'));
  try {
    const count = Math.min(rows, mostDocuments);
    const project = path.join(folder, 'suggest.winnow');
    log(
      `Training on ${trainingDocuments.toLocaleString('en')} of ${count.toLocaleString('en')} documents ...`,
    );
    await createProject(project);
    const made = madeDocuments(42, trainingDocuments + count);
    insertRaw(project, made.map(rawRow), { labelled: trainingDocuments });
    await command(['train', project, '--model', 'm', '--family', 'linear', '--json']);
    const texts = made.slice(trainingDocuments).map(({ text }) => text);
    const before = await bareRate(project, texts);
    log('Asking for suggestions ...');
    const run = await suggestions(project, count);
    const after = await bareRate(project, texts);
    const bare = (before.rate + after.rate) / 2;
    return {
      title: `suggest: ${count.toLocaleString('en')} unlabelled documents of ${shortestText} characters in a project`,
      figures: [
        { name: 'bare classifier, texts in memory, all cores', value: perSecond(bare, 1) },
        {
          name: 'suggestions, of the job',
          value: `${perSecond(count, run.job)}, ${seconds(run.job)}, ${(count / run.job / bare).toFixed(2)} of the bare rate`,
        },
        {
          name: 'suggestions, start of the program to its end',
          value: `${perSecond(count, run.whole)}, ${seconds(run.whole)}`,
        },
        {
          name: 'longest block of the main process',
          value: milliseconds(run.blocked),
          target: `< ${longestBlock} ms`,
          passed: run.blocked < longestBlock,
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function suggestions(
  project: string,
  count: number,
): Promise<{ readonly whole: number; readonly job: number; readonly blocked: number }> {
  const probe = createProbe();
  try {
    const start = performance.now();
    const answer = await command(['classify', project, '--model', 'm', '--suggest', '--json'], probe);
    const whole = (performance.now() - start) / 1000;
    const run = JSON.parse(answer) as { readonly documents: number; readonly seconds: number };
    if (run.documents !== count) throw new Error(`${run.documents} of ${count} documents: ${answer}`);
    return { whole, job: run.seconds, blocked: probe.longestBlock('cli.cjs') };
  } finally {
    probe.dispose();
  }
}
