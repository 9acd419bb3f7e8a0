import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  ComprehendClient,
  type ComprehendClientConfig,
  DescribeDocumentClassificationJobCommand,
  DescribeDocumentClassifierCommand,
  type DocumentClassificationJobProperties,
  type DocumentClassifierProperties,
} from '@aws-sdk/client-comprehend';
import { deviations, type WireAnswer } from './aws-model.ts';
import type { RestBench } from './rest-server.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export const role = 'arn:aws:iam::000000000000:role/not-needed-here';

/**
 * AWS's client as its users have it, but for the endpoint, the region and the credentials. Every answer that it gets is
 * held against the client's own model of the service: a call fails when it is not as that says.
 */
export function awsClient(
  endpoint: string,
  bench: Pick<RestBench, 'key'>,
  more: ComprehendClientConfig = {},
  hear: (answer: WireAnswer) => void = () => undefined,
): ComprehendClient {
  const client = new ComprehendClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'winnow', secretAccessKey: bench.key },
    maxAttempts: 1,
    ...more,
  });
  const { requestHandler } = client.config;
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = async (request, options) => {
    const { response } = await handle(request, options);
    const body = await text(response.body as Readable);
    response.body = Readable.from([Buffer.from(body)]);
    const answer = { status: response.statusCode, headers: new Headers(response.headers), body };
    const heard = { operation: operationOf(request.headers), ...answer };
    const wrong = deviations(heard);
    if (wrong.length > 0) throw new Error(`AWS would not answer so: ${wrong.join('; ')}\n${body}`);
    hear(heard);
    return { response };
  };
  return client;
}

function operationOf(headers: Readonly<Record<string, string | undefined>>): string {
  return headers['x-amz-target']?.split('.').at(-1) ?? '';
}

/** A signed request on its way out. */
export interface WireRequest {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Goes between the client and the wire and changes what was signed. */
export function changing(
  change: (request: WireRequest) => WireRequest,
): NonNullable<ComprehendClientConfig['requestHandler']> {
  return {
    async handle(request: HttpRequest) {
      const { headers, body } = change({
        headers: { ...request.headers },
        body: new TextDecoder().decode(request.body),
      });
      const { host: _host, 'content-length': _length, ...sent } = headers;
      const target = `${request.protocol}//${request.hostname}:${request.port}${request.path}`;
      const answer = await fetch(target, { method: request.method, headers: sent, body });
      const response = {
        statusCode: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: Readable.from([Buffer.from(await answer.arrayBuffer())]),
      };
      return { response };
    },
  } as NonNullable<ComprehendClientConfig['requestHandler']>;
}

interface HttpRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Labelled {
  readonly text: string;
  readonly labels: readonly string[];
}

/** The sample project's tickets; `labels` all of them, `label` the first. */
export function sampleTickets(): readonly {
  readonly text: string;
  readonly label: string;
  readonly labels: readonly string[];
}[] {
  return readFileSync(path.join(root, 'resources/samples/support-tickets.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { text: string; label: string | null; labels: string[] | null })
    .flatMap(({ text, label, labels }) =>
      label === null || labels === null || labels.length === 0 ? [] : [{ text, label, labels }],
    );
}

/** Training data as Comprehend wants it: no header, label first. */
export function comprehendCsv(documents: readonly Labelled[]): string {
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  return documents.map(({ text, labels }) => `${quoted(labels.join('|'))},${quoted(text)}\n`).join('');
}

/** How the command line reads such a file as a CSV file like any other. */
export const labelFirst = ['--format', 'csv', '--no-header', '--label-field', '1', '--text-field', '2'];

/** What the command line says of an evaluation, under the names that Comprehend has. */
export function asComprehend(
  evaluation: Readonly<Record<string, number>>,
): Readonly<Record<string, number | undefined>> {
  return {
    Accuracy: evaluation.accuracy,
    Precision: evaluation.macroPrecision,
    Recall: evaluation.macroRecall,
    F1Score: evaluation.macroF1,
    MicroPrecision: evaluation.microPrecision,
    MicroRecall: evaluation.microRecall,
    MicroF1Score: evaluation.microF1,
    HammingLoss: evaluation.hammingLoss,
  };
}

/** Asks until the training has ended; each question waits for its answer. */
export async function trained(
  client: ComprehendClient,
  DocumentClassifierArn: string,
): Promise<DocumentClassifierProperties> {
  for (;;) {
    const answer = await client.send(new DescribeDocumentClassifierCommand({ DocumentClassifierArn }));
    const properties = answer.DocumentClassifierProperties!;
    if (!['SUBMITTED', 'TRAINING', 'STOP_REQUESTED'].includes(properties.Status!)) return properties;
  }
}

/** The same of a classification job. */
export async function jobEnd(
  client: ComprehendClient,
  JobId: string,
): Promise<DocumentClassificationJobProperties> {
  for (;;) {
    const answer = await client.send(new DescribeDocumentClassificationJobCommand({ JobId }));
    const properties = answer.DocumentClassificationJobProperties!;
    if (!['SUBMITTED', 'IN_PROGRESS', 'STOP_REQUESTED'].includes(properties.JobStatus!)) return properties;
  }
}
