import { invalidRequest } from './aws-error.ts';

/** As the fields of a List request are called. */
export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** What a list is sorted by: a time, and a name where two are of the same one. */
export type Place = readonly [seconds: number, name: string];

const usualResults = 100;

/**
 * One page of a list, and the token of the next. The token is the place of the last item: what is added or deleted
 * meanwhile makes no other item come twice or not at all.
 * @param oldestFirst as AWS lists what was submitted before a time; else newest first
 * @throws AwsError `InvalidRequestException` for a foreign token.
 */
export function pageOf<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => Place,
  { MaxResults = usualResults, NextToken }: PageRequest,
  oldestFirst = false,
): { readonly page: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const inOrder = (a: Place, b: Place): number => (oldestFirst ? compare(a, b) : compare(b, a));
  const placed = items
    .map((item) => ({ item, place: placeOf(item) }))
    .sort((a, b) => inOrder(a.place, b.place));
  const last = NextToken === undefined ? null : placeIn(NextToken);
  const rest = last === null ? placed : placed.filter(({ place }) => inOrder(last, place) < 0);
  const page = rest.slice(0, MaxResults);
  return {
    page: page.map(({ item }) => item),
    next: page.length < rest.length ? { NextToken: tokenOf(page.at(-1)!.place) } : {},
  };
}

function compare([seconds, name]: Place, [otherSeconds, otherName]: Place): number {
  if (seconds !== otherSeconds) return seconds - otherSeconds;
  if (name === otherName) return 0;
  return name < otherName ? -1 : 1;
}

function tokenOf(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function placeIn(token: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(place) && place.length === 2) {
      const [seconds, name]: readonly unknown[] = place;
      if (typeof seconds === 'number' && typeof name === 'string') return [seconds, name];
    }
  } catch {
    // Said below.
  }
  throw invalidRequest('NextToken is not one that this service gave.');
}

/** Filter of a list by the time of submission: whether it lets one pass, and the order that AWS lists it in. */
export function timeFilter(
  before: number | undefined,
  after: number | undefined,
): { readonly passes: (seconds: number) => boolean; readonly oldestFirst: boolean } {
  return {
    passes: (seconds) =>
      seconds < (before ?? Number.POSITIVE_INFINITY) && seconds > (after ?? Number.NEGATIVE_INFINITY),
    oldestFirst: before !== undefined && after === undefined,
  };
}

/** Seconds since 1970, as AWS JSON 1.1 writes times. */
export function epochSeconds(iso: string): number {
  return Date.parse(iso) / 1000;
}
