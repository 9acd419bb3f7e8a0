import { createHash } from 'node:crypto';
import type { RestContext } from '../context.ts';
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

/**
 * Does something once for a client's token: a client that heard no answer asks again, and is told the first one.
 * @throws AwsError `InvalidRequestException` for a token that came with another request before.
 */
export async function once<Answer extends object>(
  { operations }: RestContext,
  operation: string,
  input: { readonly ClientRequestToken?: string | undefined },
  work: () => Answer | Promise<Answer>,
): Promise<Answer> {
  const token = input.ClientRequestToken;
  if (token === undefined) return work();
  const request = createHash('sha256')
    .update(JSON.stringify([operation, input]))
    .digest('hex');
  const known = (): readonly Remembered[] =>
    (operations.value('comprehend', key) as readonly Remembered[] | undefined) ?? [];
  const before = known().find((one) => one.token === token);
  if (before !== undefined) {
    if (before.request === request) return before.answer as Answer;
    throw invalidRequest('ClientRequestToken: another request came with it before.');
  }
  const answer = await work();
  operations.setValue('comprehend', key, [...known().slice(1 - maximalTokens), { token, request, answer }]);
  return answer;
}
