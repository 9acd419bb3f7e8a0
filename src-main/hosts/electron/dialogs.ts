import path from 'node:path';
import { type BrowserWindow, dialog, type FileFilter, type OpenDialogOptions, shell } from 'electron';
import type { Desktop } from '../../api/context.ts';

type OpenKind = Parameters<Desktop['pickOpen']>[0]['kind'];

const projectFilter: FileFilter = { name: 'Winnow projects', extensions: ['winnow'] };
const anyFilter: FileFilter = { name: 'All files', extensions: ['*'] };
const documentFilter: FileFilter = {
  name: 'Documents',
  extensions: [
    ...['txt', 'pdf', 'docx', 'html', 'htm', 'eml'],
    ...['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'manifest', 'xlsx'],
  ],
};

const openOptions: Readonly<Record<OpenKind, OpenDialogOptions>> = {
  project: { properties: ['openFile'], filters: [projectFilter, anyFilter] },
  documents: { properties: ['openFile', 'multiSelections'], filters: [documentFilter, anyFilter] },
  folder: { properties: ['openDirectory', 'createDirectory'] },
};

const saveFilterNames: Readonly<Record<string, string>> = {
  '.winnow': 'Winnow projects',
  '.csv': 'Comma-separated values',
  '.jsonl': 'JSON lines',
  '.json': 'JSON',
  '.html': 'Web pages',
};

/** The dialogs of the operating system, above the window that is there when they are asked for. */
export function createDesktop(window: () => BrowserWindow | null): Desktop {
  return {
    async pickOpen({ title, kind }) {
      const options = { title, ...openOptions[kind] };
      const parent = window();
      const { canceled, filePaths } = await (parent === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      return canceled || filePaths.length === 0 ? null : filePaths;
    },
    async pickSave({ title, proposedPath }) {
      const extension = path.extname(proposedPath);
      const name = saveFilterNames[extension];
      const options = {
        title,
        defaultPath: proposedPath,
        filters: name === undefined ? [] : [{ name, extensions: [extension.slice(1)] }],
        properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
      };
      const parent = window();
      const { canceled, filePath } = await (parent === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options));
      return canceled || filePath === '' ? null : filePath;
    },
    reveal: (file) => shell.showItemInFolder(file),
  };
}
