/** What routes besides the classes are for. */
export const noClassRoute = 'no class';
export const unsureRoute = 'unsure';

/** Bytes of UTF-8: with a number and an ending it stays below the 255 of all file systems. */
const maximalBytes = 200;
const forbidden = /[\p{Cc}"*/:<>?\\|]/gu;
const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * A file name for each name, in the same order, that every file system takes and that differ also where upper and
 * lower case are one. Equal inputs give equal names, so that a resumed run finds its files.
 *
 * @param ending with its dot
 */
export function routeFileNames(names: readonly string[], ending: string): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = safeName(name);
    let file = `${plain}${ending}`;
    for (let copy = 2; taken.has(comparable(file)); copy++) file = `${plain} (${copy})${ending}`;
    taken.add(comparable(file));
    return file;
  });
}

function safeName(name: string): string {
  // Windows takes trailing dots and spaces away, and a leading dot hides a file elsewhere.
  const cleaned = name.normalize('NFC').replace(forbidden, '_').trim().replace(/^\.+/, '_');
  const shortened = withinBytes(cleaned).replace(/[. ]+$/, '');
  if (shortened === '') return '_';
  return devices.test(shortened) ? `_${shortened}` : shortened;
}

function withinBytes(name: string): string {
  if (Buffer.byteLength(name) <= maximalBytes) return name;
  let kept = '';
  let bytes = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > maximalBytes) break;
    kept += character;
  }
  return kept;
}

function comparable(file: string): string {
  return file.normalize('NFKC').toUpperCase().toLowerCase();
}
