import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const longestStart = 120_000;
const longestWorkerLife = 30_000;

export interface Killed {
  /** Milliseconds until the victim had the project open; null when it was killed before. */
  readonly startMilliseconds: number | null;
  /** The process group of the victim and of the workers it started. */
  readonly group: number;
}

/**
 * Starts a victim in a process group of its own and kills it, and only it: `delay` milliseconds after it has the
 * project open, or after its start.
 * @throws Error when it ends by itself.
 */
export async function killVictim(options: {
  readonly planFile: string;
  readonly journalFile: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly from: 'start' | 'work';
  readonly delay: number;
}): Promise<Killed> {
  const program = path.join(import.meta.dirname, 'victim.ts');
  const child = spawn(process.execPath, ['--no-warnings', program, options.planFile, options.journalFile], {
    detached: true,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = performance.now();
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let startMilliseconds: number | null = null;
  const working = new Promise<void>((resolve) =>
    child.stdout.once('data', () => {
      startMilliseconds = performance.now() - started;
      resolve();
    }),
  );
  if (options.from === 'work') {
    await Promise.race([working, ended, wait(longestStart, undefined, { ref: false })]);
  }
  await Promise.race([wait(options.delay), ended]);
  if (hasEnded(child)) throw new Error(`The victim ended by itself: ${errors}`);
  child.kill('SIGKILL');
  // Not 'close': the workers hold its standard error open until they end.
  if (!hasEnded(child)) await new Promise((resolve) => child.once('exit', resolve));
  return { startMilliseconds, group: child.pid! };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Waits until the workers of a killed victim have ended; returns how long they took, or null when they live on. */
export async function orphansEnd(group: number): Promise<number | null> {
  const started = performance.now();
  while (groupLives(group)) {
    if (performance.now() - started > longestWorkerLife) {
      process.kill(-group, 'SIGKILL');
      return null;
    }
    await wait(20);
  }
  return performance.now() - started;
}

function groupLives(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch {
    return false;
  }
  return process.platform !== 'linux' || livingMembers(group) > 0;
}

/** A dead process that nobody has asked about yet is still a member of its group. */
function livingMembers(group: number): number {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [state, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(processGroup) === group && state !== 'Z' && state !== 'X';
    } catch {
      return false;
    }
  }).length;
}
