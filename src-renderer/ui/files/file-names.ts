/** The name without what some system refuses in the name of a file. */
export function safeFileName(name: string, otherwise: string): string {
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, ' ').trim();
  return safe === '' ? otherwise : safe;
}

/** Of the file of a project that is called so. */
export function projectFileName(name: string): string {
  return `${safeFileName(name, 'Untitled')}.winnow`;
}

/** A file of this name in the folder of another. */
export function besideFile(path: string, name: string): string {
  return path.replace(/[^\\/]*$/, () => name);
}

/** The path with something else in the place of `.winnow`. */
export function withEnding(projectPath: string, ending: string): string {
  return projectPath.replace(/(\.winnow)?$/i, () => ending);
}

/** A file of this name in a folder, joined as the folder's own path is. */
export function inFolder(folder: string, name: string): string {
  return `${folder}${folder.includes('\\') ? '\\' : '/'}${name}`;
}
