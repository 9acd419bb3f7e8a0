import { invalidRequest } from './aws-error.ts';

/** As the fields of a List request are called. */
export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

const usualResults = 100;

/** One page of a list, and the token of the next. @throws AwsError `InvalidRequestException` for a foreign token. */
export function pageOf<Item>(
  items: readonly Item[],
  { MaxResults = usualResults, NextToken }: PageRequest,
): { readonly page: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const from = NextToken === undefined ? 0 : placeOf(NextToken);
  const end = from + MaxResults;
  return {
    page: items.slice(from, end),
    next: end < items.length ? { NextToken: Buffer.from(`from:${end}`).toString('base64url') } : {},
  };
}

function placeOf(token: string): number {
  const match = /^from:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw invalidRequest('NextToken is not one that this service gave.');
  return Number(match[1]);
}

/** Seconds since 1970, as AWS JSON 1.1 writes times. */
export function epochSeconds(iso: string): number {
  return Date.parse(iso) / 1000;
}
