import { z } from 'zod';
import { apiVersions } from '../azure/request.ts';
import { azureError } from './azure-responses.ts';
import { azureRoutes, type DescribedRoute } from './azure-routes.ts';

/** The interface as an OpenAPI 3.1 document. Bodies are described by what checks them. */
export function openApiDocument(version: string, server: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of azureRoutes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Winnow',
      version,
      description:
        'Custom text classification of this computer, in the shapes of Azure AI Language and Amazon Comprehend. Nothing leaves the computer.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server }],
    paths: { ...paths, '/': { post: comprehendOperation } },
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'Ocp-Apim-Subscription-Key' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description:
            'AWS Signature Version 4: the access key id is "winnow", the key is the secret access key.',
        },
      },
      schemas: { Error: z.toJSONSchema(z.object({ error: azureError }), { io: 'output' }) },
      responses: {
        Error: {
          description: 'What went wrong, in the shape of Azure',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
    },
  };
}

function operationOf(route: DescribedRoute): object {
  const { path, summary, tag, status, body, response, query = [], unversioned } = route;
  const content = response === undefined ? {} : { content: jsonOf(response, 'output') };
  const answer = {
    200: { description: 'Done', ...content },
    201: { description: 'Made', ...content },
    202: { description: 'Begun', headers: { [unversioned ? 'location' : 'operation-location']: address } },
    204: { description: 'Done' },
  } as const;
  return {
    summary,
    tags: [tag],
    security: [{ key: [] }],
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        ...{ name, in: 'path', required: true, schema: { type: 'string' } },
      })),
      ...(unversioned ? [] : [versionParameter]),
      ...query.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: jsonOf(body, 'input'),
          },
        }),
    responses: {
      [status]: answer[status],
      // What makes something changes it where it is there already.
      ...(status === 201 ? { 200: answer[200] } : {}),
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

function jsonOf(schema: z.ZodType, io: 'input' | 'output'): object {
  return { 'application/json': { schema: z.toJSONSchema(schema, { io }) } };
}

const address = {
  description: 'Address at which to ask for the job',
  schema: { type: 'string', format: 'uri' },
};

const versionParameter = {
  ...{ name: 'api-version', in: 'query', required: true },
  schema: { type: 'string', enum: apiVersions },
};

const comprehendOperation = {
  summary: 'Amazon Comprehend, JSON 1.1: the operation is named by the header X-Amz-Target',
  tags: ['Amazon Comprehend'],
  security: [{ signature: [] }],
  parameters: [
    {
      ...{ name: 'X-Amz-Target', in: 'header', required: true },
      schema: { type: 'string', examples: ['Comprehend_20171127.ClassifyDocument'] },
    },
  ],
  requestBody: {
    required: true,
    content: { 'application/x-amz-json-1.1': { schema: { type: 'object' } } },
  },
  responses: {
    200: {
      description: 'Done',
      content: { 'application/x-amz-json-1.1': { schema: { type: 'object' } } },
    },
  },
} as const;
