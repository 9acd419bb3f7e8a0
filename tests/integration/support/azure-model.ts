import { z } from 'zod';
import { enums, routes, type Shape, shapes } from './azure-shapes.ts';
import { clientDeviations } from './client-mappers.ts';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface AzureModel {
  /** What of an answer is not as Azure has it, or not as our own description says; empty when all is. */
  deviations(answer: WireAnswer): Promise<readonly string[]>;
  /** Routes, as `GET /path`, that have answered as they should, and how. */
  readonly seen: ReadonlySet<string>;
}

/** @param description our OpenAPI document */
export function azureModel(description: unknown): AzureModel {
  const { paths, components } = description as OpenApi;
  const errorSchema = z.fromJSONSchema(components.schemas.Error);
  const seen = new Set<string>();
  return {
    seen,
    async deviations(answer) {
      const { method, status, headers } = answer;
      const path = answer.target.split('?')[0]!;
      const json: unknown = answer.text === '' ? null : JSON.parse(answer.text);
      if (status >= 400) {
        return [
          ...check('ErrorResponse', json, 'error'),
          ...(path.startsWith('/language/analyze-text') ? await clientDeviations('ErrorResponse', json) : []),
          ...schemaDeviations(errorSchema, json),
          ...(headers.get('x-ms-error-code') === codeIn(json) ? [] : ['x-ms-error-code is another']),
          ...commonHeaders(headers),
        ];
      }
      const route = routes.find(([verb, pattern]) => verb === method && patternOf(pattern).test(path));
      if (route === undefined) return [`${method} ${path} is not described`];
      const [, pattern, expected] = route;
      seen.add(`${method} ${pattern} ${status}`);
      const described = paths[pattern]?.[method.toLowerCase()]?.responses[status];
      if (described === undefined) return [`${method} ${pattern}: our description knows no ${status}`];
      const schema = described.content?.['application/json'].schema;
      return [
        ...(await bodyDeviations(expected, json, answer)),
        ...(schema === undefined ? [] : schemaDeviations(z.fromJSONSchema(schema), json)),
        ...commonHeaders(headers),
      ].map((deviation) => `${method} ${pattern} ${status}: ${deviation}`);
    },
  };
}

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>> | undefined>>;
  readonly components: { readonly schemas: { readonly Error: JsonSchema } };
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: { readonly 'application/json': { readonly schema: JsonSchema } } }>
  >;
}

async function bodyDeviations(
  expected: string,
  json: unknown,
  { status, headers, target }: WireAnswer,
): Promise<readonly string[]> {
  if (expected === 'nothing') return status === 204 && json === null ? [] : [`answered ${status}`];
  if (expected === 'job') {
    const name = target.includes('v1.0-preview.2') ? 'location' : 'operation-location';
    const address = headers.get(name);
    return [
      ...(status === 202 ? [] : [`answered ${status}`]),
      ...(json === null ? [] : ['has a body']),
      ...(isAddress(address) ? [] : [`${name} is ${address}`]),
    ];
  }
  if (!/^application\/json(;|$)/.test(headers.get('content-type') ?? '')) return ['is not JSON'];
  if (expected.startsWith('@')) {
    // Microsoft's examples of 2022-05-01 have a name that the clients do not read from the model.
    const { lastUpdateDateTime: _old, ...rest } = json as Readonly<Record<string, unknown>>;
    const isOld = target.includes('api-version=2022-05-01');
    return await clientDeviations(expected.slice(1), isOld ? rest : json);
  }
  return check(expected, json, expected);
}

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value) && Number(value) >= 0,
  percent: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100,
  share: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  time: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(value)),
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
  url: isAddress,
};

function check(kind: string, value: unknown, place: string): readonly string[] {
  if (kind.endsWith('|null')) return value === null ? [] : check(kind.slice(0, -5), value, place);
  const inner = kind.slice(1, -1);
  if (kind.startsWith('[')) {
    if (!Array.isArray(value)) return [`${place} is no list`];
    return value.flatMap((item, index) => check(inner, item, `${place}[${index}]`));
  }
  if (kind.startsWith('{')) return checkMembers({ '*': inner }, value, place);
  const shape = shapes[kind];
  if (shape !== undefined) return checkMembers(membersOf(shape), value, place);
  const isOfKind = enums[kind]?.includes(String(value)) ?? kinds[kind]?.(value);
  return isOfKind === true ? [] : [`${place} is no ${kind}: ${JSON.stringify(value)}`];
}

function membersOf({ '...': base, ...own }: Shape): Shape {
  return base === undefined ? own : { ...membersOf(shapes[base]!), ...own };
}

function checkMembers(members: Shape, value: unknown, place: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no object`];
  const missing = Object.keys(members).filter(
    (name) => name !== '*' && !name.endsWith('?') && !Object.hasOwn(value, name),
  );
  return [
    ...missing.map((name) => `${place}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const kind = members[name] ?? members[`${name}?`] ?? members['*'];
      return kind === undefined ? [`${place}.${name} is unknown`] : check(kind, member, `${place}.${name}`);
    }),
  ];
}

function schemaDeviations(schema: z.ZodType, json: unknown): readonly string[] {
  const { error } = schema.safeParse(json);
  return (error?.issues ?? []).map(
    ({ path, message }) => `described otherwise: ${path.join('.')}: ${message}`,
  );
}

function commonHeaders(headers: Headers): readonly string[] {
  return /^[0-9a-f-]{36}$/.test(headers.get('apim-request-id') ?? '') ? [] : ['there is no apim-request-id'];
}

function codeIn(json: unknown): unknown {
  return (json as { readonly error?: { readonly code?: unknown } } | null)?.error?.code;
}

function isAddress(value: unknown): boolean {
  return /^http:\/\/(127\.0\.0\.1|localhost):\d+\/language\/\S+$/.test(String(value));
}

const patterns = new Map<string, RegExp>();

/** A name has no slash; one that ends in an act of its own is not meant by a plain name. */
function patternOf(path: string): RegExp {
  const known = patterns.get(path);
  if (known !== undefined) return known;
  const made = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/:]+')}$`);
  patterns.set(path, made);
  return made;
}
