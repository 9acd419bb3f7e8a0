import { createHash } from 'node:crypto';
import { createMutex, type Mutex } from '../../../core/mutex.ts';
import type { Operations, RestContext } from '../context.ts';
import { invalidRequest } from './aws-error.ts';

interface Remembered {
  readonly token: string;
  /** SHA-256 of the operation's name and its request. */
  readonly request: string;
  readonly answer: object;
}

const key = 'client-tokens';
/** Clients make a token for every request; the oldest are forgotten. */
const maximalTokens = 500;

/** One request that makes something after the other: a name that is free stays so until it is taken. */
const turns = new WeakMap<Operations, Mutex>();

/**
 * Does something once for a client's token: a client that heard no answer asks again, and is told the first one.
 * @throws AwsError `InvalidRequestException` for a token that came with another request before.
 */
export function once<Answer extends object>(
  { operations }: RestContext,
  operation: string,
  input: { readonly ClientRequestToken?: string | undefined },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const token = input.ClientRequestToken;
  const task = token === undefined ? work : () => remembered(operations, token, [operation, input], work);
  return inTurn({ operations }, task);
}

/** Requests that make, change or delete go one after the other. */
export function inTurn<Answer>(
  { operations }: Pick<RestContext, 'operations'>,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const turn = turns.get(operations) ?? createMutex();
  turns.set(operations, turn);
  return turn.run(work);
}

async function remembered<Answer extends object>(
  operations: Operations,
  token: string,
  asked: readonly unknown[],
  work: () => Promise<Answer>,
): Promise<Answer> {
  const request = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  const known = (operations.value('comprehend', key) as readonly Remembered[] | undefined) ?? [];
  const before = known.find((one) => one.token === token);
  if (before !== undefined) {
    if (before.request === request) return before.answer as Answer;
    throw invalidRequest('ClientRequestToken: another request came with it before.');
  }
  const answer = await work();
  operations.setValue('comprehend', key, [...known.slice(1 - maximalTokens), { token, request, answer }]);
  return answer;
}
