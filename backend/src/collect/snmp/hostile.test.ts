import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../model/clock.ts';
import { decodeMessage, encodeBinding, encodeMessage, type Message } from '../../simulate/agent/message.ts';
import { createMibView, type MibObject } from '../../simulate/agent/mib-view.ts';
import { compareOids, parseOid } from '../../simulate/agent/oid.ts';
import { respond } from '../../simulate/agent/respond.ts';
import type { SnmpValue } from '../../simulate/agent/value.ts';
import { loadProfiles } from './profiles/load.ts';
import { createSession } from './protocol/session.ts';
import { createDeviceReader, type DeviceReaderOptions } from './read.ts';

const profiles = loadProfiles();
const sockets: Socket[] = [];
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
  for (const socket of sockets.splice(0)) socket.close();
});

const oid = (text: string) => parseOid(text)!;
const object = (text: string, value: SnmpValue): MibObject => ({ oid: oid(text), value });
const octets = (text: string): SnmpValue => ({ type: 'octets', value: Buffer.from(text) });

const SYS_NAME = '1.3.6.1.2.1.1.5.0';
const IF_NAME = '1.3.6.1.2.1.31.1.1.1.1';
const IN_OCTETS = '1.3.6.1.2.1.31.1.1.1.6';
const OUT_OCTETS = '1.3.6.1.2.1.31.1.1.1.10';
const OPER_STATUS = '1.3.6.1.2.1.2.2.1.8';
const ROWS = 30;

const rows = (column: string, value: (row: number) => SnmpValue) =>
  Array.from({ length: ROWS }, (_, place) => object(`${column}.${place + 1}`, value(place + 1)));

/** A device with thirty interfaces. */
const OBJECTS: readonly MibObject[] = [
  object('1.3.6.1.2.1.1.1.0', octets('A switch')),
  object('1.3.6.1.2.1.1.2.0', { type: 'oid', value: oid('1.3.6.1.4.1.99999.1') }),
  object('1.3.6.1.2.1.1.3.0', { type: 'ticks', value: 123_456 }),
  object(SYS_NAME, octets('switch')),
  ...rows(IF_NAME, (row) => octets(`port${row}`)),
  ...rows(IN_OCTETS, (row) => ({ type: 'counter64', value: 2n ** 60n + BigInt(row) })),
  ...rows(OUT_OCTETS, (row) => ({ type: 'counter64', value: BigInt(row) })),
  ...rows(OPER_STATUS, () => ({ type: 'integer', value: 1 })),
];
const DEVICE = createMibView(OBJECTS);

type Send = (answer: Uint8Array | undefined, by?: Socket) => void;

async function openSocket(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'listening');
  return socket;
}

/** A peer on loopback that does with each request what the test wants; answers its port. */
async function peer(behave: (request: Message, send: Send, octets: Buffer) => void): Promise<number> {
  const socket = await openSocket();
  socket.on('message', (datagram: Buffer, from: RemoteInfo) => {
    const send: Send = (answer, by = socket) => answer && by.send(answer, from.port, from.address, () => {});
    behave(decodeMessage(datagram), send, datagram);
  });
  return socket.address().port;
}

const honest = (request: Message) => respond(request, DEVICE);

/** The answer with an error status; the index names the first variable. */
const failing = (request: Message, status: number) =>
  encodeMessage(
    { ...request, type: 'response', first: status, second: 1 },
    request.bindings.map((binding) => encodeBinding(binding)),
  );

/** An answer with these variables, whatever was asked. */
const saying = (request: Message, objects: readonly (readonly [string, SnmpValue])[]) =>
  encodeMessage(
    { ...request, type: 'response', first: 0, second: 0 },
    objects.map(([name, value]) => encodeBinding({ oid: oid(name), value })),
  );

function sessionTo(port: number, options: { timeout?: number; retries?: number } = {}) {
  const session = createSession({
    address: '127.0.0.1',
    port,
    community: 'public',
    timeout: 300,
    retries: 0,
    ...options,
  });
  closers.push(() => session.close());
  return session;
}

