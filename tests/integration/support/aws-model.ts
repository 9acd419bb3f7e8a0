import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as sdk from '@aws-sdk/client-comprehend';

/** What a service answered, as it came over the wire. */
export interface WireAnswer {
  /** As in `X-Amz-Target`, without the service. */
  readonly operation: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * The schemas that AWS's client carries. Kinds: 0 a name for something plain, 1 list, 3 structure (-3 error),
 * 9 operation; their parts follow the kind, the namespace, the name and the traits.
 */
type Schema = number | readonly unknown[] | (() => Schema);

const declarations = path.resolve(
  import.meta.dirname,
  '../../../node_modules/@aws-sdk/client-comprehend/dist-types',
);

/** Errors that any service of AWS may answer with, and their status. */
const commonErrors: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  IncompleteSignatureException: 400,
  InvalidSignatureException: 400,
  MissingAuthenticationTokenException: 400,
  RequestEntityTooLargeException: 413,
  RequestTimeoutException: 408,
  SerializationException: 400,
  ThrottlingException: 400,
  UnknownOperationException: 400,
  UnrecognizedClientException: 400,
  UnsupportedOperationException: 400,
};

/** What Winnow has beyond AWS is held against its like. */
const likes: Readonly<Record<string, string>> = { StopDocumentClassificationJob: 'StopEntitiesDetectionJob' };

/** What of an answer is not as the client's own model of the service says; empty when all is. */
export function deviations({ operation: asked, status, headers, body }: WireAnswer): readonly string[] {
  const operation = likes[asked] ?? asked;
  const value = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const envelope = [
    ...(headers.get('content-type') === 'application/x-amz-json-1.1' ? [] : ['the content type is another']),
    ...(/^[0-9a-f-]{36}$/.test(headers.get('x-amzn-requestid') ?? '') ? [] : ['there is no request id']),
  ];
  const schema = exported(`${operation}$`);
  if (status !== 200) return [...envelope, ...errorDeviations(operation, status, headers, value)];
  if (!Array.isArray(schema)) return [...envelope, `${operation} is not in the model, yet answered`];
  return [...envelope, ...check(schema[5] as Schema, value, operation)];
}

function errorDeviations(
  operation: string,
  status: number,
  headers: Headers,
  { __type, ...members }: Readonly<Record<string, unknown>>,
): readonly string[] {
  const type = String(__type);
  const place = `${operation}: ${type}`;
  const typed = headers.get('x-amzn-errortype') === type ? [] : [`${place} is named otherwise in the header`];
  const common = commonErrors[type];
  if (common !== undefined) {
    const told = typeof members.message === 'string' && Object.keys(members).length === 1;
    return [
      ...typed,
      ...(status === common && told ? [] : [`${place} ${status} ${JSON.stringify(members)}`]),
    ];
  }
  if (!errorsOf(operation).includes(type)) return [`${operation} knows no ${type}`];
  const wanted = type === 'InternalServerException' ? 500 : 400;
  return [
    ...typed,
    ...(status === wanted ? [] : [`${place} has the status ${status}`]),
    ...(typeof members.Message === 'string' ? [] : [`${place} has no Message`]),
    ...check(exported(`${type}$`) as Schema, members, place),
  ];
}

function check(schema: Schema, value: unknown, place: string): readonly string[] {
  if (typeof schema === 'function') return check(schema(), value, place);
  if (typeof schema === 'number') {
    // A list of something plain is told by one bit.
    if (schema & listBit) return checkList(schema ^ listBit, value, place);
    return isOf(schema, value) ? [] : [`${place} is ${JSON.stringify(value)}`];
  }
  // A schema with traits of its own place.
  if (schema.length === 2) return check(schema[0] as Schema, value, place);
  const [kind, , name] = schema as readonly [number, string, string];
  if (kind === 0) return check(schema[4] as Schema, value, place);
  if (kind === 1) return checkList(schema[4] as Schema, value, place);
  const members = schema[4] as readonly string[];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no ${name}`];
  const required = members.slice(0, (schema[6] as number | undefined) ?? 0);
  return [
    ...required
      .filter((member) => !Object.hasOwn(value, member))
      .map((member) => `${place} has no ${member}`),
    ...Object.entries(value).flatMap(([member, inner]) => {
      const index = members.indexOf(member);
      const here = `${place}.${member}`;
      if (index < 0) return [`${here} is unknown`];
      const allowed = enumOf(name, member);
      const known = allowed === null || [inner].flat().every((one) => allowed.includes(one));
      return [
        ...(known ? [] : [`${here} is ${JSON.stringify(inner)}`]),
        ...check((schema[5] as readonly Schema[])[index]!, inner, here),
      ];
    }),
  ];
}

const listBit = 64;

function checkList(schema: Schema, value: unknown, place: string): readonly string[] {
  if (!Array.isArray(value)) return [`${place} is no list`];
  return value.flatMap((item, index) => check(schema, item, `${place}[${index}]`));
}

function isOf(kind: number, value: unknown): boolean {
  switch (kind) {
    case 0:
      return typeof value === 'string';
    case 1:
      return typeof value === 'number';
    case 2:
      return typeof value === 'boolean';
    case 4:
      // Seconds since 1970: milliseconds would be a thousand times as many.
      return typeof value === 'number' && value > 1e9 && value < 1e10;
    default:
      throw new Error(`The model has a type ${kind} that this check does not know.`);
  }
}

function exported(name: string): unknown {
  return (sdk as Readonly<Record<string, unknown>>)[name];
}

const read = (file: string): string => readFileSync(path.join(declarations, file), 'utf8');
const structures = `${read('models/models_0.d.ts')}\n${read('models/errors.d.ts')}`;

/** The schemas say of an enumeration that it is a string; the declarations name it. Null for all else. */
function enumOf(structure: string, member: string): readonly unknown[] | null {
  const start = new RegExp(`^export (?:interface|declare class) ${structure} .*\\{$`, 'm').exec(structures);
  if (start === null) return null;
  const declared = structures.slice(start.index, structures.indexOf('\n}', start.index));
  const type = new RegExp(`^ {4}${member}\\??: (\\w+)(?:\\[\\])? \\| undefined;$`, 'm').exec(declared)?.[1];
  const values = type === undefined ? undefined : exported(type);
  return typeof values === 'object' && values !== null ? Object.values(values) : null;
}

/** Those that the declaration of the operation's command says it throws. */
export function errorsOf(operation: string): readonly string[] {
  if (exported(`${operation}$`) === undefined) return [];
  const declared = read(`commands/${operation}Command.d.ts`);
  return [...declared.matchAll(/@throws \{@link (\w+)\} \((?:client|server) fault\)/g)].map(
    ([, type]) => type!,
  );
}
