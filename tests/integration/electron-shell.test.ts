import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { desktopChannels, menuCommands } from '../../src-main/domain/desktop-bridge.ts';
import { projectFields } from '../support/project-fields.ts';
import {
  flatten,
  type RunningHost,
  removeFolder,
  startElectronHost,
  temporaryFolder,
} from './electron-host.ts';

/** A loaded machine may take its time; what is waited for comes all the same. */
const patience = { timeout: 60_000 };

let host: RunningHost;
let folder: string;
beforeEach(async () => {
  folder = temporaryFolder();
  host = await startElectronHost({ folder });
});
afterEach(async () => {
  await host.quit();
  removeFolder(folder);
});

async function createProject(page = 1): Promise<{ readonly id: string; readonly path: string }> {
  const { client } = await host.loaded(page);
  return client.projects.create.mutate({
    ...projectFields,
    path: path.join(folder, 'projects', 'tickets.winnow'),
  });
}

describe('the window', () => {
  test('is sandboxed and isolated, and shows the application from its own origin', async () => {
    await host.loaded(1);
    expect(host.window().options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    });
    expect(host.fake.app.sandboxEnabled).toBe(true);
    expect(host.fake.record.schemes).toMatchObject([
      { scheme: 'winnow', privileges: { standard: true, secure: true } },
    ]);
    expect(host.fake.record.preloads).toEqual([path.resolve('out', 'preload', 'preload.cjs')]);
    expect(host.window().webContents.getURL()).toBe('winnow://app/');
  });

  test('is hidden until its first picture is ready, then shown in the colour of the theme', async () => {
    expect(host.window().options).toMatchObject({ show: false, backgroundColor: '#14181c' });
    await host.loaded(1);
    await expect.poll(() => host.window().calls, patience).toContain('show');
  });

  test('is remembered at its place, unless that is off every screen', async () => {
    await host.loaded(1);
    const file = path.join(folder, 'user-data', 'window.json');
    host.window().maximize();
    await host.quit();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      maximized: true,
      bounds: { width: 1440 },
    });

    writeFileSync(
      file,
      JSON.stringify({ bounds: { x: 50, y: 60, width: 1000, height: 700 }, maximized: false }),
    );
    host = await startElectronHost({ folder });
    expect(host.window().options).toMatchObject({ x: 50, y: 60, width: 1000, height: 700 });
    await host.loaded(1);
    await host.quit();

    writeFileSync(
      file,
      JSON.stringify({ bounds: { x: 9000, y: 0, width: 1000, height: 700 }, maximized: false }),
    );
    host = await startElectronHost({ folder });
    expect(host.window().options).not.toHaveProperty('x');
  });

  test('offers to load a page again whose process died', async () => {
    await host.loaded(1);
    host.fake.record.answers.push({ response: 0 });
    host.fake.app.emit('render-process-gone', {}, host.window().webContents, {
      reason: 'crashed',
      exitCode: 5,
    });
    const { client } = await host.loaded(2);
    expect(await client.projects.list.query()).toEqual([]);
    expect(host.fake.record.dialogs).toMatchObject([
      { kind: 'message', options: { buttons: ['Reload', 'Quit'] } },
    ]);
  });
});

