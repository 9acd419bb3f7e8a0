import { initTRPC, TRPCError } from '@trpc/server';
import { AppError, type ErrorCode, type ErrorData } from '../domain/errors.ts';
import type { ApiContext } from './context.ts';

const statusOf: Partial<Record<ErrorCode, TRPCError['code']>> = {
  not_found: 'NOT_FOUND',
  model_not_found: 'NOT_FOUND',
  file_not_found: 'NOT_FOUND',
  already_exists: 'CONFLICT',
  model_exists: 'CONFLICT',
  model_deployed: 'CONFLICT',
  deployment_limit: 'CONFLICT',
  class_name_taken: 'CONFLICT',
  project_in_use: 'CONFLICT',
  training_in_progress: 'CONFLICT',
  job_in_progress: 'CONFLICT',
  test_sets_differ: 'CONFLICT',
  test_set_sealed: 'FORBIDDEN',
  no_evaluation: 'NOT_FOUND',
  file_too_large: 'PAYLOAD_TOO_LARGE',
  cancelled: 'CLIENT_CLOSED_REQUEST',
  internal: 'INTERNAL_SERVER_ERROR',
};

const t = initTRPC.context<ApiContext>().create({
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus, error: errorDataOf(error) },
  }),
});

/** What a client reads: the application's code and message, never a stack. */
function errorDataOf(error: TRPCError): ErrorData {
  if (error.cause instanceof AppError) {
    const { code, message, details } = error.cause;
    return details === undefined ? { code, message } : { code, message, details };
  }
  if (error.code === 'BAD_REQUEST') return { code: 'bad_request', message: error.message };
  if (error.code === 'NOT_FOUND') return { code: 'not_found', message: error.message };
  return { code: 'internal', message: error.message };
}

/** An {@link AppError} with its status; anything unexpected goes to the log and leaves only its reference. */
function namedError(error: unknown, ctx: ApiContext, path: string): TRPCError {
  const cause = error instanceof TRPCError ? error.cause : error;
  if (cause instanceof AppError) {
    return new TRPCError({ code: statusOf[cause.code] ?? 'BAD_REQUEST', message: cause.message, cause });
  }
  if (error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error;
  const reference = ctx.reportUnexpected(cause ?? error, path);
  return new TRPCError({
    code: 'INTERNAL_SERVER_ERROR',
    message: `Something unexpected went wrong. The log names it as ${reference}.`,
  });
}

const withNamedErrors = t.middleware(async ({ ctx, next, path, type }) => {
  const result = await next();
  if (!result.ok) throw namedError(result.error, ctx, path);
  if (type !== 'subscription') return result;
  return { ...result, data: named(result.data as AsyncIterable<unknown>, ctx, path) };
});

/** A subscription fails while it is read, after the middleware has returned. */
async function* named(
  values: AsyncIterable<unknown>,
  ctx: ApiContext,
  path: string,
): AsyncGenerator<unknown> {
  try {
    yield* values;
  } catch (error) {
    throw namedError(error, ctx, path);
  }
}

export const router = t.router;
export const procedure = t.procedure.use(withNamedErrors);
