import { afterEach, describe, expect, test } from 'vitest';
import { type RestService, startRestService, WELL } from '../../test/rest-service.ts';
import { type StatusReport, statusReport } from './status.ts';

let service: RestService;
afterEach(() => service.close());

const [source] = WELL.sources as [StatusReport['sources'][number]];
const AWAY: StatusReport = {
  ...WELL,
  store: { kind: 'influx', available: false, waiting: 1200, problem: 'InfluxDB is away' },
  sources: [
    source,
    { ...source, name: 'second', files: 0 },
    { ...source, name: 'third', problem: '/log: no permission' },
    { ...source, name: 'fourth', files: 0, listening: [] },
    { ...source, name: 'fifth', files: 0, listening: ['tcp 127.0.0.1:5514'], lagSeconds: null },
  ],
};

test('the status is answered as it is', async () => {
  service = await startRestService({ status: () => AWAY });
  const answer = await service.ask('/api/v1/status');
  expect(statusReport.parse(answer.json())).toEqual(AWAY);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

describe('readiness', () => {
  test('is given when the store is available and every source is read', async () => {
    service = await startRestService();
    expect((await service.ask('/readyz')).json()).toEqual({ status: 'ok' });
  });

  test('is refused with all reasons, while the process is still alive', async () => {
    service = await startRestService({ status: () => AWAY });
    const answer = await service.ask('/readyz');
    expect([answer.status, answer.json().type]).toEqual([503, '/problems/not-ready']);
    expect(answer.json().reasons).toEqual([
      'InfluxDB is away',
      'log source second: none of its files has been read yet',
      'log source third: /log: no permission',
      'log source fourth: it does not listen yet',
    ]);
    expect((await service.ask('/healthz')).status).toBe(200);
  });
});

test('metrics tell the status at the time of the scrape', async () => {
  let status = WELL;
  service = await startRestService({ status: () => status });
  const scrape = async () => (await service.ask('/metrics')).text.split('\n');
  const first = await scrape();
  expect(first).toContain('presage_lines_read_total{source="billing"} 123');
  expect(first).toContain('presage_lines_unreadable_total{source="billing",reason="cut short"} 2');
  expect(first).toContain('presage_source_newest_line_timestamp_seconds{source="billing"} 1700000000');
  expect(first).toContain('presage_source_lines_per_second{source="billing"} 99.5');
  expect(first).toContain('presage_source_lag_seconds{source="billing"} 2');
  expect(first).toContain('presage_source_unread_octets{source="billing"} 0');
  expect(first).toContain('presage_store_available 1');
  expect(first.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds '))).toBe(true);
  status = AWAY;
  const second = await scrape();
  expect(second).toContain('presage_lines_read_total{source="second"} 123');
  expect(second.some((line) => line.startsWith('presage_source_lag_seconds{source="fifth"}'))).toBe(false);
  expect(second).toContain('presage_store_available 0');
  expect(second).toContain('presage_store_waiting_samples 1200');
});
