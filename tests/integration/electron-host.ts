import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TRPCClient } from '@trpc/client';
import type { MenuItemConstructorOptions } from 'electron';
import { vi } from 'vitest';
import type { AppRouter } from '../../src-main/api/router.ts';
import type { DesktopBridge } from '../../src-main/domain/desktop-bridge.ts';
import { createFakeElectron, type FakeElectron } from '../fixtures/fake-electron/fake-electron.ts';
import type { FakePage } from '../fixtures/fake-electron/fake-page.ts';
import type { FakeBrowserWindow } from '../fixtures/fake-electron/fake-window.ts';

export interface LoadedPage {
  readonly page: FakePage;
  readonly client: TRPCClient<AppRouter>;
  readonly bridge: DesktopBridge<{ readonly fakePath: string }>;
}

export interface RunningHost {
  readonly fake: FakeElectron;
  readonly folder: string;
  window(): FakeBrowserWindow;
  /** The page that was loaded as the `number`th, counting from 1, once it has its port. */
  loaded(number: number): Promise<LoadedPage>;
  /** Presses an item of the menu. */
  choose(id: string): void;
  menuItem(id: string): MenuItemConstructorOptions;
  quit(): Promise<void>;
}

export interface HostSettings {
  readonly folder?: string;
  readonly argv?: readonly string[];
  readonly hasLock?: boolean;
  /** Called before the application is ready. */
  readonly beforeReady?: (fake: FakeElectron) => void;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-electron-'));
  mkdirSync(path.join(folder, 'projects'));
  return folder;
}

/**
 * Runs the real main process of the Electron host in this process, and in each page that it loads the real
 * preload script and the page's real transport. Only the module `electron` is a fake.
 */
export async function startElectronHost(settings: HostSettings = {}): Promise<RunningHost> {
  const folder = settings.folder ?? temporaryFolder();
  const pages: PromiseWithResolvers<LoadedPage>[] = [];
  const nth = (number: number): PromiseWithResolvers<LoadedPage> => {
    while (pages.length < number) pages.push(Promise.withResolvers());
    return pages[number - 1]!;
  };
  const loads: Promise<void>[] = [];
  const load = async (page: FakePage, number: number): Promise<void> => {
    vi.stubGlobal('window', page.window);
    vi.resetModules();
    await import('../../src-preload/preload.ts');
    const { createTransport } = await import('../../src-renderer/app/transport/transport.ts');
    const client = await createTransport();
    nth(number).resolve({ page, client, bridge: page.window.winnow as LoadedPage['bridge'] });
  };
  const fake = createFakeElectron({
    ...(settings.hasLock === undefined ? {} : { hasLock: settings.hasLock }),
    runPage(page) {
      const loading = load(page, loads.length + 1);
      loads.push(loading);
      return loading;
    },
  });
  vi.resetModules();
  vi.stubEnv('WINNOW_USER_DATA', path.join(folder, 'user-data'));
  vi.stubEnv('WINNOW_PROJECTS', path.join(folder, 'projects'));
  vi.doMock('electron', () => fake.electron);
  const { argv } = process;
  process.argv = ['/usr/bin/electron', '.', ...(settings.argv ?? [])];
  try {
    await import('../../src-main/hosts/electron/main.ts');
  } finally {
    process.argv = argv;
  }
  settings.beforeReady?.(fake);
  fake.app.becomeReady();
  await fake.app.whenReady();
  const menuItem = (id: string): MenuItemConstructorOptions => {
    const found = flatten(fake.record.menu).find((item) => item.id === id);
    if (found === undefined) throw new Error(`The menu has no item ${id}.`);
    return found;
  };
  return {
    fake,
    folder,
    window() {
      const [window] = fake.windows;
      if (window === undefined) throw new Error('There is no window.');
      return window;
    },
    loaded: (number) => nth(number).promise,
    menuItem,
    choose(id) {
      const item = menuItem(id);
      if (item.enabled === false) throw new Error(`${id} cannot be chosen now.`);
      (item.click as () => void)();
    },
    async quit() {
      await Promise.all(loads);
      const exited = fake.app.exited();
      fake.app.quit();
      await exited;
      vi.unstubAllGlobals();
      vi.unstubAllEnvs();
      vi.doUnmock('electron');
    },
  };
}

export function flatten(items: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return items.flatMap((item) => [
    item,
    ...(Array.isArray(item.submenu) ? flatten(item.submenu as MenuItemConstructorOptions[]) : []),
  ]);
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
