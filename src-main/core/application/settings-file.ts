import { AppError } from '../../domain/errors.ts';
import {
  type ApiSettings,
  azureLimits,
  defaultSettings,
  type Settings,
  themes,
} from '../../domain/settings.ts';
import type { Files } from '../ports/files.ts';
import type { Log } from '../ports/system.ts';
import { isRecord, readJsonFile, writeJsonFile } from './json-file.ts';

export interface SettingsFile {
  get(): Settings;
  /** @throws AppError `bad_request`. */
  update(changes: Partial<Settings>): Settings;
}

const maximalAnnotatorLength = 200;
const maximalPath = 4096;
const fontSizes = { smallest: 10, largest: 40 } as const;

export function openSettings(files: Files, log: Log, path: string): SettingsFile {
  let current = readJsonFile(files, log, path, parseSettings, defaultSettings);
  return {
    get: () => current,
    update(changes) {
      const next = parseSettings({ ...current, ...changes });
      writeJsonFile(files, path, next);
      current = next;
      return current;
    },
  };
}

/**
 * Settings that a newer or older version wrote: what is missing gets its default, what is unknown is dropped.
 * @throws AppError `bad_request` for a value out of its range.
 */
export function parseSettings(value: unknown): Settings {
  if (!isRecord(value)) {
    throw invalid('The settings', 'an object');
  }
  const given = { ...defaultSettings, ...value };
  const { annotator, theme, singleKeys, keys, documentFontSize, advanceAfterLabel, encoderFolder, api } =
    given;
  if (typeof annotator !== 'string' || annotator.length > maximalAnnotatorLength) {
    throw invalid('The annotator', `a name of at most ${maximalAnnotatorLength} characters`);
  }
  if (!themes.includes(theme)) {
    throw invalid('The theme', themes.join(', '));
  }
  if (typeof singleKeys !== 'boolean' || typeof advanceAfterLabel !== 'boolean') {
    throw invalid('A switch', 'true or false');
  }
  if (!isRecord(keys) || !Object.values(keys).every((key) => typeof key === 'string')) {
    throw invalid('The keys', 'an object of texts');
  }
  const { smallest, largest } = fontSizes;
  if (!(documentFontSize >= smallest && documentFontSize <= largest)) {
    throw invalid('The size of text', `a number of pixels from ${smallest} to ${largest}`);
  }
  if (encoderFolder !== null && (typeof encoderFolder !== 'string' || encoderFolder.length > maximalPath)) {
    throw invalid('The encoder', 'a folder');
  }
  return {
    ...{ annotator: annotator.trim(), theme, singleKeys, keys },
    ...{ documentFontSize, advanceAfterLabel, encoderFolder, api: parseApi(api) },
  };
}

function parseApi(value: unknown): ApiSettings {
  if (!isRecord(value)) {
    throw invalid('The interface for programs', 'an object');
  }
  const { on, port, folders, azureLimits: limits } = { ...defaultSettings.api, ...value };
  if (typeof on !== 'boolean' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw invalid('The interface for programs', 'on or off, at a port from 0 to 65535');
  }
  if (
    !Array.isArray(folders) ||
    !folders.every((one) => typeof one === 'string' && one.length <= maximalPath)
  ) {
    throw invalid('The folders of the interface for programs', 'a list of paths');
  }
  if (!azureLimits.includes(limits)) {
    throw invalid('The limits of the interface for programs', azureLimits.join(' or '));
  }
  return { on, port, folders: [...folders], azureLimits: limits };
}

function invalid(what: string, wanted: string): AppError {
  return new AppError('bad_request', `${what} must be ${wanted}.`);
}
