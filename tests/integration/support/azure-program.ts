import { setTimeout as pause } from 'node:timers/promises';
import { type AzureModel, azureModel, type WireAnswer } from './azure-model.ts';

export interface AzureAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Null for an empty body. */
  readonly json: unknown;
}

export interface JobState {
  readonly jobId: string;
  readonly status: string;
  readonly [name: string]: unknown;
}

/**
 * Asks as a program written for Azure's REST interface does. Every answer is held against Azure's models and against
 * our own description of the interface; one that deviates is an error.
 */
export interface AzureProgram {
  /** Paths begin with `/language`; a text as `body` is sent as it is. */
  ask(method: string, target: string, body?: unknown): Promise<AzureAnswer>;
  /** Starts a job and returns the address at which to ask for it. @throws Error unless it is accepted. */
  begin(method: string, target: string, body?: unknown): Promise<string>;
  /** Asks for the job until it has ended. */
  ended(address: string): Promise<JobState>;
  /** Throws for an answer that somebody else got and that deviates. */
  check(answer: WireAnswer): Promise<void>;
  /** Routes that have answered, as `GET /path 200`. */
  seen(): Promise<ReadonlySet<string>>;
}

const openStates: readonly string[] = ['notStarted', 'running', 'cancelling'];

export function azureProgram(api: string, key: string): AzureProgram {
  let described: Promise<AzureModel> | undefined;
  const model = (): Promise<AzureModel> => {
    described ??= fetch(`${api}/api/openapi.json`).then(async (answer) => azureModel(await answer.json()));
    return described;
  };
  const check = async (answer: WireAnswer): Promise<void> => {
    const deviations = await (await model()).deviations(answer);
    if (deviations.length > 0) throw new Error(`${deviations.join('\n')}\n${answer.text.slice(0, 2000)}`);
  };
  const ask = async (method: string, target: string, body?: unknown): Promise<AzureAnswer> => {
    const response = await fetch(`${api}${target}`, {
      method,
      headers: {
        'ocp-apim-subscription-key': key,
        ...(body === undefined ? {} : { 'content-type': typeOf(method) }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, headers } = response;
    await check({ method, target, status, headers, text });
    return { status, headers, json: text === '' ? null : (JSON.parse(text) as unknown) };
  };
  return {
    ask,
    check,
    seen: async () => (await model()).seen,
    async begin(method, target, body) {
      const { status, headers, json } = await ask(method, target, body);
      const address = headers.get('operation-location') ?? headers.get('location');
      if (status === 202 && json === null && address !== null) return address;
      throw new Error(`${method} ${target} was answered by ${status} ${JSON.stringify(json)}.`);
    },
    async ended(address) {
      const { pathname, search } = new URL(address);
      for (;;) {
        const state = (await ask('GET', `${pathname}${search}`)).json as JobState;
        if (!openStates.includes(state.status)) return state;
        // Between two questions, as a program would; nothing depends on how long.
        await pause(50);
      }
    },
  };
}

/** As the specification asks for it. */
function typeOf(method: string): string {
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}
