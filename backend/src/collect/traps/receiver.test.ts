import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { TrapReceiver } from '../../model/contracts/traps.ts';
import type { SnmpCredentials } from '../../model/credentials.ts';
import type { Trap } from '../../model/trap.ts';
import { neededExecutable } from '../../test/needs.ts';
import { createDecoder } from './decoder.ts';
import { createEngines } from './engines.ts';
import { openTrapReceiver, RECEIVE_BUFFER } from './receiver.ts';
import { CREDENTIALS, communityMessage, LINK_DOWN, linkDownPdu, memoryOfEngines } from './suite.ts';

const run = promisify(execFile);
const snmptrap = neededExecutable('snmptrap', 'snmp');
const snmpinform = neededExecutable('snmpinform', 'snmp');
const open: TrapReceiver[] = [];
afterEach(async () => {
  for (const receiver of open.splice(0)) await receiver.close();
});

const PLENTY = { rate: 100, burst: 10_000 };

async function receive({ limits = PLENTY, credentials = CREDENTIALS, address = '127.0.0.1' } = {}) {
  const traps: Trap[] = [];
  const refused: string[] = [];
  const engines = createEngines(memoryOfEngines(), Date.now());
  const receiver = await openTrapReceiver({
    ...{ address, port: 0, decode: createDecoder(credentials, engines), limits, now: Date.now },
    take: (more) => void traps.push(...more),
    refused: (reason) => void refused.push(reason),
  });
  open.push(receiver);
  return { receiver, traps, refused };
}

/** Waits until there are so many, at most ten seconds. */
async function until(list: readonly unknown[], count: number): Promise<void> {
  for (let waited = 0; list.length < count && waited < 10_000; waited += 20) await sleep(20);
}

test('a burst of 5,000 traps loses none', async () => {
  const { receiver, traps, refused } = await receive();
  const socket = createSocket('udp4');
  const sent = Array.from({ length: 5000 }, (_, index) => communityMessage(linkDownPdu(index + 1)));
  // As fast as they go; where the kernel gives little, as many at once as it holds with what it adds to each.
  const atOnce = Math.floor(receiver.receiveBuffer / 1280);
  for (let at = 0; at < sent.length; at += atOnce) {
    for (const datagram of sent.slice(at, at + atOnce)) socket.send(datagram, receiver.port, '127.0.0.1');
    await until(traps, Math.min(sent.length, at + atOnce));
  }
  socket.close();
  expect(refused).toEqual([]);
  expect(traps.map(({ variables }) => variables[0]!.value)).toEqual(sent.map((_, index) => index + 1));
});

test('the kernel is asked for a receive buffer of 8 MiB', async () => {
  const { receiver } = await receive();
  const before = createSocket('udp4');
  await new Promise<void>((bound) => before.bind(0, '127.0.0.1', bound));
  expect(receiver.receiveBuffer).toBeGreaterThan(before.getRecvBufferSize());
  expect(receiver.receiveBuffer).toBeLessThanOrEqual(2 * RECEIVE_BUFFER);
  before.close();
});

test('one source that floods is cut off, and others are heard', async () => {
  const { receiver, traps, refused } = await receive({ limits: { rate: 1, burst: 50 } });
  const sender = async (address: string, count: number) => {
    const socket = createSocket('udp4');
    await new Promise<void>((bound) => socket.bind(0, address, bound));
    for (let index = 1; index <= count; index++) {
      socket.send(communityMessage(linkDownPdu(index)), receiver.port, '127.0.0.1');
    }
    return socket;
  };
  const sockets = [await sender('127.0.0.2', 500), await sender('127.0.0.3', 40)];
  await until(refused, 440);
  await until(traps, 90);
  for (const socket of sockets) socket.close();
  const of = (address: string) => traps.filter(({ source }) => source === address).length;
  // A second may pass meanwhile, which lets one more in.
  expect(of('127.0.0.2')).toBeGreaterThanOrEqual(50);
  expect(of('127.0.0.2')).toBeLessThan(60);
  expect(of('127.0.0.3')).toBe(40);
  expect(new Set(refused)).toEqual(new Set(['too many from this source']));
});

test('a fault in checking one datagram is counted, and the next is taken', async () => {
  const refused: string[] = [];
  const receiver = await openTrapReceiver({
    ...{ address: '127.0.0.1', port: 0, limits: PLENTY, now: Date.now, take() {} },
    decode() {
      throw new Error('disk full');
    },
    refused: (reason) => void refused.push(reason),
  });
  open.push(receiver);
  const socket = createSocket('udp4');
  for (let count = 0; count < 2; count++) socket.send('x', receiver.port, '127.0.0.1');
  await until(refused, 2);
  socket.close();
  expect(refused).toEqual(['internal error', 'internal error']);
});

