import { TRPCClientError } from '@trpc/client';
import type { ErrorCode } from '../../src-main/domain/errors.ts';

/** The sentence to show for any thrown value. */
export function messageOf(error: unknown): string {
  if (error instanceof TRPCClientError) {
    const message: unknown = error.data?.error?.message;
    return typeof message === 'string' ? message : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}

/** The application's error code, where the host sent one. */
export function codeOf(error: unknown): ErrorCode | null {
  if (!(error instanceof TRPCClientError)) return null;
  return (error.data?.error?.code as ErrorCode | undefined) ?? null;
}
