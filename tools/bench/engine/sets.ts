import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProjectKind } from '../../../src-main/domain/project.ts';

export const setNames = [
  'tickets_it',
  'gh_issues',
  'banking77',
  'trec6',
  'sms_spam',
  'news20_body',
  'masakhanews',
  'reuters_ml',
  'goemotions',
  'semeval_ec',
] as const;

/** The sets and numbers of labels a class that the few-labels measurement uses, the same as its peer's. */
export const fewSets = ['banking77', 'tickets_it', 'news20_body'] as const;
export const fewSizes = [10, 20] as const;
export const fewSeeds = [0, 1, 2] as const;

export interface PublishedDocument {
  readonly text: string;
  readonly labels: readonly string[];
}

/** @param folder holds a folder for each set */
export function hasSet(folder: string, name: string): boolean {
  return existsSync(path.join(folder, name, 'train.jsonl'));
}

export function kindOf(folder: string, name: string): ProjectKind {
  const meta = JSON.parse(readFileSync(path.join(folder, name, 'meta.json'), 'utf8')) as {
    readonly multi_label: boolean;
  };
  return meta.multi_label ? 'multi' : 'single';
}

/** Piece by piece, so that reading leaves no garbage in the figures for memory. */
export async function readSet(
  folder: string,
  name: string,
  part: 'train' | 'test',
): Promise<readonly PublishedDocument[]> {
  const documents: PublishedDocument[] = [];
  const add = (line: string): void => {
    if (line !== '') documents.push(JSON.parse(line) as PublishedDocument);
  };
  let rest = '';
  // No readline: it also ends lines at U+2028, which may stand inside a text.
  for await (const piece of createReadStream(path.join(folder, name, `${part}.jsonl`), 'utf8')) {
    const lines = (rest + String(piece)).split('\n');
    rest = lines.pop()!;
    lines.forEach(add);
  }
  add(rest);
  return documents;
}
