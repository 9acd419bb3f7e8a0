import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Files beside a host that it starts or serves; full paths. */
export interface Entries {
  readonly worker: string;
  readonly reader: string;
  readonly thread: string;
  /** Of the thread that reads documents. */
  readonly documents: string;
  readonly server: string;
  /** Folder of the built pages. */
  readonly renderer: string;
  readonly resources: string;
  readonly version: string;
}

/**
 * Finds them from the folder of a host's own entry file, the same whether it runs from the bundle
 * (`out/main/cli.cjs`) or from source (`src-main/hosts/cli/main.ts`).
 */
export function findEntries(hostFolder: string): Entries {
  const bundled = existsSync(path.join(hostFolder, 'worker.cjs'));
  const root = path.resolve(hostFolder, bundled ? '../..' : '../../..');
  const entry = (bundle: string, source: string): string =>
    bundled ? path.join(hostFolder, bundle) : path.join(root, 'src-main', source);
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return {
    worker: entry('worker.cjs', 'jobs/worker/main.ts'),
    reader: entry('reader.cjs', 'store/reader/main.ts'),
    thread: entry('thread.cjs', 'engine/threads/main.ts'),
    documents: entry('documents.cjs', 'formats/documents/thread-main.ts'),
    server: entry('server.cjs', 'hosts/server/main.ts'),
    renderer: path.join(root, 'out', 'renderer'),
    resources: path.join(root, 'resources'),
    version,
  };
}
