import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { KINDS } from '../configuration.ts';
import { type DecodedFrame, type GrafanaService, startGrafanaService } from './grafana-service.ts';

interface Rule {
  readonly uid: string;
  readonly data: readonly { readonly datasourceUid: string; readonly model: { refId: string; kind: string } }[];
}

const folder = resolve(import.meta.dirname, '../../../provisioning/alerting');
const rules = readdirSync(folder)
  .filter((name) => name.startsWith('rules-'))
  .flatMap((name) => parse(readFileSync(join(folder, name), 'utf8')).groups as { rules: Rule[] }[])
  .flatMap((group) => group.rules);
const NOW = Date.UTC(2026, 10, 24, 12);

let service: GrafanaService;
beforeAll(async () => {
  service = await startGrafanaService({ now: NOW, kinds: KINDS.map(({ kind }) => kind) });
});
afterAll(() => service.close());

/** The labels of each row of a frame of numbers, without the number. */
function labelsOf({ fields }: DecodedFrame): unknown[] {
  const labels = fields.filter(({ type }) => type === 'Utf8');
  return (fields[0]?.values ?? []).map((_, row) => labels.map(({ name, values }) => [name, values[row]]));
}

test.each(rules.map((rule) => [rule.uid, rule] as const))('the backend answers the queries of %s', async (_, rule) => {
  const asked = rule.data.filter(({ datasourceUid }) => datasourceUid === 'presage').map(({ model }) => model);
  const queries = asked.map((model) => ({ refId: model.refId, model, from: NOW - 600_000, to: NOW }));
  const answers = await service.query(queries, { FromAlert: 'true' });
  expect(Object.keys(answers).toSorted()).toEqual(asked.map(({ refId }) => refId).toSorted());
  const frames = asked.filter(({ kind }) => kind === 'incidents').map(({ refId }) => answers[refId]!.frames[0]!);
  for (const { status, error } of Object.values(answers)) expect({ status, error }).toEqual({ status: 200, error: '' });
  for (const frame of frames) {
    expect(frame.meta).toMatchObject({ type: 'numeric-long', typeVersion: [0, 1] });
    // An explicit row where nothing is open; and Grafana joins numbers only where all labels are the same.
    expect(labelsOf(frame)).toHaveLength(1);
    expect(labelsOf(frame)).toEqual(labelsOf(frames[0]!));
  }
});
