import { createHash } from 'node:crypto';
import { azureRoutes } from './azure-routes.ts';
import { examplesFor } from './examples.ts';

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
pre { overflow-x: auto; padding: 0.75rem 1rem; border: 1px solid; border-radius: 0.5rem; font-size: 0.85rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; padding: 0.25rem 0.75rem 0.25rem 0; vertical-align: top; }
td code { overflow-wrap: anywhere; }`;

/** No script, nothing from elsewhere, and no other style than this one. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The page for people: what there is, with examples that work. It holds no key. @param api address of this server */
export function helpPage(api: string): string {
  const examples = examplesFor(api)
    .map(
      ({ title, code }) =>
        `<h3>${escaped(title)}</h3>\n<pre tabindex="0"><code>${escaped(code)}</code></pre>`,
    )
    .join('\n');
  const rows = azureRoutes
    .map(
      ({ method, path, summary }) =>
        `<tr><td>${method.toUpperCase()}</td><td><code>${escaped(path)}</code></td><td>${escaped(summary)}</td></tr>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Winnow: the interface for programs</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>The interface for programs</h1>
<p>Winnow answers at <code>${escaped(api)}</code> as Azure AI Language (custom text classification) and Amazon
Comprehend (custom classification) do. It answers to programs of this computer only, and for deployments only.
Nothing leaves the computer.</p>
<p>Every request carries the key that Settings show: for Azure as the header
<code>Ocp-Apim-Subscription-Key</code>, for Amazon as the secret access key of the access key id
<code>winnow</code>. The <a href="/api/openapi.json">OpenAPI document</a> describes every request.</p>
<h2>Examples</h2>
<p>They use a single-label project named <code>tickets</code> and its deployment <code>production</code>, which the
first one makes, and take the key from the environment variable <code>WINNOW_KEY</code>.</p>
${examples}
<h2>Addresses in the shape of Azure</h2>
<table>
<thead><tr><th scope="col">Method</th><th scope="col">Address</th><th scope="col">What it does</th></tr></thead>
<tbody>
${rows}
</tbody>
</table>
</main>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
