import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { createSockets, type Sockets } from './sockets.ts';

const opened: { close(): void }[] = [];

afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

/** Sends back whatever it gets. */
async function echo(host = '127.0.0.1'): Promise<Socket> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (datagram, from) => socket.send(datagram, from.port, from.address));
  socket.bind(0, host);
  await once(socket, 'listening');
  opened.push(socket);
  return socket;
}

function lineTo(shared: Sockets, port: number, host = '127.0.0.1') {
  const heard: string[] = [];
  const strangers: string[] = [];
  const line = shared.lineTo(host, port, {
    hear: (datagram) => void heard.push(String(datagram)),
    hearStranger: (datagram, source) => void strangers.push(`${datagram} from ${source.port}`),
  });
  opened.push(line);
  const send = (words: string) => new Promise<Error | null>((sent) => line.send(Buffer.from(words), sent));
  return { line, heard, strangers, send };
}

const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
const settled = () => new Promise((done) => setTimeout(done, 30));

describe('sockets that are shared', () => {
  test('carry each answer to the line of its peer alone, over no more sockets than allowed', async () => {
    const peers = await Promise.all(Array.from({ length: 20 }, () => echo()));
    const before = sockets();
    const shared = createSockets(3);
    const lines = peers.map((peer) => lineTo(shared, peer.address().port));
    for (const { line } of lines) line.ref();
    for (const [at, { send }] of lines.entries()) expect(await send(`${at}`)).toBeNull();
    await settled();
    expect(lines.map(({ heard }) => heard)).toEqual(peers.map((_, at) => [`${at}`]));
    expect(sockets() - before).toBe(3);
    for (const { line } of lines) line.close();
    await settled();
    expect(sockets()).toBe(before);
  });

  test('tell lines that await answers what comes from strangers, and the others nothing', async () => {
    const [known, stranger] = [createSocket('udp4'), await echo()];
    known.bind(0, '127.0.0.1');
    await once(known, 'listening');
    opened.push(known);
    known.on('message', (datagram, from) => stranger.send(datagram, from.port, from.address));
    const { port } = known.address();
    const shared = createSockets(1);
    const waiting = lineTo(shared, port);
    const idle = lineTo(shared, port, '127.0.0.2');
    waiting.line.ref();
    await waiting.send('from elsewhere');
    await settled();
    expect(waiting.strangers).toEqual([`from elsewhere from ${stranger.address().port}`]);
    expect([waiting.heard, idle.heard, idle.strangers]).toEqual([[], [], []]);
    waiting.line.unref();
    await waiting.send('too late');
    await settled();
    expect(waiting.strangers).toHaveLength(1);
  });

  test('know a peer by any spelling of its IPv6 address', async () => {
    const peer = await echo('::1');
    const { line, heard, send } = lineTo(createSockets(1), peer.address().port, '0:0:0:0:0:0:0:1');
    line.ref();
    await send('hello');
    await settled();
    expect(heard).toEqual(['hello']);
  });

  test('go on for the other lines when one is closed, twice even', async () => {
    const { port } = (await echo()).address();
    const shared = createSockets(1);
    const one = lineTo(shared, port);
    const other = lineTo(shared, port);
    one.line.close();
    one.line.close();
    other.line.ref();
    await other.send('still here');
    await settled();
    expect([one.heard, other.heard]).toEqual([[], ['still here']]);
  });

  test('say why a datagram cannot be sent', async () => {
    const { send } = lineTo(createSockets(1), 9);
    const tooLong = await send('x'.repeat(70_000));
    expect(tooLong).toMatchObject({ code: 'EMSGSIZE' });
  });
});
