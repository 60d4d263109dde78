import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../model/clock.ts';
import { v2c } from '../../model/credentials.ts';
import type { Message } from '../../simulate/agent/message.ts';
import { createMibView } from '../../simulate/agent/mib-view.ts';
import { respond } from '../../simulate/agent/respond.ts';
import {
  closePeers,
  honest,
  IF_NAME,
  IN_OCTETS,
  OBJECTS,
  OPER_STATUS,
  object,
  octets,
  oid,
  openSocket,
  peer,
  ROWS,
  SYS_NAME,
  saying,
  sessionTo,
} from '../../test/snmp-peer.ts';
import { loadProfiles } from './profiles/load.ts';
import { createDeviceReader, type DeviceReaderOptions } from './read.ts';

const profiles = loadProfiles();
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
  closePeers();
});

function readerOf(port: number, options: Partial<DeviceReaderOptions> = {}) {
  const reader = createDeviceReader({
    device: 'switch-1',
    address: '127.0.0.1',
    port,
    credentials: [v2c('public')],
    timeout: 150,
    retries: 0,
    clock: systemClock,
    profiles,
    ...options,
  });
  closers.push(() => reader.close());
  return reader;
}

describe('a malformed answer', () => {
  const flaws: readonly (readonly [string, (answer: Buffer, request: Message) => Uint8Array])[] = [
    ['nothing at all', () => Buffer.alloc(0)],
    ['a cut datagram', (answer) => answer.subarray(0, answer.length - 3)],
    ['octets after the message', (answer) => Buffer.concat([answer, Buffer.from('more')])],
    ['text', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['64 KB of zeros', () => Buffer.alloc(65_507)],
    ['64 KB that begin like an answer', (answer) => Buffer.concat([answer, Buffer.alloc(65_507 - answer.length)])],
    ['a length beyond the datagram', (answer) => Buffer.from(answer).fill(0x7f, 1, 2)],
    ['an indefinite length', (answer) => Buffer.from(answer).fill(0x80, 1, 2)],
    ['a report', (answer) => retyped(answer, 0xa8)],
    ['a v1 trap', (answer) => retyped(answer, 0xa4)],
    ['a request', (answer) => retyped(answer, 0xa0)],
  ];

  test.each(flaws)('%s is ignored and told, and the good one after it counts', async (_, spoil) => {
    const port = await peer((request, send) => {
      const answer = honest(request)!;
      send(spoil(answer, request));
      setTimeout(() => send(answer), 20);
    });
    const session = sessionTo(port);
    const { values, errors } = await session.get([SYS_NAME]);
    expect(values.map(String)).toEqual(['switch']);
    expect(errors).toEqual([]);
    expect(session.ignored.malformed).toBe(1);
    expect(session.ignored.flaw).not.toBe('');
  });

  test('and nothing else makes the device faulty, in words', async () => {
    const port = await peer((request, send) => send(honest(request)!.subarray(0, 20)));
    await expect(readerOf(port).read()).rejects.toMatchObject({
      code: 'DEVICE_FAULTY',
      message: expect.stringMatching(/^switch-1: .*127\.0\.0\.1 port \d+.*malformed.*ends too early/),
    });
  });

  test('beside good ones is told in the reading', async () => {
    const port = await peer((request, send) => {
      send(Buffer.from('noise'));
      send(honest(request));
    });
    const reading = await readerOf(port).read();
    expect(reading.interfaces).toHaveLength(ROWS);
    expect(reading.errors.join()).toMatch(/malformed answers ignored/);
  });
});

/** The same answer with another type of PDU. */
function retyped(answer: Buffer, type: number): Buffer {
  const changed = Buffer.from(answer);
  changed[changed.indexOf(0xa2)] = type;
  return changed;
}

describe('an answer that is not for the request', () => {
  test('from another port is ignored, whatever it says', async () => {
    const stranger = await openSocket();
    const port = await peer((request, send) => {
      send(saying(request, [[SYS_NAME, octets('impostor')]]), stranger);
      setTimeout(() => send(honest(request)), 20);
    });
    const session = sessionTo(port);
    expect((await session.get([SYS_NAME])).values.map(String)).toEqual(['switch']);
    expect(session.ignored).toMatchObject({ foreign: 1, foreignSource: `127.0.0.1 port ${stranger.address().port}` });
  });

  test('from another port alone leaves the device unreachable, and the words name that port', async () => {
    const stranger = await openSocket();
    const port = await peer((request, send) => send(honest(request), stranger));
    await expect(readerOf(port).read()).rejects.toMatchObject({
      code: 'DEVICE_UNREACHABLE',
      message: expect.stringContaining(`from 127.0.0.1 port ${stranger.address().port}`),
    });
  });

  test('with another request id is ignored', async () => {
    const port = await peer((request, send) => {
      send(saying({ ...request, requestId: request.requestId ^ 1 }, [[SYS_NAME, octets('wrong')]]));
      send(honest(request));
    });
    expect((await sessionTo(port).get([SYS_NAME])).values.map(String)).toEqual(['switch']);
  });

  test('that comes late is not taken for the answer to the next request', async () => {
    let held: Uint8Array | undefined;
    const port = await peer((request, send) => {
      if (!held) {
        held = saying(request, [[SYS_NAME, octets('old')]]);
        return;
      }
      send(held);
      send(honest(request));
    });
    const session = sessionTo(port, { timeout: 80 });
    await expect(session.get([SYS_NAME])).rejects.toMatchObject({ kind: 'silence' });
    expect((await session.get([SYS_NAME])).values.map(String)).toEqual(['switch']);
  });

  test('and a duplicate are taken once', async () => {
    const port = await peer((request, send) => {
      for (let copy = 0; copy < 3; copy++) send(honest(request));
    });
    const reader = readerOf(port);
    const first = await reader.read();
    const second = await reader.read();
    expect(second.interfaces).toEqual(first.interfaces);
    expect(second.errors).toEqual([]);
  });

  test.each([
    [
      'community',
      (request: Message) => ({ ...request, community: Buffer.from('private') }),
      /not what was asked for: .*ommunity.*: check/,
    ],
    ['version', (request: Message) => ({ ...request, version: 0 }), /not what was asked for: .*ersion.*: check/],
  ] as const)('of another %s makes the device faulty, in words', async (_, change, words) => {
    const port = await peer((request, send) => {
      const asked = request.bindings.map(({ oid: name }) => [name.join('.'), octets('x')] as const);
      send(saying(change(request), asked));
    });
    await expect(readerOf(port).read()).rejects.toMatchObject({
      code: 'DEVICE_FAULTY',
      message: expect.stringMatching(words),
    });
  });

  test('to an object that was not asked for gives no value', async () => {
    const port = await peer((request, send) => send(saying(request, [['1.3.6.1.2.1.1.6.0', octets('cellar')]])));
    const { values, errors } = await sessionTo(port).get([SYS_NAME]);
    expect(values).toEqual([null]);
    expect(errors.join()).toContain('1.3.6.1.2.1.1.6.0');
  });
});

describe('a silent device', () => {
  test('is unreachable, and the words say where, how long and what to check', async () => {
    const port = await peer(() => {});
    await expect(readerOf(port, { retries: 1 }).read()).rejects.toMatchObject({
      code: 'DEVICE_UNREACHABLE',
      message: expect.stringMatching(
        new RegExp(`switch-1: no answer from 127.0.0.1 port ${port}, asked 2 times, 0.15 s each.*community.*firewall`),
      ),
    });
  });

  test('is asked again as often as it is allowed to be', async () => {
    let asked = 0;
    const port = await peer((request, send) => {
      asked++;
      if (asked === 3) send(honest(request));
    });
    expect((await sessionTo(port, { timeout: 60, retries: 2 }).get([SYS_NAME])).values.map(String)).toEqual(['switch']);
    expect(asked).toBe(3);
  });

  test('is told from an event loop that stood still while the answer came', async () => {
    const port = await peer((request, send) => {
      send(honest(request));
      const end = performance.now() + 200;
      while (performance.now() < end);
    });
    expect((await sessionTo(port, { timeout: 100 }).get([SYS_NAME])).values.map(String)).toEqual(['switch']);
  });

  test('after the first request leaves a reading with the words', async () => {
    const port = await peer((request, send) => {
      if (request.type === 'get') send(honest(request));
    });
    const reading = await readerOf(port, { timeout: 30 }).read();
    expect(reading.uptimeSeconds).toBe(1234.56);
    expect(reading.interfaces).toEqual([]);
    expect(reading.errors.join()).toMatch(/no answer/);
  });
});

test('a device that does not tell the names of its parts is read without them', async () => {
  const load = '1.3.6.1.2.1.25.3.3.1.2';
  const described = createMibView([...OBJECTS, object(`${load}.7`, { type: 'integer', value: 42 })]);
  const port = await peer((request, send) => {
    const names = request.bindings.some(({ oid: name }) => name.join('.').startsWith('1.3.6.1.2.1.25.3.2.'));
    if (!names) send(respond(request, described));
  });
  const { cpu, errors } = await readerOf(port).read();
  expect(cpu).toEqual([{ index: '7', description: 'Processor 7', percent: 42 }]);
  expect(errors.join()).toMatch(/cpu: .* and other names: no answer/);
});

describe('values of the wrong type', () => {
  test('are no counters and no names', async () => {
    const strange = createMibView([
      ...OBJECTS,
      object(`${IN_OCTETS}.1`, octets('1234')),
      object(`${IN_OCTETS}.2`, { type: 'integer', value: -5 }),
      object(`${IN_OCTETS}.3`, { type: 'null' }),
      object(`${IN_OCTETS}.4`, { type: 'oid', value: oid('1.3.6') }),
      object(`${IF_NAME}.5`, { type: 'integer', value: 7 }),
      object(`${OPER_STATUS}.6`, octets('up')),
      object(`${OPER_STATUS}.7`, { type: 'integer', value: 99 }),
    ]);
    const port = await peer((request, send) => send(respond(request, strange)));
    const { interfaces } = await readerOf(port).read();
    expect(interfaces.slice(0, 4).map(({ inOctets }) => inOctets)).toEqual([null, null, null, null]);
    expect(interfaces[4]!.name).toBe('');
    expect(interfaces.slice(5, 8).map(({ operStatus }) => operStatus)).toEqual([null, null, 'up']);
    expect(interfaces[7]!.inOctets).toBe(2n ** 60n + 8n);
  });

  test('a device that shows none of the standard objects is faulty, in words', async () => {
    const port = await peer((request, send) => send(respond(request, createMibView([]))));
    await expect(readerOf(port).read()).rejects.toMatchObject({
      code: 'DEVICE_FAULTY',
      message: expect.stringMatching(/no object of the standard MIBs.*access list/),
    });
  });
});
