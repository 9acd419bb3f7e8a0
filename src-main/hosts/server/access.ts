import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Decides who may talk to this server: only pages that it served itself, in a browser that was given its token. */
export interface AccessControl {
  /** The address that opens the application; it holds the token. */
  readonly openingUrl: string;
  /** Why the request's `Host` or `Origin` is refused, or `null`. Asked for every request and every upgrade. */
  refusalOf(headers: IncomingHttpHeaders): string | null;
  isToken(candidate: unknown): boolean;
  hasSession(headers: IncomingHttpHeaders): boolean;
  /** Value of the `Set-Cookie` header that starts a session. */
  readonly sessionCookie: string;
}

/**
 * @param token a fixed token, for tests; a random one otherwise.
 */
export function createAccessControl(port: number, token: string = randomSecret()): AccessControl {
  // Browsers send cookies to every port of a host: the port in the name keeps two servers apart.
  const cookieName = `winnow_session_${port}`;
  const session = randomSecret();
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  return {
    openingUrl: `http://127.0.0.1:${port}/?token=${encodeURIComponent(token)}`,
    refusalOf({ host, origin }) {
      if (host === undefined || !hosts.includes(host.toLowerCase())) {
        return `Winnow answers only to ${hosts.join(' and ')}.`;
      }
      if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
        return 'Winnow answers only to its own pages.';
      }
      return null;
    },
    isToken: (candidate) => typeof candidate === 'string' && isSame(candidate, token),
    hasSession: (headers) => isSame(cookieValue(headers.cookie, cookieName), session),
    sessionCookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`,
  };
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

function cookieValue(header: string | undefined, name: string): string {
  for (const part of (header ?? '').split(';')) {
    const separator = part.indexOf('=');
    if (separator > 0 && part.slice(0, separator).trim() === name) {
      return part.slice(separator + 1).trim();
    }
  }
  return '';
}

/** Takes the same time wherever the two differ. */
function isSame(candidate: string, secret: string): boolean {
  const left = Buffer.from(candidate);
  const right = Buffer.from(secret);
  return left.length === right.length && timingSafeEqual(left, right);
}
