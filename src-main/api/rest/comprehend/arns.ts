import { invalidRequest } from './aws-error.ts';

/** Of every resource here; AWS puts the account's number in its place. */
export const account = '000000000000';

/** A model by its project's name; `version` is the model's name, null for the model named like its project. */
export interface ClassifierName {
  readonly name: string;
  readonly version: string | null;
}

/** A deployment; `project` is null where the name alone tells which one. */
export interface EndpointName {
  readonly project: string | null;
  readonly name: string;
}

/** A resource of this service: its kind and the parts of its name. */
interface Resource {
  readonly kind: 'document-classifier' | 'document-classifier-endpoint' | 'document-classification-job';
  readonly parts: readonly string[];
}

export function classifierArn(region: string, { name, version }: ClassifierName): string {
  const parts = version === null ? [name] : [name, 'version', version];
  return arn(region, { kind: 'document-classifier', parts });
}

export function endpointArn(region: string, { project, name }: EndpointName): string {
  return arn(region, {
    kind: 'document-classifier-endpoint',
    parts: project === null ? [name] : [project, name],
  });
}

export function jobArn(region: string, jobId: string): string {
  return arn(region, { kind: 'document-classification-job', parts: [jobId] });
}

function arn(region: string, { kind, parts }: Resource): string {
  // Names given in the window may hold what an ARN may not.
  const name = [kind, ...parts.map(encodeURIComponent)].join('/');
  return `arn:aws:comprehend:${region}:${account}:${name}`;
}

/** @throws AwsError `InvalidRequestException`. */
export function parseClassifierArn(text: string): ClassifierName {
  const { kind, parts } = parseArn(text);
  const [name, word, version] = parts;
  if (kind === 'document-classifier' && name !== undefined) {
    if (parts.length === 1) return { name, version: null };
    if (parts.length === 3 && word === 'version' && version !== undefined) return { name, version };
  }
  throw invalidRequest(`${text} is not the ARN of a document classifier.`);
}

/** @throws AwsError `InvalidRequestException`. */
export function parseEndpointArn(text: string): EndpointName {
  const { kind, parts } = parseArn(text);
  const [first, second] = parts;
  if (kind === 'document-classifier-endpoint' && first !== undefined && parts.length <= 2) {
    return second === undefined ? { project: null, name: first } : { project: first, name: second };
  }
  throw invalidRequest(`${text} is not the ARN of an endpoint of a document classifier.`);
}

/** @throws AwsError `InvalidRequestException`. */
export function parseArn(text: string): Resource {
  const match =
    /^arn:aws[a-z-]*:comprehend:[a-zA-Z0-9-]*:\d{12}:(document-classifier|document-classifier-endpoint|document-classification-job)\/(.+)$/.exec(
      text,
    );
  if (match === null) throw invalidRequest(`${text} is not an ARN of a resource that Winnow has.`);
  const parts = match[2]!.split('/').map((part) => decodedPart(part, text));
  return { kind: match[1] as Resource['kind'], parts };
}

function decodedPart(part: string, text: string): string {
  try {
    const decoded = decodeURIComponent(part);
    if (decoded !== '') return decoded;
  } catch {
    // Said below.
  }
  throw invalidRequest(`${text} is not a well-formed ARN.`);
}

/** AWS's job ids are 32 hexadecimal digits: those of an operation's UUID. */
export function jobIdOf(operationId: string): string {
  return operationId.replaceAll('-', '');
}

/** @returns the UUID, or the text itself, which then names no operation. */
export function operationIdOf(jobId: string): string {
  return jobId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
