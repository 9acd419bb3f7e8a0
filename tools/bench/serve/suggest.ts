import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { SuggestionRun } from '../../../src-main/domain/suggestion.ts';
import { findEntries } from '../../../src-main/hosts/entries.ts';
import { createHost } from '../../../src-main/hosts/host.ts';
import { inRoot } from '../../lib/paths.mjs';
import { createProject, insertRaw, rawRow } from '../raw-project.ts';
import { milliseconds, perSecond, type Section, seconds } from '../report.ts';
import { bareRate, madeDocuments, shortestText, trainingDocuments } from './batch.ts';
import { command } from './command.ts';
import type { ServeOptions } from './serve.ts';

/** So many unlabelled documents are in the project. */
const mostDocuments = 200_000;
const longestBlock = 50;
const resolution = 1;

/** Suggestions for all unlabelled documents of a project, against nothing but classifying their texts. */
export async function benchSuggest({ rows, log }: ServeOptions): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-bench-'));
  try {
    const count = Math.min(rows, mostDocuments);
    const project = path.join(folder, 'suggest.winnow');
    log(`Training on ${trainingDocuments.toLocaleString('en')} short texts ...`);
    await createProject(project);
    const made = madeDocuments(42, trainingDocuments + count);
    insertRaw(project, made.map(rawRow), { labelled: trainingDocuments });
    await command(['train', project, '--model', 'm', '--family', 'linear', '--json']);
    const texts = made.slice(trainingDocuments).map(({ text }) => text);
    const before = await bareRate(project, texts);
    log(`Asking about ${count.toLocaleString('en')} documents ...`);
    const run = await suggestions(project, count);
    const after = await bareRate(project, texts);
    const bare = (before.rate + after.rate) / 2;
    const share = count / run.seconds / bare;
    return {
      title: `suggest: ${count.toLocaleString('en')} unlabelled documents of ${shortestText} characters in a project`,
      figures: [
        {
          name: 'bare classifier, texts in memory, all cores, before and after',
          value: `${perSecond(before.rate, 1)}, ${perSecond(after.rate, 1)}`,
        },
        {
          name: 'suggestions in the project',
          value: `${perSecond(count, run.seconds)}, ${seconds(run.seconds)}`,
        },
        { name: "share of the bare classifier's rate", value: share.toFixed(2) },
        {
          name: 'longest time the main process was blocked',
          value: `${milliseconds(run.longest)}, 99 % below ${milliseconds(run.usual)}`,
        },
        {
          name: 'most processor time of its thread between two turns of the event loop',
          value: milliseconds(run.processor),
          target: `< ${longestBlock} ms`,
          passed: run.processor < longestBlock,
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface SuggestRun {
  readonly seconds: number;
  /** Milliseconds, as are the others. What else the machine does counts, too. */
  readonly longest: number;
  readonly usual: number;
  /** Without waiting for a processor or the disk. */
  readonly processor: number;
}

/** In this process as in the window's main process; the built worker does the work. */
async function suggestions(file: string, count: number): Promise<SuggestRun> {
  const { core } = createHost({
    name: 'cli',
    entries: findEntries(inRoot('out', 'main')),
    keepUserData: true,
  });
  try {
    const project = core.project((await core.projects.open(file)).id);
    await project.counts();
    const histogram = monitorEventLoopDelay({ resolution });
    histogram.enable();
    const turns = watchTurns();
    const { jobId } = project.classification.startSuggestions({
      modelId: project.models.list()[0]!.id,
      files: null,
    });
    const job = await project.jobs.finished(jobId);
    histogram.disable();
    const processor = turns.stop();
    const run = job.result as SuggestionRun | null;
    if (run?.documents !== count) throw new Error(`Not all were asked about: ${JSON.stringify(job)}`);
    const blocked = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolution);
    return {
      seconds: run.seconds,
      longest: blocked(histogram.max),
      usual: blocked(histogram.percentile(99)),
      processor,
    };
  } finally {
    await core.close();
  }
}

/** The processor time of this thread between two timers in a row: at least that of any one piece of work. */
function watchTurns(): { readonly stop: () => number } {
  let most = 0;
  let before = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    most = Math.max(most, (user + system) / 1000);
    before = process.threadCpuUsage();
  }, 1);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}
