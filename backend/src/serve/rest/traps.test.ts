import { afterEach, expect, test } from 'vitest';
import type { RecentTrap, TrapStatus } from '../../model/contracts/traps.ts';
import { type RestService, startRestService } from '../../test/rest-service.ts';

let service: RestService | undefined;
afterEach(() => service?.close());

const recent = (device: string | null): RecentTrap => ({
  ...{ first: 1, last: 2, count: 3, source: '192.0.2.1', device, version: '2c', inform: false },
  ...{ oid: '1.3.6.1.6.3.1.1.5.3', name: 'linkDown', severity: 'major', text: 'Interface 7 is down' },
  ...{ kind: 'interface-down', effect: 'raises' },
});
const STATUS: TrapStatus = {
  listen: { address: '127.0.0.1', port: 1162, receiveBuffer: 8_388_608 },
  ...{ taken: 5, fromUnknownSources: 1, unnamed: 2, refused: { 'wrong digest': 4 } },
  recent: [recent('a'), recent('b'), recent(null)],
  unknown: [{ oid: '1.3.9', count: 1, first: 1, last: 1, source: '192.0.2.1', device: 'b', variables: [] }],
  sources: [{ address: '192.0.2.1', device: 'a', taken: 5, refused: 4, reason: 'wrong digest', last: 9 }],
};

test('/api/v1/traps says that nothing is received where it is so', async () => {
  service = await startRestService();
  expect((await service.ask('/api/v1/traps')).json()).toMatchObject({ listen: null, taken: 0, recent: [] });
});

test('/api/v1/traps tells what was received, of one device when asked, and at most so much', async () => {
  service = await startRestService({ traps: () => STATUS });
  expect((await service.ask('/api/v1/traps')).json()).toEqual(STATUS);
  const one = (await service.ask('/api/v1/traps?device=b')).json<TrapStatus>();
  expect(one).toMatchObject({ recent: [recent('b')], unknown: [{ oid: '1.3.9' }], sources: [] });
  expect((await service.ask('/api/v1/traps?limit=1')).json<TrapStatus>().recent).toHaveLength(1);
});

test('/metrics counts them, refused ones by reason', async () => {
  service = await startRestService({ traps: () => STATUS });
  const { text } = await service.ask('/metrics');
  expect(text).toContain('presage_traps_taken_total 5');
  expect(text).toContain('presage_traps_unnamed_total 2');
  expect(text).toContain('presage_traps_from_unknown_sources_total 1');
  expect(text).toContain('presage_traps_refused_total{reason="wrong digest"} 4');
});
