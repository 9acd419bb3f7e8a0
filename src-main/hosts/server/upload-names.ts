const maximalPartLength = 150;
const maximalParts = 20;
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A safe path below an upload folder, as its parts: no part climbs upwards, is absolute, hidden from the file
 * system or unknown to Windows. Sub-folder names survive, because they can be classes.
 */
export function safeUploadPath(name: string): readonly string[] {
  const parts = name
    .split(/[/\\]/)
    .map(safePart)
    .filter((part) => part !== '');
  return parts.length === 0 ? ['file'] : parts.slice(-maximalParts);
}

function safePart(part: string): string {
  const cleaned = part
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}<>:"|?*]/gu, '_')
    .replace(/^\s+|[\s.]+$/g, '');
  const named = reservedOnWindows.test(cleaned) ? `_${cleaned}` : cleaned;
  return shorten(named);
}

/** Keeps the ending, which tells the format. */
function shorten(part: string): string {
  const characters = [...part];
  if (characters.length <= maximalPartLength) return part;
  const dot = part.lastIndexOf('.');
  const ending = dot > 0 && part.length - dot <= 10 ? part.slice(dot) : '';
  return characters.slice(0, maximalPartLength - ending.length).join('') + ending;
}
