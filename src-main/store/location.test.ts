import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../tests/support/store.ts';
import {
  fileSystemType,
  isNetworkFileSystem,
  isUncPath,
  refuseUnsafeLocation,
  resolveExisting,
  resolveNew,
  syncedFolder,
} from './location.ts';

test.each([
  ['/home/eva/Dropbox/a.winnow', 'a Dropbox folder'],
  ['C:\\Users\\Eva\\OneDrive - Contoso\\work\\a.winnow', 'a OneDrive folder'],
  ['/Users/eva/Library/Mobile Documents/a.winnow', 'an iCloud folder'],
  ['/Users/eva/Library/CloudStorage/Box-Box/a.winnow', 'a folder of a cloud service'],
  ['G:\\My Drive\\a.winnow', 'a Google Drive folder'],
  ['/home/eva/dropbox-exports/a.winnow', null],
  ['/home/eva/projects/Dropbox', null],
])('%s lies in %s', (file, expected) => {
  expect(syncedFolder(file)).toBe(expected);
});

test('UNC paths are network folders, drives in their long form are not', () => {
  expect(isUncPath('\\\\server\\share\\a.winnow')).toBe(true);
  expect(isUncPath('\\\\?\\UNC\\server\\share\\a.winnow')).toBe(true);
  expect(isUncPath('\\\\?\\C:\\a.winnow')).toBe(false);
  expect(isUncPath('C:\\a.winnow')).toBe(false);
});

test('the type of a file system is that of the longest mount point, the latest one where they are equal', () => {
  const mounts = [
    '22 27 0:21 / / rw,relatime - ext4 /dev/vda rw',
    '30 22 0:50 / /mnt rw - ext4 /dev/vdb rw',
    '31 22 0:51 / /mnt rw shared:1 - nfs4 server:/export rw',
    '32 22 0:52 / /home/eva/My\\040Files rw - fuse.sshfs host: rw',
  ].join('\n');
  expect(fileSystemType(mounts, '/home/x')).toBe('ext4');
  expect(fileSystemType(mounts, '/mnt/a/b.winnow')).toBe('nfs4');
  expect(fileSystemType(mounts, '/mntx/b.winnow')).toBe('ext4');
  expect(fileSystemType(mounts, '/home/eva/My Files/b.winnow')).toBe('fuse.sshfs');
});

test('network file systems are told from local ones', () => {
  expect(
    ['nfs', 'nfs4', 'cifs', 'smb3', '9p', 'fuse.sshfs', 'fuse.rclone'].filter(isNetworkFileSystem),
  ).toHaveLength(7);
  expect(['ext4', 'btrfs', 'xfs', 'tmpfs', 'overlay', 'fuseblk', 'zfs'].filter(isNetworkFileSystem)).toEqual(
    [],
  );
});

test('a synced folder is refused with the offer of a local copy', () => {
  expect(() => refuseUnsafeLocation('/home/eva/Dropbox/a.winnow')).toThrow(
    expect.objectContaining({
      code: 'unsafe_location',
      details: expect.objectContaining({ suggestion: 'local-copy' }),
    }),
  );
});

test('every spelling of a path and every link to it becomes one path', () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'a.winnow');
  writeFileSync(file, '');
  symlinkSync(file, path.join(folder, 'link.winnow'));
  symlinkSync(folder, path.join(folder, 'again'));
  expect(resolveExisting(path.join(folder, 'again', '..', 'link.winnow'))).toBe(file);
  expect(resolveNew(path.join(folder, 'again', 'new.winnow'))).toBe(path.join(folder, 'new.winnow'));
  expect(() => resolveExisting(path.join(folder, 'missing.winnow'))).toThrow(
    expect.objectContaining({ code: 'file_not_found' }),
  );
});
