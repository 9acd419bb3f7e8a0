import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, watch } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { projectFields } from '../../tests/support/project-fields.ts';
import { storeOpener, temporaryFolder } from '../../tests/support/store.ts';

const script = fileURLToPath(new URL('../../tests/support/create-projects.ts', import.meta.url));

/** Kills a process that creates projects after so many changes of its folder. */
async function killAfter(changes: number, folder: string): Promise<void> {
  const child = spawn(process.execPath, ['--no-warnings', script, folder], { stdio: 'ignore' });
  let seen = 0;
  const watcher = watch(folder, () => {
    seen += 1;
    if (seen === changes) child.kill('SIGKILL');
  });
  await once(child, 'exit');
  watcher.close();
  expect(child.signalCode).toBe('SIGKILL');
}

test('whenever a process is killed that creates projects, each of its files is a whole project', async () => {
  for (const changes of [1, 2, 3, 4, 5, 6, 8, 11, 15, 20]) {
    const folder = temporaryFolder();
    await killAfter(changes, folder);
    const opener = storeOpener();
    const names = readdirSync(folder).filter((name) => name.endsWith('.winnow'));
    for (const name of names) {
      const store = await opener.open(path.join(folder, name));
      expect(store.project.get().name).toBe('Tickets');
      await store.close();
    }
    // What it left of the next one is in nobody's way.
    const next = await opener.create(path.join(folder, `${names.length + 1}.winnow`), projectFields);
    await next.close();
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  }
}, 120_000);
