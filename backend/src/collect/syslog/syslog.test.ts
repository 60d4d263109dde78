import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { LogPiece } from '../../model/contracts/log-reader.ts';
import { traditionalLine } from '../../model/syslog.ts';
import { zone } from '../../model/zone.ts';
import { neededExecutable } from '../../test/needs.ts';
import { type SyslogOptions, syslogReader } from './syslog.ts';
import { WINDOW } from './tcp.ts';

const UTC = zone('UTC');
const TEXT = 'Apr 30 00:11:25 rad radiusd: [17697] Billing: no TASK';
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A receiver whose lines are taken in by `take`, else at once. */
async function receive(options: Partial<SyslogOptions> = {}, take = async (_piece: LogPiece) => {}) {
  const lines: string[] = [];
  const reader = syslogReader({
    ...{ listen: { address: '127.0.0.1', port: 0 }, protocols: ['tcp'], from: ['127.0.0.0/8'], zone: UTC },
    ...{ lineOf: (message) => traditionalLine(message, UTC), now: () => Date.UTC(2026, 3, 30, 0, 12) },
    ...options,
  });
  const ending = new AbortController();
  let idle = 0;
  const taken = async (piece: LogPiece) => {
    await take(piece);
    lines.push(...Buffer.from(piece.bytes).toString('latin1').split('\n').slice(0, -1));
  };
  const reading = reader.read(taken, async () => void idle++, ending.signal);
  const end = async () => {
    ending.abort();
    await reading;
  };
  reading.catch(() => {});
  ends.push(() => end().catch(() => {}));
  await Promise.race([until(() => reader.ports().length > 0), reading]);
  return { reader, lines, end, reading, port: reader.ports()[0]!, idle: () => idle };
}

/** Waits until something is so, at most ten seconds. */
async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; !isSo() && waited < 10_000; waited += 20) await sleep(20);
  expect(isSo()).toBe(true);
}

