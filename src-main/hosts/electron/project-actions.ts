import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import type { Desktop } from '../../api/context.ts';
import type { Core, Project } from '../../core/core.ts';
import { AppError } from '../../domain/errors.ts';
import { isActive } from '../../domain/job.ts';
import type { HostLog } from '../log.ts';
import type { MainWindow } from './main-window.ts';

/** Acts of the menu and of the operating system that need no page; each shows its own errors. */
export interface ProjectActions {
  /** The project that the window shows. */
  currentId(): string | null;
  open(file: string): Promise<void>;
  pickAndOpen(): Promise<void>;
  close(): Promise<void>;
  /** True when nothing runs, or the person agrees to cancel it. */
  mayQuit(): Promise<boolean>;
}

export interface ProjectActionOptions {
  readonly core: Core;
  readonly desktop: Desktop;
  readonly log: HostLog;
  readonly window: Pick<MainWindow, 'current' | 'show'>;
}

/** The project that a page of this address works on. */
function projectIdOf(url: string): string | null {
  const [, projects, id] = URL.parse(url)?.pathname.split('/') ?? [];
  return projects === 'p' && id !== undefined && id !== '' ? decodeURIComponent(id) : null;
}

export function createProjectActions(options: ProjectActionOptions): ProjectActions {
  const { core, desktop, window } = options;
  const currentId = (): string | null => projectIdOf(window.current()?.webContents.getURL() ?? '');
  const current = (): Project | null => {
    const id = currentId();
    return id === null ? null : core.project(id);
  };
  const showing = (what: string, act: () => Promise<void>) => (): Promise<void> =>
    act().catch((error: unknown) => showProblem(options, what, error));
  const open = (file: string): Promise<void> =>
    showing('open', async () => {
      const { id } = await core.projects.open(file);
      window.show(`/p/${encodeURIComponent(id)}/label`);
    })();
  return {
    currentId,
    open,
    pickAndOpen: showing('open', async () => {
      const [file] = (await desktop.pickOpen({ title: 'Open a project', kind: 'project' })) ?? [];
      if (file !== undefined) await open(file);
    }),
    close: showing('close', async () => {
      const project = current();
      if (project === null) return;
      window.show('/');
      await project.close();
    }),
    mayQuit: () => mayQuit(options),
  };
}

/** Work that a person waits for; the search index and checks go on by themselves at the next start. */
const awaitedKinds: readonly string[] = [
  'import',
  'train',
  'evaluate',
  'classify',
  'suggest',
  'export',
  'clone',
];

async function mayQuit({ core, window }: ProjectActionOptions): Promise<boolean> {
  const running = core.projects
    .list()
    .flatMap(({ id }) => core.project(id).jobs.list())
    .filter(({ kind, state }) => awaitedKinds.includes(kind) && isActive(state));
  if (running.length === 0) return true;
  const response = await ask(window.current(), {
    type: 'question',
    message: 'Quit and cancel what is running?',
    detail: running.map(({ title }) => title).join('\n'),
    buttons: ['Quit', 'Keep Working'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

async function showProblem(options: ProjectActionOptions, what: string, error: unknown): Promise<void> {
  // Whoever cancelled it knows; quitting does so too.
  if (error instanceof AppError && error.code === 'cancelled') return;
  const message =
    error instanceof AppError
      ? error.message
      : `Something unexpected went wrong. The log names it as ${options.log.unexpected(error, `menu: ${what}`)}.`;
  await ask(options.window.current(), { type: 'error', message, buttons: ['OK'] });
}

async function ask(window: BrowserWindow | null, options: MessageBoxOptions): Promise<number> {
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response;
}
