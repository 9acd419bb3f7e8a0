import { AppError } from '../../domain/errors.ts';
import { accessKeyId } from './access.ts';
import type { RestRuntime } from './runtime.ts';
import type { RestService } from './service.ts';

/** The network interface as the command line has switched it on: to look at, not to change. */
export function serviceByCommandLine(
  runtime: RestRuntime,
  given: { readonly folders: readonly string[]; readonly projectsFolder: string },
): RestService {
  const refuse = (): never => {
    throw new AppError(
      'bad_request',
      'The interface for programs was switched on by the command line. End Winnow and start it anew to change it.',
    );
  };
  return {
    state() {
      const { access, limits } = runtime.rest;
      const port = access.port();
      return {
        running: port !== null,
        port: port ?? 0,
        url: port === null ? null : `http://127.0.0.1:${port}`,
        key: access.key(),
        accessKeyId,
        ...given,
        azureLimits: limits.azureLimits,
        error: null,
        byCommandLine: true,
      };
    },
    start: async () => refuse(),
    stop: async () => refuse(),
    rotateKey: refuse,
    begin: () => Promise.resolve(),
    close: () => runtime.close(),
  };
}