function readerOf(port: number, options: Partial<DeviceReaderOptions> = {}) {
  const reader = createDeviceReader({
    device: 'switch-1',
    address: '127.0.0.1',
    port,
    community: 'public',
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
    ['community', (request: Message) => ({ ...request, community: Buffer.from('private') }), /ommunity/],
    ['version', (request: Message) => ({ ...request, version: 0 }), /ersion/],
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

describe('a walk', () => {
  const walk = async (behave: (request: Message, send: Send) => void, columns = [IF_NAME], options = {}) =>
    sessionTo(await peer(behave), options).walk(columns);

  test('reads columns side by side, each to its end', async () => {
    const { columns, errors } = await walk((request, send) => send(honest(request)), [IF_NAME, IN_OCTETS, OPER_STATUS]);
    expect(errors).toEqual([]);
    expect(columns.map(({ size }) => size)).toEqual([ROWS, ROWS, ROWS]);
    expect(columns[1]!.get('30')).toBe(2n ** 60n + 30n);
  });

  test('that never ends is stopped at the row limit, in words', async () => {
    const { columns, errors } = await walk((request, send) => {
      const last = request.bindings[0]!.oid;
      const from = last.length > oid(IF_NAME).length ? last.at(-1)! : 0;
      send(
        saying(
          request,
          Array.from({ length: 200 }, (_, row) => [`${IF_NAME}.${from + row + 1}`, octets('port')]),
        ),
      );
    });
    expect(columns[0]!.size).toBeLessThan(20_500);
    expect(errors.join()).toMatch(/more than 20000 rows/);
  }, 60_000);

  test('that repeats an OID ends, in words', async () => {
    let asked = 0;
    const { columns, errors } = await walk((request, send) => {
      asked++;
      send(saying(request, [[`${IF_NAME}.1`, octets('port1')]]));
    });
    expect([...columns[0]!.keys()]).toEqual(['1']);
    expect(errors.join()).toContain(`repeats ${IF_NAME}.1`);
    expect(asked).toBe(2);
  });

  test('that goes back within the column ends, in words', async () => {
    const { columns, errors } = await walk((request, send) =>
      send(
        saying(
          request,
          [5, 6, 4].map((row) => [`${IF_NAME}.${row}`, octets('port')] as const),
        ),
      ),
    );
    expect([...columns[0]!.keys()]).toEqual(['5', '6']);
    expect(errors.join()).toMatch(/goes back/);
  });

  test('that goes back before the column ends, in words', async () => {
    const { columns, errors } = await walk((request, send) =>
      send(
        saying(request, [
          [`${IF_NAME}.5`, octets('port')],
          ['1.3.6.1.2.1.1.1.0', octets('A switch')],
        ]),
      ),
    );
    expect([...columns[0]!.keys()]).toEqual(['5']);
    expect(errors.join()).toMatch(/goes back/);
  });

  test('that is answered with no variables ends, in words', async () => {
    const { columns, errors } = await walk((request, send) => send(saying(request, [])));
    expect(columns[0]!.size).toBe(0);
    expect(errors.join()).toMatch(/answered nothing/);
  });

  test('asks for less where the answer would be too big', async () => {
    const { columns, errors } = await walk(
      (request, send) =>
        send(
          request.type === 'getBulk' && request.second * request.bindings.length > 6
            ? failing(request, 1)
            : honest(request),
        ),
      [IF_NAME, IN_OCTETS],
    );
    expect(columns.map(({ size }) => size)).toEqual([ROWS, ROWS]);
    expect(errors).toEqual([]);
  });

  test('asks for less where big answers get lost', async () => {
    const { columns, errors } = await walk(
      (request, send) => request.second <= 5 && send(honest(request)),
      [IF_NAME, IN_OCTETS],
      { timeout: 40 },
    );
    expect(columns.map(({ size }) => size)).toEqual([ROWS, ROWS]);
    expect(errors).toEqual([]);
  });

  test('learns from two readings in a row what a device cannot answer, and not from one', async () => {
    let lost = 0;
    let patient = true;
    const port = await peer((request, send) => {
      if (patient || request.second <= 5) send(honest(request));
      else lost++;
    });
    const session = sessionTo(port, { timeout: 40 });
    const lostIn = async (answersAll: boolean) => {
      patient = answersAll;
      lost = 0;
      session.begin();
      expect((await session.walk([IF_NAME, IN_OCTETS])).columns.map(({ size }) => size)).toEqual([ROWS, ROWS]);
      return lost;
    };
    expect(await lostIn(false)).toBeGreaterThan(0);
    expect(await lostIn(true)).toBe(0);
    expect(await lostIn(false)).toBeGreaterThan(0);
    expect(await lostIn(false)).toBeGreaterThan(0);
    expect(await lostIn(false)).toBe(0);
  });

  test.each([
    ['reports an error', (request: Message) => failing(request, 5)],
    ['does not answer', () => undefined],
  ] as const)('goes by GETNEXT where the device %s to GETBULK', async (_, toBulk) => {
    const { columns, errors } = await walk(
      (request, send) => send(request.type === 'getBulk' ? toBulk(request) : honest(request)),
      [IF_NAME, OPER_STATUS],
      { timeout: 30 },
    );
    expect(columns.map(({ size }) => size)).toEqual([ROWS, ROWS]);
    expect(errors).toEqual([]);
  });

  test('ends at the end of a version 1 agent, which reports no such name', async () => {
    const { columns, errors } = await walk(
      (request, send) => {
        if (request.type === 'getBulk') return send(failing(request, 5));
        const after = request.bindings.some(({ oid: name }) => compareOids(name, oid(`${OUT_OCTETS}.${ROWS}`)) >= 0);
        return send(after ? failing(request, 2) : honest(request));
      },
      [IF_NAME, OUT_OCTETS],
    );
    expect(columns.map(({ size }) => size)).toEqual([ROWS, ROWS]);
    expect(errors).toEqual([]);
  });

  test('loses only the row that the device cannot read', async () => {
    const bad = oid(`${IN_OCTETS}.7`);
    const breaks = (request: Message) => {
      const first = request.bindings.map(({ oid: name }) => name);
      if (request.type === 'get') return first.some((name) => compareOids(name, bad) === 0);
      const reach = request.type === 'getBulk' ? request.second : 1;
      return first.some((name) => {
        let at = name;
        for (let step = 0; step < reach; step++) {
          const next = DEVICE.next(at);
          if (!next) return false;
          if (compareOids(next.oid, bad) === 0) return true;
          at = next.oid;
        }
        return false;
      });
    };
    const { columns, errors } = await walk(
      (request, send) => send(breaks(request) ? failing(request, 5) : honest(request)),
      [IF_NAME, IN_OCTETS],
    );
    expect(columns[0]!.size).toBe(ROWS);
    expect(columns[1]!.size).toBe(ROWS - 1);
    expect(columns[1]!.has('7')).toBe(false);
    expect(columns[1]!.get('30')).toBe(2n ** 60n + 30n);
    expect(errors.join()).toMatch(/GeneralError/);
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
