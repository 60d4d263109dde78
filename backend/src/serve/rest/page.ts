import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Presage</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem }</style>
<h1>Presage is running</h1>
<p>Its page is not built. Stop Presage and start it with <code>npm start</code>, which builds the page.</p>
<p>The REST service is described at <a href="docs">/docs</a>.</p>
</html>
`;

/** Serves the built page at /; when it is not built, a plain page that says what to run. */
export function page(folder: string | undefined): RequestHandler {
  if (folder !== undefined && existsSync(join(folder, 'index.html'))) return express.static(folder);
  return (request, response, next) => {
    if (request.path !== '/' || !['GET', 'HEAD'].includes(request.method)) return next();
    response.type('html').send(NOT_BUILT);
  };
}
