import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type RestService, startRestService } from '../../test/rest-service.ts';
import { ENDPOINTS } from './endpoints.ts';
import { forecastsAnswer } from './forecasts.ts';
import { incidentsAnswer } from './incidents.ts';
import { openApiDocument } from './openapi.ts';
import { PROBLEMS } from './problem.ts';
import { seriesAnswer } from './series.ts';
import { statusReport } from './status.ts';

const repository = resolve(import.meta.dirname, '../../../..');
const text = (path: string) => readFileSync(join(repository, path), 'utf8');

let service: RestService | undefined;
afterEach(() => service?.close());

describe('the OpenAPI document', () => {
  test('is committed as it is generated (else run backend/src/serve/rest/write-openapi.ts)', () => {
    const generated = JSON.parse(JSON.stringify(openApiDocument(ENDPOINTS)));
    expect(JSON.parse(text('backend/openapi.json'))).toEqual(generated);
  });

  test('is served, and every reference in it leads somewhere', async () => {
    service = await startRestService();
    const served = (await service.ask('/openapi.json')).text;
    const { openapi, components } = JSON.parse(served);
    expect(openapi).toMatch(/^3\.1\./);
    const names = [...served.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set(Object.keys(components.schemas)));
  });

  test('gives every operation a name of its own', () => {
    const ids = ENDPOINTS.flatMap(({ get, post }) => [get?.id, post?.id]).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('people find', () => {
  const reference = text('docs/reference/api.md');

  test.each(ENDPOINTS.map(({ path }) => [path]))('%s in the reference and at /docs', async (path) => {
    service = await startRestService();
    expect(reference).toContain(path);
    expect((await service.ask('/docs')).text).toContain(path);
  });

  test('every problem in the reference', () => {
    const documented = [...reference.matchAll(/^### ([a-z-]+)$/gm)].map(([, name]) => name);
    expect(documented.toSorted()).toEqual(Object.keys(PROBLEMS).toSorted());
  });
});

const fixtures: [string, z.ZodType][] = [
  ['status', statusReport],
  ['series', seriesAnswer],
  ['forecasts', forecastsAnswer],
  ['incidents', incidentsAnswer],
];

describe.each(fixtures)("the page's fixture %s.json", (name, schema) => {
  const path = `plugin/fixtures/${name}.json`;
  test('is an answer of this service', () => {
    const fixture: unknown = JSON.parse(text(path));
    expect(schema.parse(fixture)).toEqual(fixture);
  });
});
