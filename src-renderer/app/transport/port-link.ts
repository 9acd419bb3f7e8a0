import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { type Observer, observable } from '@trpc/server/observable';
import type { TRPCClientOutgoingMessage, TRPCResponseMessage } from '@trpc/server/rpc';
import type { AppRouter } from '../../../src-main/api/router.ts';

/** The part of a DOM `MessagePort` that the link needs. */
export interface ClientPort {
  postMessage(message: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
}

type Link = ReturnType<TRPCLink<AppRouter>>;
type Answers = Parameters<Parameters<ReturnType<Link>['subscribe']>[0] extends infer O ? (o: O) => void : never>[0];
