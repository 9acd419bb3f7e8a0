/** Everything of an unfinished run ends in `.part`: reading a folder leaves such files out. */
export const partEnding = '.part';

export function partOf(path: string): string {
  return `${path}${partEnding}`;
}

/** How far the run is. */
export function checkpointOf(outputPath: string): string {
  return `${outputPath}.checkpoint${partEnding}`;
}

/** The files that it reads, as they were when it began. */
export function inputListOf(outputPath: string): string {
  return `${outputPath}.inputs${partEnding}`;
}

/** `results.csv` becomes `results-errors.csv`. */
export function usualErrorsPath(outputPath: string): string {
  return `${outputPath.replace(/\.[^./\\]*$/, '')}-errors.csv`;
}