test('an address that cannot be listened on is told with what to do', async () => {
  const { receiver } = await receive();
  const again = openTrapReceiver({
    ...{ address: '127.0.0.1', port: receiver.port, limits: PLENTY, now: Date.now },
    ...{ decode: () => ({ refused: 'unknown user' }), take() {}, refused() {} },
  });
  await expect(again).rejects.toMatchObject({ code: 'PORT_IN_USE', message: /traps\.listen\.port/ });
});

test('IPv6 is received', async () => {
  const { receiver, traps } = await receive({ address: '::1' });
  const socket = createSocket('udp6');
  socket.send(communityMessage(linkDownPdu(1)), receiver.port, '::1');
  await until(traps, 1);
  socket.close();
  expect(traps).toMatchObject([{ source: '::1' }]);
});

describe.skipIf(!snmptrap || !snmpinform)('the tools of net-snmp', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-traps-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const ask = (tool: string, options: readonly string[], port: number, what: readonly string[]) =>
    run(tool, ['-Lo', '-r', '0', '-t', '3', ...options, `127.0.0.1:${port}`, ...what], {
      env: { ...process.env, SNMP_PERSISTENT_DIR: folder, SNMPCONFPATH: folder, MIBS: '' },
    });
  const WHAT = ['4200', LINK_DOWN, '1.3.6.1.2.1.2.2.1.1.7', 'i', '7'];
  const AUTH = { md5: 'MD5', sha: 'SHA', sha224: 'SHA-224', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };
  const PRIVACY = { des: 'DES', aes128: 'AES', aes256: 'AES-256', 'aes256-cisco': 'AES-256-C' };
  const EXPECTED = { oid: LINK_DOWN, uptimeSeconds: 42, variables: [{ oid: '1.3.6.1.2.1.2.2.1.1.7', value: 7 }] };

  test('a trap of version 1', async () => {
    const { receiver, traps } = await receive();
    const what = ['1.3.6.1.4.1.9', '192.0.2.7', '2', '0', '4200', '1.3.6.1.2.1.2.2.1.1.7', 'i', '7'];
    await ask(snmptrap!, ['-v', '1', '-c', 'first'], receiver.port, what);
    await until(traps, 1);
    expect(traps).toMatchObject([{ version: '1', oid: LINK_DOWN, agent: '192.0.2.7', uptimeSeconds: 42 }]);
  });

  test.each([
    [snmptrap!, false],
    [snmpinform!, true],
  ])('%s of version 2c', async (tool, inform) => {
    const { receiver, traps } = await receive();
    await ask(tool, ['-v', '2c', '-c', 'public'], receiver.port, WHAT);
    await until(traps, 1);
    expect(traps).toMatchObject([{ ...EXPECTED, version: '2c', inform, source: '127.0.0.1' }]);
  });

  const kinds = [
    ...Object.keys(AUTH).map((auth) => [auth, undefined] as const),
    ...Object.keys(PRIVACY).map((privacy) => ['sha', privacy] as const),
    ['sha512', 'aes256'] as const,
  ];
  test.each(kinds)('traps and informs of SNMPv3 with %s and %s', async (auth, privacy) => {
    const credentials = new Map([
      [
        'secure',
        {
          ...{ version: '3', user: 'monitor', context: '', auth: { protocol: auth, password: 'authentic-enough' } },
          privacy: privacy && { protocol: privacy, password: 'private-enough' },
        } as SnmpCredentials,
      ],
    ]);
    const { receiver, traps, refused } = await receive({ credentials });
    const options = [
      ...['-v', '3', '-u', 'monitor', '-l', privacy ? 'authPriv' : 'authNoPriv'],
      ...['-a', AUTH[auth as keyof typeof AUTH], '-A', 'authentic-enough'],
      ...(privacy ? ['-x', PRIVACY[privacy as keyof typeof PRIVACY], '-X', 'private-enough'] : []),
    ];
    await ask(snmptrap!, ['-e', '8000000001020304', ...options], receiver.port, WHAT);
    await ask(snmpinform!, options, receiver.port, WHAT);
    await until(traps, 2);
    const secure = { ...EXPECTED, version: '3', credentials: 'secure' };
    expect(traps).toMatchObject([
      { ...secure, inform: false },
      { ...secure, inform: true },
    ]);
    // The question of the sender for the engine.
    expect(new Set(refused)).toEqual(new Set(['unknown engine']));
  });

  test('an inform with a wrong password is not acknowledged', async () => {
    const { receiver, traps, refused } = await receive();
    const options = ['-v', '3', '-u', 'signer', '-l', 'authNoPriv', '-a', 'SHA-256', '-A', 'not-the-password'];
    await expect(ask(snmpinform!, options, receiver.port, WHAT)).rejects.toThrow();
    expect(traps).toEqual([]);
    expect(refused).toContain('wrong digest');
  });
});
