import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { createSockets, type Line } from './sockets.ts';

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

function lineTo(line: Line, port: number, host = '127.0.0.1') {
  const heard: string[] = [];
  line.on('message', (datagram: Buffer) => void heard.push(String(datagram)));
  opened.push(line);
  const send = (words: string) =>
    new Promise<Error | null>((sent) => line.send(Buffer.from(words), 0, words.length, port, host, sent));
  return { line, heard, send };
}

const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
const settled = () => new Promise((done) => setTimeout(done, 30));

describe('sockets that are shared', () => {
  test('carry each answer to the line of its peer alone, over no more sockets than allowed', async () => {
    const peers = await Promise.all(Array.from({ length: 20 }, () => echo()));
    const before = sockets();
    const shared = createSockets(3);
    const lines = peers.map((peer) => {
      const { port } = peer.address();
      return lineTo(shared.towards('127.0.0.1', port).createSocket(), port);
    });
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
    const [known, stranger] = [await echo(), await echo()];
    const { port } = known.address();
    const shared = createSockets(1);
    const waiting = lineTo(shared.towards('127.0.0.1', port).createSocket(), stranger.address().port);
    const idle = lineTo(shared.towards('127.0.0.2', port).createSocket(), port);
    waiting.line.ref();
    await waiting.send('from elsewhere');
    await settled();
    expect(waiting.heard).toEqual(['from elsewhere']);
    expect(idle.heard).toEqual([]);
    waiting.line.unref();
    await waiting.send('too late');
    await settled();
    expect(waiting.heard).toHaveLength(1);
  });

  test('know a peer by any spelling of its IPv6 address', async () => {
    const peer = await echo('::1');
    const { port } = peer.address();
    const { line, heard, send } = lineTo(createSockets(1).towards('0:0:0:0:0:0:0:1', port).createSocket(), port, '::1');
    line.ref();
    await send('hello');
    await settled();
    expect(heard).toEqual(['hello']);
  });

  test('go on for the other lines when one is closed, twice even', async () => {
    const { port } = (await echo()).address();
    const shared = createSockets(1);
    const one = lineTo(shared.towards('127.0.0.1', port).createSocket(), port);
    const other = lineTo(shared.towards('127.0.0.1', port).createSocket(), port);
    let closed = 0;
    one.line.on('close', () => closed++);
    one.line.close();
    one.line.close();
    expect(closed).toBe(1);
    other.line.ref();
    await other.send('still here');
    await settled();
    expect(other.heard).toEqual(['still here']);
  });

  test('say why a datagram cannot be sent', async () => {
    const { send } = lineTo(createSockets(1).towards('127.0.0.1', 9).createSocket(), 9);
    const tooLong = await send('x'.repeat(70_000));
    expect(tooLong).toMatchObject({ code: 'EMSGSIZE' });
  });
});
