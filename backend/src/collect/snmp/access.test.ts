import { afterEach, expect, test } from 'vitest';
import { type UserCredentials, v2c } from '../../model/credentials.ts';
import { closePeers, failing, honest, openSocket, peer } from '../../test/snmp-peer.ts';
import { type Access, createAccess, SYS_UPTIME } from './access.ts';

const USER: UserCredentials = { version: '3', user: 'reader', auth: undefined, privacy: undefined, context: '' };

let access: Access | undefined;
afterEach(() => {
  access?.close();
  closePeers();
});

/** A device that takes one community; every community it was asked with. */
async function device(community: string) {
  const taken = { community };
  const asked: string[] = [];
  const port = await peer((request, send) => {
    const given = Buffer.from(request.community).toString();
    asked.push(given);
    if (given === taken.community) send(honest(request));
  });
  return { port, asked, taken };
}
const accessTo = (port: number, ...communities: string[]) => {
  access = createAccess({ port, credentials: communities.map(v2c), timeout: 60, retries: 0 });
  return access;
};

test('credentials are tried in their order, and those that were answered to are asked with from then on', async () => {
  const { port, asked, taken } = await device('b');
  const opened = accessTo(port, 'a', 'b', 'c');
  for (let reading = 0; reading < 2; reading++) await opened.greet('127.0.0.1', [SYS_UPTIME]);
  expect(asked).toEqual(['a', 'b', 'b']);

  taken.community = 'c';
  asked.length = 0;
  for (let reading = 0; reading < 2; reading++) await opened.greet('127.0.0.1', [SYS_UPTIME]);
  expect(asked).toEqual(['b', 'a', 'c', 'c']);
});

test('a session is kept from one reading to the next', async () => {
  const { port } = await device('a');
  const opened = accessTo(port, 'a');
  const first = await opened.greet('127.0.0.1', [SYS_UPTIME]);
  const second = await opened.greet('127.0.0.1', [SYS_UPTIME]);
  expect([first, second]).toMatchObject([{ fresh: true }, { fresh: false }]);
});

test('a device that answers to none is silent, one that lets nothing be read refuses', async () => {
  const { port } = await device('d');
  expect(await accessTo(port, 'a', 'b').greet('127.0.0.1', [SYS_UPTIME])).toMatchObject({
    ...{ failure: { kind: 'silence' }, fault: undefined, credentials: v2c('a') },
  });
  const refusing = await peer((request, send) => send(failing(request, 16)));
  expect(await accessTo(refusing, 'a').greet('127.0.0.1', [SYS_UPTIME])).toMatchObject({ fault: 'rights' });
});

test('what the device refuses is told before what it is silent to', async () => {
  const port = await peer((request, send) => {
    if (Buffer.from(request.community).toString() === 'b') send(failing(request, 16));
  });
  expect(await accessTo(port, 'a', 'b', 'c').greet('127.0.0.1', [SYS_UPTIME])).toMatchObject({
    ...{ fault: 'rights', credentials: v2c('b') },
  });
});

test('a device that speaks no SNMP v3 has said no name of an engine', async () => {
  const { port } = (await openSocket()).address();
  access = createAccess({ port, credentials: [USER], timeout: 60, retries: 0 });
  expect(await access.greet('127.0.0.1', [SYS_UPTIME])).toMatchObject({
    ...{ failure: { kind: 'silence' }, fault: undefined, namedEngine: false },
  });
});
