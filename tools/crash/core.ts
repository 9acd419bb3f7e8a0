import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { Labels } from '../../src-main/domain/document.ts';
import { findEntries } from '../../src-main/hosts/entries.ts';
import { createHost } from '../../src-main/hosts/host.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The core as hosts put it together, with real worker processes; settings are left alone. */
export function startCore(): Core {
  const entries = findEntries(path.join(root, 'src-main', 'hosts', 'cli'));
  return createHost({ name: 'cli', entries, keepUserData: true }).core;
}

export async function openProject(core: Core, file: string): Promise<Project> {
  return core.project((await core.projects.open(file)).id);
}

export function labelsText(labels: Labels): string {
  return JSON.stringify(labels === null ? null : [...labels].sort((a, b) => a - b));
}

/** One short text for the labels of many documents. */
export function stateOf(labels: Iterable<Labels>): string {
  const hash = createHash('sha256');
  for (const one of labels) hash.update(`${labelsText(one)}\n`);
  return hash.digest('hex').slice(0, 16);
}

export function bulkState(project: Project, ids: readonly number[]): string {
  return stateOf(ids.map((id) => project.documents.get(id).labels));
}
