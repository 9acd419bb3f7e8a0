import { findNode } from '../../lib/node.mjs';
import { inRoot } from '../../lib/paths.mjs';
import { run, ToolError } from '../../lib/processes.mjs';
import type { Job } from './job.ts';

/** Runs a job in a Node process of its own. @throws ToolError with the process's output when it fails. */
export async function runOurs<Outcome>(job: Job): Promise<Outcome> {
  const program = inRoot('tools', 'bench', 'engine', 'run-job.ts');
  const { code, output } = await run(findNode(), [program, JSON.stringify(job)], { output: 'collect' });
  const line = output.split('\n').find((text) => text.startsWith('{"'));
  if (code !== 0 || line === undefined) throw new ToolError(`${named(job)} failed:\n${output}`);
  return JSON.parse(line) as Outcome;
}

function named(job: Job): string {
  return job.kind === 'set' ? `Training ${job.family} on ${job.set}` : `The job "${job.kind}"`;
}

/** Highest resident memory of a Node process that does nothing, in bytes. */
export async function idleMemory(): Promise<number> {
  const { output } = await run(findNode(), ['-p', 'process.resourceUsage().maxRSS'], { output: 'collect' });
  return Number(output) * 1024;
}
