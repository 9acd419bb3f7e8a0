import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import type { TRPCClient } from '@trpc/client';
import { afterEach, expect, test, vi } from 'vitest';
import type { AppRouter } from '../../src-main/api/router.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { createTransport } from '../../src-renderer/app/transport/transport.ts';
import { createFakeElectron } from '../fixtures/fake-electron/fake-electron.ts';
import { removeFolder, temporaryFolder } from './electron-host.ts';

const bundle = path.resolve('out', 'main', 'electron.cjs');
const require = createRequire(import.meta.url);
const modules = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
const load = modules._load;

afterEach(() => {
  modules._load = load;
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

/** A stale build would say nothing about these sources: this test is for what `npm run build` just made. */
test.skipIf(!existsSync(bundle))(
  'the built main process finds its preload script, pages and worker (needs npm run build)',
  async () => {
    const folder = temporaryFolder();
    vi.stubEnv('WINNOW_USER_DATA', path.join(folder, 'user-data'));
    vi.stubEnv('WINNOW_PROJECTS', path.join(folder, 'projects'));
    const connected = Promise.withResolvers<TRPCClient<AppRouter>>();
    const fake = createFakeElectron({
      async runPage(page) {
        vi.stubGlobal('window', page.window);
        require(fake.record.preloads.at(-1)!);
        connected.resolve(await createTransport());
      },
    });
    modules._load = (request, ...rest) => (request === 'electron' ? fake.electron : load(request, ...rest));
    require(bundle);
    fake.app.becomeReady();
    const client = await connected.promise;

    const home = await fake.record.pageHandler!({ method: 'GET', url: 'winnow://app/' });
    const [, script] = /<script type="module"[^>]* src="([^"]+)"/.exec(await home.text()) ?? [];
    const code = await fake.record.pageHandler!({
      method: 'GET',
      url: new URL(script!, 'winnow://app/').href,
    });
    expect(code.headers.get('content-type')).toBe('text/javascript; charset=utf-8');

    mkdirSync(path.join(folder, 'texts'));
    writeFileSync(path.join(folder, 'texts', 'a.txt'), 'A text of its own.');
    const inspection = await client.application.inspect.mutate({
      paths: [path.join(folder, 'texts')],
      projectKind: 'single',
      options: { ...automaticReadOptions, mapping: {} },
    });
    expect(JSON.stringify(inspection)).toContain('A text of its own.');
    const { path: file } = await client.projects.create.mutate({
      path: path.join(folder, 'projects', 'built'),
      name: 'Built',
      kind: 'multi',
      language: 'en',
      multilingual: false,
      description: '',
    });
    const exited = fake.app.exited();
    fake.app.quit();
    await exited;
    expect(readdirSync(path.join(folder, 'projects'))).toContain(path.basename(file));
    removeFolder(folder);
  },
);
