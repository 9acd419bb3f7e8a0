import { workerEnvironment } from '../../../src-main/jobs/worker-environment.ts';
import { findNode } from '../../lib/node.mjs';
import { ToolError } from '../../lib/processes.mjs';
import type { Job } from './job.ts';
import { runMeasured } from './measured-process.ts';

/** Runs a job in a Node process of its own. @param program as `bundleJobProgram` made it @throws ToolError with the process's output when it fails. */
export async function runOurs<Outcome>(program: string, job: Job): Promise<Outcome> {
  const { code, output } = await runMeasured(findNode(), [program, JSON.stringify(job)], workerEnvironment());
  const line = output.split('\n').find((text) => text.startsWith('{"'));
  if (code !== 0 || line === undefined) throw new ToolError(`${named(job)} failed:\n${output}`);
  return JSON.parse(line) as Outcome;
}

function named(job: Job): string {
  return job.kind === 'set' ? `Training ${job.family} on ${job.set}` : `The job "${job.kind}"`;
}

/** Highest resident memory of a Node process that does nothing, in bytes. */
export async function idleMemory(): Promise<number> {
  const { output } = await runMeasured(
    findNode(),
    ['-p', 'process.resourceUsage().maxRSS'],
    workerEnvironment(),
  );
  return Number(output) * 1024;
}
