/** Text files of a tar archive (ustar), by name. */
export function tarFiles(archive: Uint8Array): Readonly<Record<string, string>> {
  const text = (from: number, length: number): string =>
    Buffer.from(archive.subarray(from, from + length))
      .toString('utf8')
      .replace(/\0.*$/s, '');
  const files: Record<string, string> = {};
  for (let at = 0; archive[at] !== undefined && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const content = archive.subarray(at + 512, at + 512 + size);
    files[text(at, 100)] = Buffer.from(content).toString('utf8');
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
