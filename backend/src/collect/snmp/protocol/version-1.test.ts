import { afterEach, expect, test } from 'vitest';
import { closePeers, honest, IF_NAME, OPER_STATUS, peer, ROWS, SYS_NAME } from '../../../test/snmp-peer.ts';
import { createSession } from './session.ts';

afterEach(closePeers);

test('version 1 is spoken without GETBULK, and what a device has not is no error', async () => {
  const asked: string[] = [];
  const port = await peer((request, send) => {
    asked.push(`${request.version} ${request.type}`);
    send(honest(request));
  });
  const credentials = { version: '1', community: 'public' } as const;
  const session = createSession({ address: '127.0.0.1', port, credentials, timeout: 300, retries: 0 });
  try {
    session.setRepetitions(20);
    const { values, errors } = await session.get([SYS_NAME, '1.3.6.1.2.1.1.99.0', '1.3.6.1.2.1.1.98.0']);
    expect([values.map((value) => value?.toString()), errors]).toEqual([['switch', undefined, undefined], []]);
    const walked = await session.walk([IF_NAME, '1.3.6.1.2.1.99.1', OPER_STATUS]);
    expect([walked.columns.map(({ size }) => size), walked.errors]).toEqual([[ROWS, 0, ROWS], []]);
    expect(new Set(asked)).toEqual(new Set(['0 get', '0 getNext']));
  } finally {
    session.close();
  }
});
