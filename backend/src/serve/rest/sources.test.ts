import { afterEach, expect, test } from 'vitest';
import type { LogSourceReport } from '../../model/log-source.ts';
import { type RestService, startRestService } from '../../test/rest-service.ts';
import { sourceEndpoint } from './sources.ts';
import { sourceStatusOf } from './status.ts';

let service: RestService | undefined;
afterEach(() => service?.close());

const FILES: LogSourceReport = {
  ...{ name: 'billing', format: 'billing-radius', lines: 123, unreadable: { 'cut short': 2 } },
  ...{ examples: { 'cut short': "Apr 30 00:11:25 rad radiusd: [17697] Billing-Accounting: 1/0 'a@b" } },
  ...{ linesPerSecond: 99.5, newest: 1000, lagSeconds: 2, silentSeconds: 0.5, unreadOctets: 7, filesRead: 2 },
  files: [{ path: '/log/radius.log', offset: 93, size: 100 }],
  ...{ receiver: null, problem: null },
};
const RECEIVED: LogSourceReport = {
  ...FILES,
  ...{ name: 'sent', files: [], filesRead: 0, problem: 'disk full' },
  receiver: {
    listening: ['tcp 127.0.0.1:5514'],
    peers: [
      { address: '192.0.2.1', messages: 5, octets: 500, last: 1000, connections: 1 },
      { address: '192.0.2.2', messages: 0, octets: 0, last: undefined, connections: 1 },
    ],
    refused: { 'message too long': 3 },
  },
};
const sources = () => [FILES, RECEIVED];

test('all that is known of the sources is answered', async () => {
  service = await startRestService({ sources });
  const { receiver } = RECEIVED;
  const [first, second] = receiver!.peers;
  const answered = { ...RECEIVED, receiver: { ...receiver, peers: [first, { ...second, last: null }] } };
  expect((await service.ask('/api/v1/sources')).json()).toEqual({ sources: [FILES, answered] });
  expect((await service.ask('/api/v1/sources/sent')).json()).toEqual(answered);
});

test('a source that is not there is told so', async () => {
  service = await startRestService({ sources });
  const answer = await service.ask('/api/v1/sources/none');
  expect([answer.status, answer.json().type]).toEqual([404, '/problems/not-found']);
});

test('who only views gets no examples, since they may name subscribers', async () => {
  service = await startRestService({ sources });
  const user = { login: 'v', role: 'Viewer' } as const;
  const request = { params: { name: 'billing' }, query: {} } as never;
  const answer = await sourceEndpoint.get!.run(request, { ...service.dependencies, user }, {} as never);
  expect(answer).toEqual({ ...FILES, examples: {} });
});

test('the status tells the numbers, where a receiver listens, and what is wrong', () => {
  const { name, lines, unreadable, newest, linesPerSecond, lagSeconds, unreadOctets } = FILES;
  const numbers = { name, lines, unreadable, newest, linesPerSecond, lagSeconds, unreadOctets };
  expect(sourceStatusOf(FILES)).toEqual({ ...numbers, files: 2 });
  const listening = ['tcp 127.0.0.1:5514'];
  expect(sourceStatusOf(RECEIVED)).toEqual({ ...numbers, name: 'sent', files: 0, listening, problem: 'disk full' });
});

test('/metrics counts what a receiver refused, by reason', async () => {
  service = await startRestService({ sources });
  const { text } = await service.ask('/metrics');
  expect(text).toContain('presage_source_refused_total{source="sent",reason="message too long"} 3');
});
