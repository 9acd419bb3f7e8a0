import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { registerAzure } from '../azure/register.ts';
import type { RestServer } from '../context.ts';
import { openApiDocument } from './openapi.ts';
import { helpPage, pagePolicy } from './page.ts';

const api = 'http://127.0.0.1:4711';

/** What the server's router knows, as OpenAPI would write it. */
async function servedRoutes(): Promise<readonly string[]> {
  const server = fastify();
  const routes = new Set<string>();
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.add(`${one} ${url}`);
  });
  registerAzure(server, {} as unknown as RestServer);
  await server.ready();
  await server.close();
  return [...routes].filter((route) => !route.endsWith('/language/*'));
}

/** Names of parameters differ, and some acts are told apart inside of one route. */
function plain(route: string): string {
  return route
    .replaceAll(/\{\w+\}(:[a-z-]+)?/g, '{}')
    .replaceAll(/::/g, '§')
    .replaceAll(/:\w+/g, (name) => (name.startsWith(':') ? '{}' : name))
    .replaceAll('§', ':');
}

describe('the description of the interface', () => {
  const document = openApiDocument('1.2.3', api) as {
    openapi: string;
    paths: Record<string, Record<string, { requestBody?: unknown; responses: object }>>;
  };

  it('names every address that is served, and no other', async () => {
    const described = Object.entries(document.paths)
      .filter(([path]) => path !== '/')
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    const served = (await servedRoutes()).map(plain);
    const marked = described.map((route) => plain(route.replaceAll('/:', '/::')));
    expect(new Set(marked)).toEqual(new Set(served));
  });

  it('says by which schema a body is checked', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/language/analyze-text/jobs']?.post?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { required: ['analysisInput', 'tasks'] } } },
    });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});

describe('the page for people', () => {
  it('has examples for this address, no script, and escapes what it shows', () => {
    const page = helpPage(api);
    expect(page).toContain(`job &quot;${api}/language/authoring`);
    expect(page).toContain('boto3.client(');
    expect(page).not.toMatch(/<script|javascript:|\son\w+="/);
    expect(pagePolicy).toMatch(/default-src 'none'; style-src 'sha256-[\w+/=]+'/);
  });
});
