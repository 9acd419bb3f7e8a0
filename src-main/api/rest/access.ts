import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../domain/errors.ts';
import { Refusal, type RestAccess } from './context.ts';

/** Access-key id of AWS clients; the key is their secret. */
export const accessKeyId = 'winnow';

const keyPattern = /^[\x21-\x7e]{8,200}$/;

export function createAccess(key: () => string, port: () => number | null): RestAccess {
  return {
    key,
    port,
    accessKeyId,
    isKey: (candidate) => typeof candidate === 'string' && isSame(candidate, key()),
  };
}

/**
 * The key in a file: its only line.
 * @throws AppError `bad_request` unless it is 8 to 200 printable ASCII characters without a space.
 */
export function checkedKey(text: string): string {
  const key = text.trim();
  if (!keyPattern.test(key)) {
    throw new AppError(
      'bad_request',
      'A key is one line of 8 to 200 letters, digits and signs, without spaces. Make one with: openssl rand -hex 32',
    );
  }
  return key;
}

/**
 * Refuses names that another site made up for this address, and pages of other sites.
 * @throws Refusal 403
 */
export function checkHostAndOrigin({ host, origin }: IncomingHttpHeaders, port: number | null): void {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const given = host?.toLowerCase();
  if (given === undefined || !hosts.includes(given)) {
    throw new Refusal(403, `Winnow answers only to ${hosts.join(' and ')}.`);
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${given}`) {
    throw new Refusal(403, 'Winnow answers only to programs of this computer and to its own pages.');
  }
}

function isSame(candidate: string, secret: string): boolean {
  const left = Buffer.from(candidate);
  const right = Buffer.from(secret);
  return left.length === right.length && timingSafeEqual(left, right);
}
