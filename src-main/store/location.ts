import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../domain/errors.ts';

/** @throws AppError `file_not_found`, `file_unreadable`. One path for every spelling and symbolic link. */
export function resolveExisting(path: string): string {
  let real: string;
  try {
    real = realpathSync.native(resolve(path));
  } catch (error) {
    throw notFound(path, error);
  }
  if (!statSync(real).isFile()) {
    throw new AppError('not_a_project', `"${path}" is a folder, not a project file.`, { path });
  }
  return real;
}

/** The same for a file that is still to be created, in a folder that exists. */
export function resolveNew(path: string): string {
  const full = resolve(path);
  try {
    return join(realpathSync.native(dirname(full)), basename(full));
  } catch (error) {
    throw notFound(dirname(full), error);
  }
}

function notFound(path: string, error: unknown): AppError {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new AppError('file_not_found', `"${path}" does not exist. It may have been moved or renamed.`, { path })
    : new AppError('file_unreadable', `"${path}" cannot be opened (${code}). Check that you may read it.`, {
        path,
      });
}

/** A file that may be written, in a folder where its log and lock can be made. */
export function isWritable(path: string): boolean {
  return mayWrite(path) && mayWrite(dirname(path));
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Refuses places where SQLite's locks or its log do not work, or where a synchroniser copies the file while it is
 * written.
 * @throws AppError `unsafe_location` with `details.suggestion` `local-copy`.
 */
export function refuseUnsafeLocation(path: string): void {
  const reason = syncedFolder(path) ?? networkLocation(path);
  if (reason === null) return;
  throw new AppError(
    'unsafe_location',
    `"${path}" lies in ${reason}. A project there could be damaged while it is open. Copy it to a folder on this computer and open the copy.`,
    { path, reason, suggestion: 'local-copy' },
  );
}

const synced: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^onedrive( - .*)?$/i, 'a OneDrive folder'],
  [/^dropbox( \(.*\))?$/i, 'a Dropbox folder'],
  [/^(google ?drive( ?- ?.*)?|my drive)$/i, 'a Google Drive folder'],
  [/^(icloud ?drive|mobile documents|com~apple~clouddocs)$/i, 'an iCloud folder'],
  [/^cloudstorage$/i, 'a folder of a cloud service'],
];

/** Judged by the names of the folders; the file's own name does not matter. */
export function syncedFolder(path: string): string | null {
  for (const part of path.split(/[\\/]+/).slice(0, -1)) {
    const match = synced.find(([pattern]) => pattern.test(part));
    if (match !== undefined) return match[1];
  }
  return null;
}

function networkLocation(path: string): string | null {
  if (process.platform === 'win32') return isUncPath(path) ? 'a network folder' : null;
  if (process.platform !== 'linux') return null;
  let mounts: string;
  try {
    mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return null;
  }
  const type = fileSystemType(mounts, path);
  return type !== null && isNetworkFileSystem(type) ? `a network folder (${type})` : null;
}

/** `\\server\share\...`, also in its long form `\\?\UNC\...`; mapped drives arrive here as such a path. */
export function isUncPath(path: string): boolean {
  return /^[\\/]{2}(?![?.][\\/])/.test(path) || /^[\\/]{2}\?[\\/]unc[\\/]/i.test(path);
}

/** The type of the file system that holds an absolute path, from the text of `/proc/self/mountinfo` (proc(5)). */
export function fileSystemType(mounts: string, path: string): string | null {
  let type: string | null = null;
  let length = -1;
  for (const line of mounts.split('\n')) {
    const [before, after] = line.split(' - ');
    const encoded = before?.split(' ')[4];
    if (encoded === undefined || after === undefined) continue;
    const point = encoded.replace(/\\([0-7]{3})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    // Later lines are mounted over earlier ones.
    if (holds && point.length >= length) {
      length = point.length;
      type = after.split(' ')[0]!;
    }
  }
  return type;
}

const networkFileSystems =
  /^(nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|coda|ncpfs|glusterfs|lustre|gpfs|davfs|vboxsf|prl_fs|fuse\.(sshfs|rclone|s3fs|gvfsd-fuse|davfs2?|glusterfs|google-drive-ocamlfuse|onedriver|vmhgfs-fuse))$/;

export function isNetworkFileSystem(type: string): boolean {
  return networkFileSystems.test(type);
}
