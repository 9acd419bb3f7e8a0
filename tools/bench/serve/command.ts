import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findNode } from '../../lib/node.mjs';
import { inRoot } from '../../lib/paths.mjs';
import type { Probe } from '../probed.ts';

/** Runs the built command line and returns what it printed. @throws Error when it fails. */
export async function command(
  args: readonly string[],
  probe?: Pick<Probe, 'nodeArguments' | 'environment'>,
): Promise<string> {
  const child = spawn(
    findNode(),
    [...(probe?.nodeArguments ?? []), inRoot('out', 'main', 'cli.cjs'), ...args],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...probe?.environment } },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`winnow ${args.join(' ')} ended with ${code}: ${output}`);
  return output;
}
