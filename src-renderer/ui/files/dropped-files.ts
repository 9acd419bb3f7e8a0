import type { Capabilities } from '../../../src-main/domain/settings.ts';

/** A file of a drop with its place below the folder that was dropped, if one was: "./mails/a.txt". */
type DroppedFile = File & { readonly path?: string; readonly relativePath?: string };

function placeOf(file: DroppedFile): string {
  const place = file.relativePath ?? file.path ?? file.name;
  return place.replace(/^(\.?[/\\])+/, '');
}

/** The folder that was dropped, from a file in it: its path without the file's place, plus the first step. */
function droppedFolder(fullPath: string, place: string): string {
  const [top] = place.split('/');
  return `${fullPath.slice(0, fullPath.length - place.length)}${top}`;
}

async function upload(
  file: DroppedFile,
  place: string,
  drop: string,
): Promise<{ path: string; folder: string }> {
  const query = new URLSearchParams({ name: place, drop });
  const answer = await fetch(`/upload?${query}`, {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'application/octet-stream' },
  });
  if (!answer.ok) {
    const problem = (await answer.json().catch(() => null)) as { message?: string } | null;
    throw new Error(problem?.message ?? `${file.name} could not be taken over (${answer.status}).`);
  }
  return answer.json() as Promise<{ path: string; folder: string }>;
}

/**
 * Paths that the host can read for dropped files. A dropped folder becomes that folder's path, so that its
 * sub-folders' names survive. Hosts that cannot see the path get the content.
 * @param onProgress files taken over so far
 */
export async function pathsOfDrop(
  files: readonly File[],
  capabilities: Capabilities,
  onProgress: (done: number) => void,
): Promise<readonly string[]> {
  const desktop = window.winnow;
  const paths = new Set<string>();
  const drop = crypto.randomUUID();
  for (const [index, file] of files.entries()) {
    const place = placeOf(file);
    const inFolder = place.includes('/');
    if (capabilities.droppedPaths && desktop !== undefined) {
      const path = desktop.pathForFile(file);
      paths.add(inFolder ? droppedFolder(path, place) : path);
    } else {
      const stored = await upload(file, place, drop);
      paths.add(inFolder ? stored.folder : stored.path);
    }
    onProgress(index + 1);
  }
  return [...paths];
}
