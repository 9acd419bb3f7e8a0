import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from './aws-error.ts';

/** A request as it came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly target: string;
  /** Names as they came, a name as often as it came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

export interface Verification {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly service: string;
  readonly now: Date;
}

/** What a request with a good signature says of itself. */
export interface Signer {
  readonly region: string;
}

const algorithm = 'AWS4-HMAC-SHA256';
const allowedSkewMilliseconds = 15 * 60 * 1000;

/**
 * Checks a Signature Version 4 in the Authorization header (AWS, "Create a signed AWS API request"): the canonical
 * request is built anew from what came, so that no signed header and no byte of the body can have been changed.
 * @throws AwsError with AWS's names for what is wrong.
 */
export function verifySignature(request: SignedRequest, { now, ...expected }: Verification): Signer {
  const headers = canonicalHeaders(request.headers);
  const claim = claimOf(headers);
  if (claim.accessKeyId !== expected.accessKeyId || headers.has('x-amz-security-token')) {
    throw new AwsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  checkSignedHeaders(headers, claim.signedHeaders);
  checkScope(claim, headers.get('x-amz-date')!, expected.service);
  checkTime(headers.get('x-amz-date')!, now);
  const payloadHash = sha256(request.body);
  checkPayloadHash(headers.get('x-amz-content-sha256'), payloadHash);
  const text = stringToSign(
    claim,
    headers.get('x-amz-date')!,
    canonicalRequest(request, headers, claim, payloadHash),
  );
  const signature = createHmac('sha256', signingKey(expected.secret, claim)).update(text).digest();
  const claimed = Buffer.from(claim.signature, 'hex');
  if (claimed.length !== signature.length || !timingSafeEqual(claimed, signature)) {
    throw invalid(
      'The request signature we calculated does not match the signature you provided. Check your secret access key: Winnow shows it in Settings.',
    );
  }
  return { region: claim.region };
}

interface Claim {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  /** 64 hexadecimal digits. */
  readonly signature: string;
}

/** @throws AwsError when the header is absent or not of this form. */
function claimOf(headers: ReadonlyMap<string, string>): Claim {
  const header = headers.get('authorization');
  if (header === undefined || header === '') {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  if (!header.startsWith(`${algorithm} `)) {
    throw incomplete(`Authorization must begin with ${algorithm}.`);
  }
  const parts = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((part) => part.trim())
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const),
  );
  const [accessKeyId, date, region, service, end, ...rest] = (parts.get('Credential') ?? '').split('/');
  const signedHeaders = (parts.get('SignedHeaders') ?? '').split(';').filter((name) => name !== '');
  const signature = parts.get('Signature') ?? '';
  if (!accessKeyId || !date || !region || !service || end !== 'aws4_request' || rest.length > 0) {
    throw incomplete(
      "Authorization header requires a 'Credential' of the form id/date/region/service/aws4_request.",
    );
  }
  if (signedHeaders.length === 0) {
    throw incomplete("Authorization header requires a 'SignedHeaders' parameter.");
  }
  if (!/^[0-9a-f]{64}$/.test(signature)) {
    throw incomplete("Authorization header requires a 'Signature' of 64 hexadecimal digits.");
  }
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

/** What a signature must cover: the host, the time, the operation and all else that AWS gives a meaning. */
function checkSignedHeaders(headers: ReadonlyMap<string, string>, signed: readonly string[]): void {
  if (!headers.has('x-amz-date')) {
    throw incomplete("Authorization header requires existence of an 'X-Amz-Date' header.");
  }
  const needed = ['host', ...[...headers.keys()].filter((name) => name.startsWith('x-amz-'))];
  const unsigned = needed.find((name) => !signed.includes(name));
  if (unsigned !== undefined) {
    throw invalid(`'${unsigned}' must be a signed header.`);
  }
  const absent = signed.find((name) => !headers.has(name));
  if (absent !== undefined) throw invalid(`The signed header '${absent}' is not in the request.`);
}

function checkScope({ date, service }: Claim, at: string, expectedService: string): void {
  if (service !== expectedService) {
    throw invalid(`Credential should be scoped to correct service: '${expectedService}'.`);
  }
  if (at.slice(0, 8) !== date) {
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from 'X-Amz-Date': '${date}' != '${at}'.`,
    );
  }
}

function checkTime(at: string, now: Date): void {
  const given = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!/^\d{8}T\d{6}Z$/.test(at) || Number.isNaN(given))
    throw incomplete('X-Amz-Date must be of the form YYYYMMDDTHHMMSSZ.');
  const skew = given - now.getTime();
  if (Math.abs(skew) <= allowedSkewMilliseconds) return;
  const here = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  throw invalid(
    skew < 0
      ? `Signature expired: ${at} is now earlier than ${here} less 15 minutes.`
      : `Signature not yet current: ${at} is still later than ${here} plus 15 minutes.`,
  );
}

function checkPayloadHash(claimed: string | undefined, hash: string): void {
  if (claimed !== undefined && claimed !== hash) {
    throw invalid("The value of 'x-amz-content-sha256' is not the SHA-256 of the body.");
  }
}

function canonicalRequest(
  { method, target }: Pick<SignedRequest, 'method' | 'target'>,
  headers: ReadonlyMap<string, string>,
  { signedHeaders }: Pick<Claim, 'signedHeaders'>,
  payloadHash: string,
): string {
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  const query = question < 0 ? '' : target.slice(question + 1);
  return [
    method,
    // For every service but S3 the path is encoded once more than on the wire.
    path.split('/').map(encodeStrictly).join('/') || '/',
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${headers.get(name) ?? ''}`),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** Names in lower case, white space pulled together, values of one name joined by commas. */
function canonicalHeaders(
  headers: readonly (readonly [name: string, value: string])[],
): ReadonlyMap<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const clean = value.trim().replaceAll(/\s+/g, ' ');
    const before = joined.get(key);
    joined.set(key, before === undefined ? clean : `${before},${clean}`);
  }
  return joined;
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [encodeStrictly(decoded(name)), encodeStrictly(decoded(value))] as const;
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('The query is not encoded as a URI.');
  }
}

/** RFC 3986: all but letters, digits and `-._~`. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function stringToSign(
  scope: Pick<Claim, 'date' | 'region' | 'service'>,
  at: string,
  canonical: string,
): string {
  const { date, region, service } = scope;
  return [algorithm, at, `${date}/${region}/${service}/aws4_request`, sha256(canonical)].join('\n');
}

function signingKey(
  secret: string,
  { date, region, service }: Pick<Claim, 'date' | 'region' | 'service'>,
): Buffer {
  return [date, region, service, 'aws4_request'].reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidSignatureException', message);
}

function incomplete(message: string): AwsError {
  return new AwsError('IncompleteSignatureException', message);
}
