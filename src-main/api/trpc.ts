import { initTRPC, TRPCError } from '@trpc/server';
import { AppError, type ErrorCode, type ErrorData } from '../domain/errors.ts';
import type { ApiContext } from './context.ts';

const statusOf: Partial<Record<ErrorCode, TRPCError['code']>> = {
  not_found: 'NOT_FOUND',
  model_not_found: 'NOT_FOUND',
  file_not_found: 'NOT_FOUND',
  already_exists: 'CONFLICT',
  model_exists: 'CONFLICT',
  class_name_taken: 'CONFLICT',
  project_in_use: 'CONFLICT',
  training_in_progress: 'CONFLICT',
  job_in_progress: 'CONFLICT',
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

const withNamedErrors = t.middleware(async ({ ctx, next, path }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof AppError) {
    throw new TRPCError({ code: statusOf[cause.code] ?? 'BAD_REQUEST', message: cause.message, cause });
  }
  if (result.error.code !== 'INTERNAL_SERVER_ERROR') return result;
  const reference = ctx.reportUnexpected(cause ?? result.error, path);
  throw new TRPCError({
    code: 'INTERNAL_SERVER_ERROR',
    message: `Something unexpected went wrong. The log names it as ${reference}.`,
  });
});

export const router = t.router;
export const procedure = t.procedure.use(withNamedErrors);
export const createCallerFactory = t.createCallerFactory;