describe('the page', () => {
  test('gets one port and two functions, nothing else of Electron', async () => {
    const { page, bridge } = await host.loaded(1);
    expect(host.fake.record.exposed).toEqual(['winnow']);
    expect(Object.keys(bridge).toSorted()).toEqual(['onCommand', 'pathForFile']);
    expect(bridge.pathForFile({ fakePath: '/data/a.csv' })).toBe('/data/a.csv');
    page.window.postMessage(desktopChannels.ready, page.window.location.origin);
    page.window.postMessage('something else', page.window.location.origin);
    await Promise.resolve();
    expect(page.window.ports).toHaveLength(1);
  });

  test('learns what this host can do', async () => {
    const { client } = await host.loaded(1);
    expect(await client.application.capabilities.query()).toMatchObject({
      host: 'electron',
      nativeDialogs: true,
      droppedPaths: true,
      projectFolder: path.join(folder, 'projects'),
    });
  });

  test('gets a new port when it is loaded again; the old one is closed', async () => {
    const first = await host.loaded(1);
    const ended = Promise.withResolvers<unknown>();
    const project = await createProject();
    first.client.jobs.watch.subscribe({ projectId: project.id }, { onError: ended.resolve });
    host.window().webContents.reload();
    const second = await host.loaded(2);
    expect(await second.client.projects.list.query()).toHaveLength(1);
    await ended.promise;
    await expect(first.client.projects.list.query()).rejects.toThrow('connection');
  });

  test.each([
    ['another site', { url: 'https://example.org/', parent: null }],
    ['another host of the scheme', { url: 'winnow://other/', parent: null }],
    ['a file', { url: 'file:///app/index.html', parent: null }],
    ['a frame inside a page', { url: 'winnow://app/', parent: {} }],
  ])('no port is given to %s', async (_what, frame) => {
    const given: unknown[] = [];
    const senderFrame = { ...frame, postMessage: (...args: unknown[]) => given.push(args) };
    host.fake.ipcMain.emit(desktopChannels.requestPort, { sender: { id: 99 }, senderFrame });
    host.fake.ipcMain.emit(desktopChannels.requestPort, { sender: { id: 99 }, senderFrame: null });
    expect(given).toEqual([]);
  });

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('stays where it is (%s)', (event) => {
    const { webContents } = host.window();
    for (const url of [
      'https://example.org/',
      'file:///etc/passwd',
      'winnow://other/',
      'javascript:alert(1)',
    ]) {
      expect(webContents.tryNavigation(event, url)).toBe(false);
    }
    expect(webContents.tryNavigation(event, 'winnow://app/p/1/label')).toBe(true);
  });

  test('opens no windows and no web views', () => {
    const { webContents } = host.window();
    expect(webContents.openHandler?.({ url: 'winnow://app/' })).toEqual({ action: 'deny' });
    expect(webContents.tryNavigation('will-attach-webview', 'winnow://app/')).toBe(false);
  });

  test('is given no permission and reaches no network', () => {
    const { handlers } = host.fake.session;
    const given: boolean[] = [];
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal']) {
      handlers.permissionRequest?.(null, permission, (answer) => given.push(answer));
    }
    expect(given).toEqual([false, false, false, false]);
    expect([handlers.permissionCheck?.(), handlers.devicePermission?.()]).toEqual([false, false]);
    expect(handlers.spellChecker).toBe(false);
    const cancelled = (url: string): boolean => {
      const answers: boolean[] = [];
      handlers.beforeRequest?.({ url }, ({ cancel }) => answers.push(cancel));
      return answers[0]!;
    };
    expect(['https://example.org/', 'http://127.0.0.1:80/', 'ws://a/', 'file:///a'].map(cancelled)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['winnow://app/index.html', 'data:,', 'devtools://devtools/x'].map(cancelled)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('the menu', () => {
  test('has keys for its acts, each once', () => {
    const keys = flatten(host.fake.record.menu).flatMap(({ accelerator }) => accelerator ?? []);
    expect(keys).toEqual(
      expect.arrayContaining([
        'CommandOrControl+N',
        'CommandOrControl+O',
        'CommandOrControl+Shift+S',
        'CommandOrControl+Z',
        'CommandOrControl+Shift+Z',
        'CommandOrControl+K',
      ]),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(host.fake.record.menu.map(({ id, role }) => id ?? role)).toEqual([
      'file',
      'edit',
      'view',
      'windowMenu',
      'help',
    ]);
  });

  test('sends its commands to the page, early ones to the first listener', async () => {
    const { bridge } = await host.loaded(1);
    host.choose('undo');
    const received: string[] = [];
    const stop = bridge.onCommand((command) => received.push(command));
    host.choose('palette');
    expect(received).toEqual([menuCommands.undo, menuCommands.palette]);
    stop();
    host.choose('redo');
    expect(received).toHaveLength(2);
  });

  test('offers acts on a project only where one is shown, and the recent ones', async () => {
    await host.loaded(1);
    const inProject = ['import', 'export', 'clone', 'close-project'];
    expect(inProject.map((id) => host.menuItem(id).enabled)).toEqual([false, false, false, false]);
    const project = await createProject();
    const { webContents } = host.window();
    await webContents.load(`winnow://app/p/${project.id}/label`);
    expect(inProject.map((id) => host.menuItem(id).enabled)).toEqual([true, true, true, true]);
    const received: string[] = [];
    (await host.loaded(2)).bridge.onCommand((command) => received.push(command));
    for (const id of inProject.slice(0, 3)) host.choose(id);
    const { importDocuments, exportProject, cloneProject } = menuCommands;
    expect(received).toEqual([importDocuments, exportProject, cloneProject]);
    const recent = host.menuItem('recent').submenu as { label: string; click: () => void }[];
    expect(recent.map(({ label }) => label)).toEqual(['Tickets']);
    recent[0]?.click();
    await host.loaded(3);
    expect(host.fake.app.recentDocuments).toContain(project.path);
  });

  test('asks where a clone goes, closes the project, opens the clone', async () => {
    const project = await createProject();
    await host.window().webContents.load(`winnow://app/p/${project.id}/label`);
    const copy = path.join(folder, 'projects', 'kept.winnow');
    host.fake.record.answers.push({ canceled: false, filePath: copy });
    const page = (await host.loaded(2)).client;
    const proposedPath = path.join(folder, 'projects', 'tickets copy.winnow');
    const chosen = await page.application.pickSave.mutate({ title: 'Where?', proposedPath });
    expect(chosen).toBe(copy);
    expect(host.fake.record.dialogs[0]).toMatchObject({
      kind: 'save',
      options: { defaultPath: proposedPath },
    });
    await page.projects.clone.mutate({ projectId: project.id, path: copy, name: 'Kept' });
    await expect.poll(() => existsSync(copy), patience).toBe(true);

    host.choose('close-project');
    const { client } = await host.loaded(3);
    await expect.poll(() => client.projects.list.query(), patience).toEqual([]);
    host.fake.record.answers.push({ canceled: false, filePaths: [copy] });
    host.choose('open');
    await host.loaded(4);
    const [opened] = await (await host.loaded(4)).client.projects.list.query();
    expect(opened?.path).toBe(copy);
    expect(host.window().webContents.getURL()).toBe(`winnow://app/p/${opened?.id}/label`);
  });

  test('leads to the settings, of the project where one is shown', async () => {
    await host.loaded(1);
    host.choose('settings');
    await host.loaded(2);
    expect(host.window().webContents.getURL()).toBe('winnow://app/settings');
    const project = await createProject(2);
    await host.window().webContents.load(`winnow://app/p/${project.id}/label`);
    const { bridge } = await host.loaded(3);
    const received: string[] = [];
    bridge.onCommand((command) => received.push(command));
    host.choose('settings');
    expect(received).toEqual([menuCommands.settings]);
  });

  test('shows the licences and the logs', () => {
    host.choose('licences');
    host.choose('logs');
    expect(host.fake.record.shown).toEqual([
      path.resolve('resources', 'licences', 'third-party-notices.txt'),
      path.join(folder, 'user-data', 'logs'),
    ]);
  });
});

describe('dialogs', () => {
  test('answer the page with full paths, or with nothing when they are cancelled', async () => {
    const { client } = await host.loaded(1);
    const { answers, dialogs, shown } = host.fake.record;
    answers.push(
      { canceled: false, filePaths: ['/data/a.csv', '/data/b.csv'] },
      { canceled: true, filePaths: [] },
    );
    const { pickOpen, pickSave, reveal } = client.application;
    expect(await pickOpen.mutate({ title: 'Import', kind: 'documents' })).toEqual([
      '/data/a.csv',
      '/data/b.csv',
    ]);
    expect(await pickOpen.mutate({ title: 'Import', kind: 'folder' })).toBeNull();
    answers.push({ canceled: true, filePath: '' });
    expect(await pickSave.mutate({ title: 'Save', proposedPath: '/data/out.csv' })).toBeNull();
    await reveal.mutate({ path: '/data/out.csv' });
    expect(shown).toEqual(['/data/out.csv']);
    expect(dialogs).toMatchObject([
      { kind: 'open', options: { title: 'Import', properties: ['openFile', 'multiSelections'] } },
      { kind: 'open', options: { properties: ['openDirectory', 'createDirectory'] } },
      { kind: 'save', options: { filters: [{ extensions: ['csv'] }] } },
    ]);
  });
});

describe('settings', () => {
  test('give the window the chosen theme, now and at the next start', async () => {
    const { client } = await host.loaded(1);
    expect(host.fake.electron.nativeTheme.themeSource).toBe('system');
    await client.application.updateSettings.mutate({ theme: 'dark' });
    expect(host.fake.electron.nativeTheme.themeSource).toBe('dark');
    await host.quit();
    host = await startElectronHost({ folder });
    await host.loaded(1);
    expect(host.fake.electron.nativeTheme.themeSource).toBe('dark');
  });
});

describe('files from outside', () => {
  test('a second start hands its project to this window', async () => {
    const project = await createProject();
    const argv = ['winnow', '--flag', path.basename(project.path)];
    host.fake.app.emit('second-instance', {}, argv, path.dirname(project.path), null);
    await host.loaded(2);
    expect(host.window().webContents.getURL()).toBe(`winnow://app/p/${project.id}/label`);
    expect(host.window().calls).toContain('focus');
    expect(host.fake.windows.size).toBe(1);
  });

  test('a file that is no project is refused with a sentence', async () => {
    await host.loaded(1);
    mkdirSync(path.join(folder, 'elsewhere'));
    const file = path.join(folder, 'elsewhere', 'letter.winnow');
    writeFileSync(file, 'Dear Sir or Madam');
    host.fake.record.answers.push({ response: 0 });
    host.fake.app.emit('open-file', { preventDefault: () => {} }, file);
    await expect
      .poll(() => host.fake.record.dialogs, patience)
      .toMatchObject([
        { kind: 'message', options: { type: 'error', message: expect.stringContaining('letter.winnow') } },
      ]);
  });
});
