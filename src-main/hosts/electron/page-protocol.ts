import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';

const scheme = 'winnow';
const host = 'app';

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** The page may load nothing but its own files; inline styles are the grid's and the component library's. */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Address of a place in the application, `/` being its home. */
export function pageUrl(place: string): string {
  return `${scheme}://${host}${place}`;
}

export function isOwnPage(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.protocol === `${scheme}:` && parsed.host === host;
}

/** Gives the pages an origin of their own, with the rights of a secure web origin. Before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

export function servePages(folder: string): void {
  protocol.handle(scheme, (request) => answer(folder, request.method, request.url));
}

async function answer(folder: string, method: string, url: string): Promise<Response> {
  const file = method === 'GET' && isOwnPage(url) ? fileOf(folder, URL.parse(url)?.pathname ?? '') : null;
  const content = file === null ? null : await readFile(file).catch(() => null);
  if (file === null || content === null) {
    return new Response('There is nothing at this address.\n', { status: 404, headers });
  }
  const type = mediaTypes[path.extname(file)] ?? 'application/octet-stream';
  return new Response(content, { headers: { ...headers, 'content-type': type } });
}

/** The file behind an address, `index.html` for every place of the application; `null` for one outside. */
function fileOf(folder: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const file = path.join(folder, decoded);
  if (file !== folder && !file.startsWith(folder + path.sep)) return null;
  return path.extname(file) === '' ? path.join(folder, 'index.html') : file;
}
