import { spawn } from 'node:child_process';
import path from 'node:path';

/** Runs `doomed-session.ts` over a project until it says that it is busy, then kills it. */
export function killWhenBusy(...args: readonly string[]): Promise<void> {
  const program = path.join(import.meta.dirname, 'doomed-session.ts');
  const child = spawn(process.execPath, ['--no-warnings', program, ...args]);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    let busy = false;
    child.stdout.once('data', () => {
      busy = true;
      child.kill('SIGKILL');
    });
    child.once('close', () => {
      if (busy) {
        resolve();
      } else {
        reject(new Error(`The session ended by itself: ${errors}`));
      }
    });
  });
}