async function client(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  ends.unshift(async () => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => TEXT.replace('17697', String(10_000 + index)));
const refused = ({ intake }: ReturnType<typeof syslogReader>) => intake!().receiver!.refused;

describe('over TCP', () => {
  test('a burst of 5,000 messages loses none, in both framings', async () => {
    const { reader, lines, port } = await receive();
    const sent = numbered(5000);
    (await client(port)).end(sent.map((line) => `<30>${line}\n`).join(''));
    await until(() => lines.length === 5000);
    (await client(port)).end(sent.map((line) => `${line.length + 4} <30>${line}`).join(''));
    await until(() => lines.length === 10_000);
    expect(lines).toEqual([...sent, ...sent]);
    await until(() => reader.intake!().receiver!.peers[0]!.connections === 0);
    expect(reader.intake!()).toMatchObject({
      files: [],
      unread: 0,
      receiver: { peers: [{ address: '127.0.0.1', messages: 10_000 }], refused: {} },
    });
    expect(reader.intake!().receiver!.listening).toEqual([`tcp 127.0.0.1:${port}`]);
  });

  test('a connection is read only as fast as its lines are taken in', async () => {
    const gate = Promise.withResolvers<void>();
    const { reader, lines, port } = await receive({}, () => gate.promise);
    const sent = numbered(80_000);
    const socket = await client(port);
    socket.end(sent.map((line) => `<30>${line}\n`).join(''));
    await sleep(500);
    // What one chunk of the socket holds may come on top.
    expect(reader.intake!().unread).toBeGreaterThanOrEqual(WINDOW);
    expect(reader.intake!().unread).toBeLessThan(2 * WINDOW);
    gate.resolve();
    await until(() => lines.length === sent.length);
    expect(lines).toEqual(sent);
  });

  test('lines that could not be taken in are there for the next reading', async () => {
    const { reader, port, reading } = await receive({}, () => Promise.reject(new Error('disk full')));
    (await client(port)).end(`<30>${TEXT}\n`);
    await expect(reading).rejects.toThrow('disk full');
    expect(reader.ports()).toEqual([]);
    const lines: string[] = [];
    const ending = new AbortController();
    const take = async ({ bytes }: LogPiece) => {
      lines.push(Buffer.from(bytes).toString());
      ending.abort();
    };
    await reader.read(take, async () => {}, ending.signal);
    expect(lines).toEqual([`${TEXT}\n`]);
  });

  test('what has been read is taken in when the program ends', async () => {
    const gate = Promise.withResolvers<void>();
    const { reader, lines, port, end } = await receive({}, () => gate.promise);
    const socket = await client(port);
    socket.write(`<30>${TEXT}\n`);
    await sleep(400);
    socket.write(`<30>${TEXT} \n`);
    await until(() => reader.intake!().receiver!.peers[0]!.messages === 2);
    const ended = end();
    gate.resolve();
    await ended;
    expect(lines).toEqual([TEXT, `${TEXT} `]);
  });

  test('a line cut by the end of a connection that failed is not taken, one that was closed is', async () => {
    const { lines, port } = await receive();
    const broken = await client(port);
    broken.write(`<30>${TEXT}\n<30>Apr 30`);
    await until(() => lines.length === 1);
    broken.resetAndDestroy();
    (await client(port)).end(`<30>${TEXT} last`);
    await until(() => lines.length === 2);
    expect(lines).toEqual([TEXT, `${TEXT} last`]);
  });

  test('what cannot be framed, is too long or cut short is counted', async () => {
    const { reader, lines, port } = await receive();
    const broken = await client(port);
    broken.write('1 a0');
    await once(broken, 'close');
    (await client(port)).end(`<30>${'x'.repeat(70_000)}\n<30>${TEXT}\n`);
    (await client(port)).end('500 <30>x');
    const counts = { 'unknown framing': 1, 'message too long': 1, 'message cut short': 1 };
    await until(() => Object.keys(refused(reader)).length === 3 && lines.length === 2);
    expect(refused(reader)).toEqual(counts);
    expect(lines[1]).toBe(TEXT);
  });

  test('an address that is not allowed is not heard, and a peer has 16 connections at most', async () => {
    const strict = await receive({ from: ['192.0.2.0/24'] });
    await once(await client(strict.port), 'close');
    expect(refused(strict.reader)).toEqual({ 'address not allowed': 1 });
    const { reader, port } = await receive();
    for (let count = 0; count < 16; count++) await client(port);
    await once(await client(port), 'close');
    expect(refused(reader)).toEqual({ 'too many connections': 1 });
  });

  test('a peer that sends too much is read more slowly', async () => {
    const { reader, lines, port } = await receive({ rate: { perSecond: 1_000_000, burst: 100_000 } });
    const sent = numbered(10_000);
    (await client(port)).end(sent.map((line) => `<30>${line}\n`).join(''));
    await until(() => lines.length > 0);
    expect(lines.length).toBeLessThan(sent.length);
    await until(() => lines.length === sent.length);
    expect(refused(reader)).toEqual({});
  });

  test('time passes for what was counted while nothing comes', async () => {
    const { idle } = await receive();
    await until(() => idle() > 0);
  });

  test('an address that cannot be listened on is told with what to do', async () => {
    const { port } = await receive();
    const again = receive({ listen: { address: '127.0.0.1', port } });
    await expect(again).rejects.toMatchObject({ code: 'PORT_IN_USE', message: /syslog\.listen/ });
    const elsewhere = receive({ listen: { address: '192.0.2.1', port: 0 } });
    await expect(elsewhere).rejects.toMatchObject({ code: 'ADDRESS_UNUSABLE', message: /of this machine/ });
  });

  test('IPv6 is received', async () => {
    const { lines, port } = await receive({ listen: { address: '::1', port: 0 }, from: ['::1'] });
    const socket = connect(port, '::1');
    socket.end(`<30>${TEXT}\n`);
    await until(() => lines.length === 1);
  });
});

describe('over UDP', () => {
  test('a burst of 5,000 messages loses none', async () => {
    const { reader, lines, port } = await receive({ protocols: ['udp'] });
    const socket = createSocket('udp4');
    const sent = numbered(5000);
    // As many at once as the smallest receive buffer of a system holds.
    for (let at = 0; at < sent.length; at += 100) {
      for (const line of sent.slice(at, at + 100)) socket.send(`<30>${line}`, port, '127.0.0.1');
      await until(() => (reader.intake!().receiver!.peers[0]?.messages ?? 0) === Math.min(sent.length, at + 100));
    }
    await until(() => lines.length === sent.length);
    socket.close();
    expect(lines).toEqual(sent);
    expect(refused(reader)).toEqual({});
  });

  test('what comes from elsewhere or is too much is counted', async () => {
    const socket = createSocket('udp4');
    const strict = await receive({ protocols: ['udp'], from: ['192.0.2.0/24'] });
    socket.send(`<30>${TEXT}`, strict.port, '127.0.0.1');
    await until(() => refused(strict.reader)['address not allowed'] === 1);
    const { reader, lines, port } = await receive({ protocols: ['udp'], rate: { perSecond: 1, burst: 100 } });
    for (let count = 0; count < 3; count++) socket.send(`<30>${TEXT}`, port, '127.0.0.1');
    await until(() => refused(reader)['too much of one peer'] === 2);
    await until(() => lines.length === 1);
    socket.close();
  });

  test('UDP and TCP are received at the same port', async () => {
    const { reader, port } = await receive({ protocols: ['udp', 'tcp'] });
    expect(reader.intake!().receiver!.listening).toEqual([`udp 127.0.0.1:${port}`, `tcp 127.0.0.1:${port}`]);
  });
});

const openssl = neededExecutable('openssl', 'openssl');

describe.skipIf(!openssl)('over TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-syslog-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  const certificateOf = (name: string) => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', path(`${name}.key`)];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    execFileSync(openssl!, ['req', '-x509', ...key, ...subject, '-out', path(`${name}.pem`)], { stdio: 'ignore' });
    return { certificate: path(`${name}.pem`), key: path(`${name}.key`) };
  };
  const send = (port: number, own?: { certificate: string; key: string }) => {
    const read = (file: string) => readFileSync(file);
    const socket = connectTls({
      ...{ port, host: '127.0.0.1', ca: read(path('server.pem')) },
      ...(own ? { cert: read(own.certificate), key: read(own.key) } : {}),
    });
    socket.on('error', () => {});
    ends.unshift(async () => void socket.destroy());
    socket.end(`${TEXT.length + 4} <30>${TEXT}`);
    return socket;
  };

  test('messages come, and whoever does not speak TLS is counted', async () => {
    const tls = certificateOf('server');
    const { reader, lines, port } = await receive({ protocols: ['tls'], tls });
    send(port);
    await until(() => lines.length === 1);
    expect(lines).toEqual([TEXT]);
    (await client(port)).write(`<30>${TEXT}\n`);
    await until(() => refused(reader)['TLS failed'] === 1);
    await until(() => reader.intake!().receiver!.peers[0]!.connections === 0);
    expect(lines).toEqual([TEXT]);
  });

  test('clients show a certificate where their authority is named', async () => {
    const tls = { ...certificateOf('server'), client_ca: path('client.pem') };
    const own = certificateOf('client');
    const { reader, lines, port } = await receive({ protocols: ['tls'], tls });
    send(port, own);
    await until(() => lines.length === 1);
    send(port);
    send(port, certificateOf('stranger'));
    await until(() => refused(reader)['TLS failed'] === 2);
    expect(lines).toEqual([TEXT]);
  });

  test('files that cannot be used are named', async () => {
    const tls = certificateOf('server');
    const missing = receive({ protocols: ['tls'], tls: { ...tls, key: path('none.key') } });
    await expect(missing).rejects.toMatchObject({ code: 'FILE_UNREADABLE', message: /none\.key/ });
    const foreign = receive({ protocols: ['tls'], tls: { ...tls, key: certificateOf('other').key } });
    await expect(foreign).rejects.toMatchObject({ code: 'FILE_UNREADABLE', message: /other\.key/ });
  });
});
