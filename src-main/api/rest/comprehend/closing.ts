import type { OperationRecord } from '../../../core/ports/operations.ts';
import type { OperationControl, RestContext } from '../context.ts';

/** Whether work ends because the server closes: then it goes on at the next start, and leaves all as it is. */
export function isClosing(
  { operations }: RestContext,
  { id }: OperationRecord,
  { signal }: OperationControl,
): boolean {
  return signal.aborted && operations.get('comprehend', id).status !== 'cancelling';
}
