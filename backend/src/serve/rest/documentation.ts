import type { z } from 'zod';
import { type Endpoint, type Operation, operation, operationsOf, text } from './operation.ts';
import { PROBLEMS } from './problem.ts';

const STYLE = `body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 56rem; padding: 0 1rem; color-scheme: light dark }
code { font-size: .95em } section { border-top: 1px solid #8888; padding: .5rem 0 } dt { font-weight: 600 } h2 { font-size: 1.1rem }`;

/** Serves the interface as a page for people at /docs. The list of endpoints is asked for late, since this one is in it. */
export function documentationEndpoint(endpoints: () => readonly Endpoint[]): Endpoint {
  return {
    path: '/docs',
    get: operation({
      id: 'readDocumentation',
      summary: 'This description, for people',
      answer: text('text/html; charset=utf-8'),
      problems: [],
      handle: () => documentationPage(endpoints()),
    }),
  };
}

function documentationPage(endpoints: readonly Endpoint[]): string {
  const sections = endpoints.flatMap((endpoint) =>
    operationsOf(endpoint).map(([method, operation]) => section(method.toUpperCase(), endpoint.path, operation)),
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Presage: REST service</title>
<style>${STYLE}</style>
<h1>Presage: REST service</h1>
<p>For machines: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1). Problems are answered as in RFC 9457.</p>
${sections.join('\n')}
</html>
`;
}

function section(
  method: string,
  path: string,
  { summary, description, parameters, query, body, problems }: Operation,
): string {
  const problemList = problems.map((name) => `${PROBLEMS[name].status} <code>${name}</code>`).join(', ');
  return `<section>
<h2><code>${method} ${path}</code></h2>
<p>${summary}. ${marked(description ?? '')}</p>
${parameters ? fields('In the path', parameters) : ''}${query ? fields('Query', query) : ''}${body ? fields('JSON body', body) : ''}${problems.length > 0 ? `<p>Problems: ${problemList}</p>` : ''}
</section>`;
}

function fields(title: string, schema: z.ZodObject): string {
  const items = Object.entries(schema.shape).map(([name, type]) => {
    const label = name === 'tags' ? 'tag.NAME' : name;
    return `<dt><code>${label}</code></dt><dd>${marked(described(type))}</dd>`;
  });
  return `<p>${title}:</p><dl>${items.join('')}</dl>\n`;
}

const described = (type: z.core.$ZodType) => ('description' in type ? String(type.description ?? '') : '');

/** Names between backticks as code. */
const marked = (text: string) => text.replace(/`([^`]*)`/g, '<code>$1</code>');
