// Sends traps, by itself so that its cost is not that of the receiver: KIND PORT COUNT PER-SECOND (0: as fast as it goes).
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { CREDENTIALS, communityMessage, linkDownPdu, securedBy } from '../../backend/src/collect/traps/suite.ts';
import type { SnmpCredentials } from '../../backend/src/model/credentials.ts';

const [kind = 'plain', port = '0', count = '0', rate = '0'] = process.argv.slice(2);
/** How often a portion is sent where there is a rate, milliseconds. */
const PORTION = 10;

const SECURE = CREDENTIALS.get('secure') as Extract<SnmpCredentials, { version: '3' }>;
const forged = (change: Partial<typeof SECURE>) =>
  new Map<string, SnmpCredentials>([...CREDENTIALS, ['secure', { ...SECURE, ...change }]]);
const wrong = forged({ auth: { protocol: 'sha', password: 'a-guessed-password' } });
const stranger = forged({ user: 'stranger' });

function datagram(place: number): Buffer {
  switch (kind) {
    case 'unknown-user':
      return securedBy('secure', linkDownPdu(place), { known: stranger });
    case 'wrong-digest':
      return securedBy('secure', linkDownPdu(place), { known: wrong, id: place });
    case 'unknown-engine': {
      const engine = Buffer.alloc(12);
      engine.writeUInt32BE(place, 4);
      return securedBy('secure', linkDownPdu(place), { known: wrong, engine });
    }
    default:
      return communityMessage(linkDownPdu(place));
  }
}

// Keys of a password take a while: a few different messages do for many.
const kept = Array.from({ length: kind === 'plain' ? Number(count) : 200 }, (_, place) => datagram(place + 1));
const socket = createSocket('udp4').bind(0, '127.0.0.1');
await once(socket, 'listening');
process.send!('ready');
await once(process, 'message');
const atOnce = Number(rate) === 0 ? Number(count) : Math.max(1, Math.round((Number(rate) * PORTION) / 1000));
const begun = performance.now();
const sending: Promise<void>[] = [];
for (let sent = 0; sent < Number(count); ) {
  for (let place = 0; place < atOnce && sent < Number(count); place++, sent++) {
    const message = kept[sent % kept.length]!;
    sending.push(new Promise((done) => socket.send(message, Number(port), '127.0.0.1', () => done())));
  }
  const due = Number(rate) === 0 ? 0 : begun + (sent / Number(rate)) * 1000 - performance.now();
  if (due > 0) await sleep(due);
}
await Promise.all(sending);
socket.close();
process.disconnect();
