import { run } from '../../lib/processes.mjs';

/**
 * Runs a program whose highest memory is asked for, and collects its output. Linux counts the memory of the process
 * that starts another as the other's own highest (`ru_maxrss` survives exec): the start goes through a shell, which
 * has hardly any.
 */
export function runMeasured(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const options = { output: 'collect', env } as const;
  if (process.platform === 'win32') return run(command, args, options);
  return run('/bin/sh', ['-c', '"$0" "$@"; exit $?', command, ...args], options);
}
