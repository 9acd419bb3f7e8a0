import type { RestContext } from '../context.ts';

/** One call of an operation, its signature checked. */
export interface Call {
  readonly rest: RestContext;
  /** Of the credential scope; goes into the ARNs of the answer. */
  readonly region: string;
}

/** Does an operation: checks the request and gives AWS's response. @throws AwsError, AppError. */
export type Handler = (input: unknown, call: Call) => object | Promise<object>;

/** By AWS's name of the operation. */
export type Handlers = Readonly<Record<string, Handler>>;
