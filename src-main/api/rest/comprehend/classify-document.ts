import { z } from 'zod';
import type { Classification } from '../../../domain/model.ts';
import { AwsError, invalidDocument, invalidRequest } from './aws-error.ts';
import { type Endpoint, findEndpoint } from './endpoints.ts';
import type { Call, Handlers } from './handler.ts';
import { arnText, documentReaderConfig, parsed } from './inputs.ts';

const maximalCharacters = 1_000_000;

const classifying = z.object({
  Text: z.string().min(1).optional(),
  /** Base64 over the wire. */
  Bytes: z.string().min(1).optional(),
  EndpointArn: arnText,
  DocumentReaderConfig: documentReaderConfig,
});

export const classifyHandlers: Handlers = {
  async ClassifyDocument(raw, { rest }: Call) {
    const input = parsed(classifying, raw);
    if ((input.Text === undefined) === (input.Bytes === undefined)) {
      throw invalidRequest('Give either Text or Bytes.');
    }
    const isFile = input.Bytes !== undefined;
    const text = isFile ? plainText(input.Bytes!) : input.Text!;
    if (text.length > maximalCharacters) throw tooLarge(isFile);
    const { project, deployment } = await endpointFor(rest, input.EndpointArn);
    const answer = await project.classification.classifyDeployed(deployment.id, text, false);
    const kind = project.models.get(deployment.modelId).kind === 'single' ? 'Classes' : 'Labels';
    return { [kind]: scored(answer, isFile), ...(isFile ? fileFacts(text) : {}) };
  },
};

function tooLarge(isFile: boolean): AwsError {
  const message = `A text has at most ${maximalCharacters} characters.`;
  return isFile
    ? invalidDocument('DOCUMENT_SIZE_EXCEEDED', message)
    : new AwsError('TextSizeLimitExceededException', message);
}

/** The operation knows no other error for an endpoint that is not there. */
async function endpointFor(rest: Call['rest'], arn: string): Promise<Endpoint> {
  try {
    return await findEndpoint(rest, arn);
  } catch (error) {
    if (!(error instanceof AwsError) || error.type !== 'ResourceNotFoundException') throw error;
    throw new AwsError('ResourceUnavailableException', error.message);
  }
}

/** Every class with its calibrated probability, best first. */
function scored({ classes }: Classification, isFile: boolean): readonly object[] {
  return [...classes]
    .sort((a, b) => b.score - a.score)
    .map(({ name, score }) => ({ Name: name, Score: score, ...(isFile ? { Page: 1 } : {}) }));
}

/** @throws AwsError `InvalidRequestException` for what is not text in UTF-8. */
function plainText(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw invalidRequest('Bytes: not in base64.');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text !== '' && !text.includes('\0') && !text.startsWith('%PDF-')) return text;
  } catch {
    // Said below.
  }
  throw invalidDocument(
    'UNSUPPORTED_DOC_TYPE',
    'Bytes: Winnow reads plain text in UTF-8 here, no PDF, Word or image files.',
  );
}

function fileFacts(text: string): object {
  return {
    DocumentMetadata: { Pages: 1, ExtractedCharacters: [{ Page: 1, Count: text.length }] },
    DocumentType: [{ Page: 1, Type: 'PLAIN_TEXT' }],
  };
}
