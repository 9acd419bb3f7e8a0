import { join } from 'node:path';
import { defaultClassColor, defaultClassKey } from '../../domain/classes.ts';
import { AppError, fromErrorData } from '../../domain/errors.ts';
import type { ProjectKind } from '../../domain/project.ts';
import { automaticReadOptions } from '../../domain/source.ts';
import { isRecord } from '../application/json-file.ts';
import type { NewProject, Project, ProjectInfo } from '../core.ts';
import type { Files } from '../ports/files.ts';
import type { ProjectStore } from '../ports/store.ts';
import { projectExtension } from './project-fields.ts';

export interface SamplePorts {
  readonly files: Files;
  readonly projectFolder: string;
  readonly samplesFolder: string;
}

const sampleName = 'Sample: support tickets';
/** Not every system allows a colon in the name of a file. */
const sampleFileName = 'Sample - support tickets';
const documentsFile = 'support-tickets.jsonl';
const classesFile = 'support-tickets-classes.json';

/** A project with the sample's classes and its documents, which are read like any other import. */
export async function createSample(
  ports: SamplePorts,
  kind: ProjectKind,
  create: (fields: NewProject, prepare: (store: ProjectStore) => void) => Promise<Project>,
): Promise<ProjectInfo> {
  const classes = readClasses(ports.files, join(ports.samplesFolder, classesFile));
  ports.files.ensureFolder(ports.projectFolder);
  const fields: NewProject = {
    path: freePath(ports),
    name: sampleName,
    kind,
    language: 'en',
    multilingual: false,
    description: 'Short messages to a help desk, written for this sample. Use it to try every step.',
  };
  const project = await create(fields, (store) => {
    for (const [position, { name, description }] of classes.entries()) {
      const color = defaultClassColor(position);
      store.classes.insert({ name, description, color, key: defaultClassKey(position), position });
    }
  });
  await importSample(project, join(ports.samplesFolder, documentsFile), kind);
  return project.info();
}

async function importSample(project: Project, path: string, kind: ProjectKind): Promise<void> {
  // The file carries both: one class for single-label projects, all that fit for multi-label ones.
  const labels = [kind === 'single' ? 'label' : 'labels'];
  const mapping = { text: 'text', labels, id: 'id', fields: [] };
  const options = { ...automaticReadOptions, format: 'jsonl', mapping } as const;
  const { jobId } = project.imports.start({ paths: [path], options, duplicates: 'keep' });
  const { error } = await project.jobs.finished(jobId);
  if (error !== null) {
    throw fromErrorData(error);
  }
}

function readClasses(
  files: Files,
  path: string,
): readonly { readonly name: string; readonly description: string }[] {
  const text = files.readText(path);
  if (text === undefined) {
    throw new AppError('file_not_found', `The sample's data is missing: ${path}. Install Winnow again.`);
  }
  const value: unknown = JSON.parse(text);
  const entries: unknown = isRecord(value) ? value.classes : value;
  if (!Array.isArray(entries)) {
    throw new AppError('file_malformed', `${path} holds no list of classes. Install Winnow again.`);
  }
  return entries.filter(isRecord).map((entry) => ({
    name: String(entry.name),
    description: String(entry.description ?? ''),
  }));
}

function freePath({ files, projectFolder }: SamplePorts): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? sampleFileName : `${sampleFileName} ${number}`;
    const path = join(projectFolder, `${name}${projectExtension}`);
    if (!files.exists(path)) {
      return path;
    }
  }
}
