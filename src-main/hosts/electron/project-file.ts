import path from 'node:path';

/** The project file among the arguments of a program that was started with one, as a full path. */
export function projectFileOf(argv: readonly string[], workingFolder: string): string | undefined {
  const file = argv.findLast((arg) => !arg.startsWith('-') && path.extname(arg).toLowerCase() === '.winnow');
  return file === undefined ? undefined : path.resolve(workingFolder, file);
}
