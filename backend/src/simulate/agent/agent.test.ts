import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { sharedPath } from '../../test/needs.ts';
import { type Agent, createAgent } from './agent.ts';
import { decodeMessage, encodeBinding, encodeMessage, type Message, V1, V2C } from './message.ts';
import { createMibView, type MibView } from './mib-view.ts';
import { parseOid } from './oid.ts';
import { readRecording } from './recording.ts';
import type { Binding, SnmpValue } from './value.ts';

const HOST = '127.0.0.1';
const opened: Agent[] = [];
afterEach(async () => {
  for (const agent of opened.splice(0)) await agent.close();
});

async function agentOf(tree: MibView, silent?: () => boolean): Promise<number> {
  const agent = createAgent({ tree, community: 'public', ...(silent ? { silent } : {}) });
  opened.push(agent);
  return (await agent.listen({ host: HOST, port: 0 })).port;
}

/** Sends octets and answers the first answer, or undefined when none comes. */
async function exchange(port: number, octets: Uint8Array, patience = 5000): Promise<Buffer | undefined> {
  const socket = createSocket('udp4');
  try {
    const answer = once(socket, 'message').then(([message]) => message as Buffer);
    socket.send(octets, port, HOST);
    return await Promise.race([answer, wait(patience, undefined)]);
  } finally {
    socket.close();
  }
}

const request = (type: Message['type'], oids: readonly string[], more: Partial<Message> = {}) => {
  const message = { version: V2C, community: Buffer.from('public'), type, requestId: 77, first: 0, second: 0, ...more };
  return encodeMessage(
    message,
    oids.map((oid) => encodeBinding({ oid: parseOid(oid)!, value: { type: 'null' } })),
  );
};
const ask = async (port: number, type: Message['type'], oids: readonly string[], more: Partial<Message> = {}) => {
  const octets = (await exchange(port, request(type, oids, more)))!;
  expect(octets.length).toBeLessThanOrEqual(1472);
  const answer = decodeMessage(octets);
  expect(answer).toMatchObject({ type: 'response', requestId: 77, version: more.version ?? V2C });
  return answer;
};
const shown = ({ bindings }: Message) =>
  bindings.map(({ oid, value }) => `${oid.join('.')}=${'value' in value ? value.value : value.type}`);

const small = createMibView(
  (
    [
      ['1.3.6.1.2.1.1.1.0', { type: 'octets', value: Buffer.from('box') }],
      ['1.3.6.1.2.1.2.1.1', { type: 'integer', value: 1 }],
      ['1.3.6.1.2.1.2.1.2', { type: 'integer', value: 2 }],
      ['1.3.6.1.2.1.2.2.1', { type: 'counter64', value: 10n }],
      ['1.3.6.1.2.1.2.2.2', { type: 'counter64', value: 20n }],
      ['1.3.6.1.2.1.9.9', { type: 'gauge32', value: 9 }],
    ] as [string, SnmpValue][]
  ).map(([oid, value]) => ({ oid: parseOid(oid)!, value })),
);

