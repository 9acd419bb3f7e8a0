import { type Command, Option } from 'commander';
import type { Dataset } from '../../domain/project.ts';
import { automaticReadOptions, type FormatName, formatNames, type ReadOptions } from '../../domain/source.ts';
import { collect, delimiter, labelDelimiter } from './arguments.ts';

/** The options that say how files are read, as commander gives them. */
export interface ReadFlags {
  readonly format: 'auto' | 'tsv' | FormatName;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly header?: boolean;
  readonly sheet?: string;
  readonly textField?: string;
  readonly idField?: string;
}

export interface ImportFlags extends ReadFlags {
  readonly dataset?: Dataset;
  readonly labelField?: readonly string[];
  readonly labelDelimiter?: string;
  readonly datasetField?: string;
  readonly languageField?: string;
  readonly folderClasses?: boolean;
  readonly texts?: string;
  readonly attribute?: string;
}

export function addReadFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'format of the files')
        .choices(['auto', 'tsv', ...formatNames])
        .default('auto'),
    )
    .option('--text-field <name>', 'column or key that holds the text')
    .option('--id-field <name>', 'column or key that holds the id')
    .option(
      '--delimiter <character>',
      'what separates the columns of a CSV file, or: tab, semicolon',
      delimiter,
    )
    .option('--header', 'the first row of a CSV or XLSX file names the columns')
    .option('--no-header', 'the first row is a document already')
    .option('--encoding <name>', 'text encoding, such as utf-8, windows-1252, shift_jis')
    .option('--sheet <name>', 'sheet of an XLSX file');
}

export function addImportFlags(command: Command): Command {
  return addReadFlags(command)
    .addOption(
      new Option('--dataset <dataset>', 'dataset of the documents that name none').choices([
        'train',
        'validation',
        'test',
      ]),
    )
    .option('--label-field <name>', 'column or key that holds the labels; may be given again', collect)
    .option(
      '--label-delimiter <text>',
      'what separates several labels of one cell, or: bar, comma',
      labelDelimiter,
    )
    .option('--dataset-field <name>', 'column or key that holds the dataset')
    .option('--language-field <name>', 'column or key that holds the language')
    .option('--folder-classes', 'files that are one document: the name of the folder is the class')
    .option('--texts <folder>', "azure: the folder that holds the texts; the JSON's own by default")
    .option('--attribute <name>', 'comprehend-manifest: the attribute that holds the labels');
}

export function readOptionsOf(flags: ReadFlags): ReadOptions {
  return {
    ...automaticReadOptions,
    format: flags.format === 'auto' ? null : flags.format === 'tsv' ? 'csv' : flags.format,
    encoding: flags.encoding ?? null,
    delimiter: flags.delimiter ?? (flags.format === 'tsv' ? '\t' : null),
    hasHeader: flags.header ?? null,
    sheet: flags.sheet ?? null,
    mapping: {
      ...(flags.textField === undefined ? {} : { text: flags.textField }),
      ...(flags.idField === undefined ? {} : { id: flags.idField }),
    },
  };
}

/** `resolve` makes a path of the caller's a full one. */
export function importOptionsOf(flags: ImportFlags, resolve: (given: string) => string): ReadOptions {
  const options = readOptionsOf(flags);
  return {
    ...options,
    labelDelimiter: flags.labelDelimiter ?? null,
    folderAsClass: flags.folderClasses === true,
    defaultDataset: flags.dataset ?? null,
    attribute: flags.attribute ?? null,
    textsFolder: flags.texts === undefined ? null : resolve(flags.texts),
    mapping: {
      ...options.mapping,
      ...(flags.labelField === undefined ? {} : { labels: flags.labelField }),
      ...(flags.datasetField === undefined ? {} : { dataset: flags.datasetField }),
      ...(flags.languageField === undefined ? {} : { language: flags.languageField }),
    },
  };
}