describe('the agent', () => {
  test('answers GET and says what is not there', async () => {
    const port = await agentOf(small);
    const answer = await ask(port, 'get', ['1.3.6.1.2.1.2.1.2', '1.3.6.1.2.1.2.1.3', '1.3.6.1.4.1']);
    expect(shown(answer)).toEqual(
      ['1.3.6.1.2.1.2.1.2=2', '1.3.6.1.2.1.2.1.3=noSuchInstance', '1.3.6.1.4.1=noSuchInstance'].with(
        2,
        '1.3.6.1.4.1=noSuchObject',
      ),
    );
    expect([answer.first, answer.second]).toEqual([0, 0]);
  });

  test('answers GETNEXT and the end of the view', async () => {
    const port = await agentOf(small);
    expect(shown(await ask(port, 'getNext', ['1.3', '1.3.6.1.2.1.2.1.2', '1.3.6.1.2.1.9.9']))).toEqual([
      '1.3.6.1.2.1.1.1.0=box',
      '1.3.6.1.2.1.2.2.1=10',
      '1.3.6.1.2.1.9.9=endOfMibView',
    ]);
  });

  test('answers GETBULK: the single ones once, then rows', async () => {
    const port = await agentOf(small);
    const oids = ['1.3.6.1.2.1.1.1', '1.3.6.1.2.1.2.1', '1.3.6.1.2.1.2.2'];
    expect(shown(await ask(port, 'getBulk', oids, { first: 1, second: 2 }))).toEqual([
      '1.3.6.1.2.1.1.1.0=box',
      '1.3.6.1.2.1.2.1.1=1',
      '1.3.6.1.2.1.2.2.1=10',
      '1.3.6.1.2.1.2.1.2=2',
      '1.3.6.1.2.1.2.2.2=20',
    ]);
    expect(shown(await ask(port, 'getBulk', oids, { first: 9, second: 2 }))).toHaveLength(3);
    expect(shown(await ask(port, 'getBulk', oids, { first: -1, second: 1 }))).toHaveLength(3);
    expect(shown(await ask(port, 'getBulk', oids, { first: 1, second: 0 }))).toHaveLength(1);
    expect(shown(await ask(port, 'getBulk', [], { second: 2 ** 31 - 1 }))).toEqual([]);
    const ends = shown(await ask(port, 'getBulk', ['1.3.6.1.2.1.2.2.2'], { second: 2 ** 31 - 1 }));
    expect(ends).toEqual(['1.3.6.1.2.1.9.9=9', '1.3.6.1.2.1.9.9=endOfMibView']);
  });

  test('cuts answers to whole rows that fit into a packet, and says when none does', async () => {
    const text = (octets: number): SnmpValue => ({ type: 'octets', value: Buffer.alloc(octets, 'x') });
    const rows = Array.from({ length: 40 }, (_, row) => [
      { oid: [1, 3, 1, row], value: text(60) },
      { oid: [1, 3, 2, row], value: text(60) },
    ]);
    const large = [
      { oid: [1, 3, 3, 1], value: text(800) },
      { oid: [1, 3, 3, 2], value: text(800) },
    ];
    const port = await agentOf(createMibView([...rows.flat(), ...large]));
    const { bindings } = await ask(port, 'getBulk', ['1.3.1', '1.3.2'], { second: 40 });
    expect(bindings.length).toBe(20);
    for (const type of ['get', 'getNext', 'getBulk'] as const) {
      const answer = await ask(port, type, ['1.3.3.1', '1.3.3.0', '1.3.3.1'], { second: type === 'getBulk' ? 5 : 0 });
      expect(answer).toMatchObject({ first: 1, second: 0, bindings: [] });
    }
  });

  test('answers version 1 without Counter64 and with an error in place of an exception', async () => {
    const port = await agentOf(small);
    const v1 = { version: V1 };
    expect(shown(await ask(port, 'get', ['1.3.6.1.2.1.2.1.1'], v1))).toEqual(['1.3.6.1.2.1.2.1.1=1']);
    expect(shown(await ask(port, 'getNext', ['1.3.6.1.2.1.2.1.2'], v1))).toEqual(['1.3.6.1.2.1.9.9=9']);
    for (const [type, oid] of [
      ['get', '1.3.6.1.2.1.2.2.1'],
      ['get', '1.3.9'],
      ['getNext', '1.3.6.1.2.1.9.9'],
    ] as const) {
      const answer = await ask(port, type, ['1.3.6.1.2.1.2.1.1', oid], v1);
      expect(answer).toMatchObject({ first: 2, second: 2 });
      expect(answer.bindings.map((binding) => binding.oid.join('.'))).toEqual(['1.3.6.1.2.1.2.1.1', oid]);
    }
  });

  test('evaluates values that are functions when they are asked', async () => {
    let count = 0;
    const value = (): SnmpValue => ({ type: 'integer', value: ++count });
    const port = await agentOf(createMibView([{ oid: [1, 3, 1], value }]));
    await ask(port, 'get', ['1.3.1']);
    expect(shown(await ask(port, 'getNext', ['1.3']))).toEqual(['1.3.1=2']);
  });

  test('gives no answer to a wrong community, an answer, garbage, or while it is silent, and lives on', async () => {
    let silent = false;
    const port = await agentOf(small, () => silent);
    const get = ['1.3.6.1.2.1.1.1.0'];
    const unanswered = [
      request('get', get, { community: Buffer.from('secret') }),
      request('response', get),
      request('getBulk', get, { version: V1 }),
      Buffer.alloc(0),
      Buffer.alloc(65_507, 0x30),
      ...fc.sample(fc.uint8Array({ minLength: 1, maxLength: 80 }), 60),
      ...[1, 9, 20].map((cut) => request('get', get).subarray(0, cut)),
    ];
    const answers = await Promise.all(unanswered.map((octets) => exchange(port, octets, 300)));
    expect(answers.filter((answer) => answer !== undefined)).toEqual([]);
    silent = true;
    expect(await exchange(port, request('get', get), 100)).toBeUndefined();
    silent = false;
    expect(shown(await ask(port, 'get', get))).toEqual(['1.3.6.1.2.1.1.1.0=box']);
  });

  test('says which port is in use', async () => {
    const port = await agentOf(small);
    const second = createAgent({ tree: small, community: 'public' });
    await expect(second.listen({ host: HOST, port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(String(port)),
    });
  });
});

const folder = sharedPath('data/snmp-devices/given');
const recordings = folder ? readdirSync(folder).filter((name) => name.endsWith('.snmprec')) : [];

describe.skipIf(!folder)('recordings of real devices', () => {
  test.each(recordings)(
    '%s: a walk by net-snmp gives it back',
    async (name) => {
      const { default: snmp } = await import('net-snmp');
      const { tree, objects, broken } = await readRecording(join(folder!, name));
      expect({ name, few: broken < 0.05 * objects }).toEqual({ name, few: true });
      const port = await agentOf(tree);
      const session = snmp.createSession(HOST, 'public', { port, version: snmp.Version2c, timeout: 5000 });
      session.on('error', () => {});
      const walked: string[] = [];
      const walk = (from: string) =>
        new Promise<void>((done, failed) => {
          const take = (bindings: { oid: string; type?: number; value?: unknown }[]) => {
            walked.push(...bindings.map(({ oid, type, value }) => `${oid}|${type}|${text(value)}`));
          };
          session.walk(from, 50, take, (error) => (error ? failed(error) : done()));
        });
      const { small: expected, large } = everything(tree);
      try {
        // An object that fits into no packet ends a walk; another goes on behind it.
        const starts = ['1.0', ...large];
        for (const from of starts.slice(0, -1)) await expect(walk(from)).rejects.toThrow('TooBig');
        await walk(starts.at(-1)!);
      } finally {
        session.close();
      }
      expect(walked).toEqual(expected);
    },
    60_000,
  );
});

/** The objects of a view that fit into a packet, in the words in which net-snmp shows them, and the OIDs of the others. */
function everything(tree: MibView): { small: string[]; large: string[] } {
  const small: string[] = [];
  const large: string[] = [];
  for (let found = tree.next([1, 0]); found; found = tree.next(found.oid)) {
    const { oid, value } = found;
    if (encodeBinding(found).length > 1430) large.push(oid.join('.'));
    else small.push(`${oid.join('.')}|${TYPES[value.type]}|${inWords(value)}`);
  }
  return { small, large };
}

const TYPES: Readonly<Record<SnmpValue['type'], number>> = {
  ...{ integer: 2, octets: 4, null: 5, oid: 6, address: 64, counter32: 65, gauge32: 66, ticks: 67, opaque: 68 },
  ...{ counter64: 70, noSuchObject: 128, noSuchInstance: 129, endOfMibView: 130 },
};

function inWords(value: Binding['value']): string {
  if (!('value' in value)) return text(null);
  if (value.type === 'address') return [...value.value].join('.');
  if (value.type === 'oid') return value.value.join('.');
  if (value.type === 'counter64') return counterOctets(value.value);
  return typeof value.value === 'number' ? String(value.value) : text(value.value);
}

/** net-snmp shows a Counter64 as its octets. */
function counterOctets(value: bigint): string {
  const digits = value.toString(16);
  const even = digits.padStart(digits.length + (digits.length % 2), '0');
  return /^[89a-f]/.test(even) ? `00${even}` : even;
}

const text = (value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value ?? '');
