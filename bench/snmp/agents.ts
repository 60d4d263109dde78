// The devices of the bench, in a process of their own so that their cost is told apart: node agents.ts VERSION WELL SLOW DEAD.
// Prints where they answer, `{"port":…,"well":[…],"slow":[…],"dead":[…]}`; to each line on its standard input it prints
// what it has done so far, `{"requests":…,"cpuMilliseconds":…}`; ends with its standard input.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createMibView, type MibObject, type MibView } from '../../backend/src/simulate/agent/mib-view.ts';
import { createPreparedAnswers } from './prepared-answers.ts';
import { createSecuredAnswers } from './secured-answers.ts';

/** With uptime and four processors each poll reads 185 variables: six columns of so many interfaces. */
const INTERFACES = 30;
const PROCESSORS = 4;
/** How late a slow device answers, milliseconds: near the usual time-out. */
const SLOWNESS = 1500;
/** Counters and uptimes take their full width from the start, since only their octets are replaced later. */
const COUNTER = 2n ** 62n;
const UPTIME = 2 ** 30;

const octets = (text: string) => ({ type: 'octets' as const, value: Buffer.from(text) });
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

function deviceView(): MibView {
  const interfaces = numbers(INTERFACES).flatMap((index): MibObject[] => {
    const object = (head: readonly number[], column: number, value: MibObject['value']) => ({
      oid: [...head, column, index],
      value,
    });
    const table = [1, 3, 6, 1, 2, 1, 2, 2, 1];
    const extended = [1, 3, 6, 1, 2, 1, 31, 1, 1, 1];
    return [
      object(table, 2, octets(`GigabitEthernet0/0/${index}`)),
      object(table, 7, { type: 'integer', value: 1 }),
      object(table, 8, { type: 'integer', value: 1 }),
      object(table, 14, { type: 'counter32', value: 0 }),
      object(table, 20, { type: 'counter32', value: 0 }),
      object(extended, 1, octets(`Gi0/0/${index}`)),
      object(extended, 6, { type: 'counter64', value: COUNTER }),
      object(extended, 10, { type: 'counter64', value: COUNTER }),
      object(extended, 15, { type: 'gauge32', value: 100_000 }),
      object(extended, 18, octets(`port ${index}`)),
    ];
  });
  const processors = numbers(PROCESSORS).map((index): MibObject => {
    return { oid: [1, 3, 6, 1, 2, 1, 25, 3, 3, 1, 2, index], value: { type: 'integer', value: 10 * index } };
  });
  return createMibView([
    { oid: [1, 3, 6, 1, 2, 1, 1, 1, 0], value: octets('bench') },
    { oid: [1, 3, 6, 1, 2, 1, 1, 3, 0], value: { type: 'ticks', value: UPTIME } },
    { oid: [1, 3, 6, 1, 2, 1, 1, 5, 0], value: octets('bench') },
    ...interfaces,
    ...processors,
  ]);
}

const [version, ...counts] = process.argv.slice(2);
const prepared = createPreparedAnswers(deviceView());
const answer = version === '3' ? createSecuredAnswers(prepared) : prepared;
let requests = 0;

/**
 * A device at an address; without a port a free one. Answers its port. A dead one never answers: it has a socket as well, since
 * Linux looks for the missing socket of an address among all sockets of the port, which costs whoever sends a millisecond.
 */
async function listen(address: string, port: number, delay: number): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (request, asker) => {
    if (delay === Number.POSITIVE_INFINITY) return;
    requests++;
    const send = () => socket.send(answer(request, performance.now() / 1000), asker.port, asker.address);
    if (delay > 0) setTimeout(send, delay);
    else send();
  });
  socket.bind(port, address);
  await once(socket, 'listening');
  return socket.address().port;
}

const [well = 0, slow = 0, dead = 0] = counts.map(Number);
/** All of 127.0.0.0/8 is this machine: every device has an address of its own, and all have one port. */
const addresses = numbers(well + slow + dead).map((at) => `127.${1 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`);
const places = {
  well: addresses.slice(0, well),
  slow: addresses.slice(well, well + slow),
  dead: addresses.slice(well + slow),
};
let port = 0;
for (const address of places.well) port = await listen(address, port, 0);
for (const address of places.slow) port = await listen(address, port, SLOWNESS);
for (const address of places.dead) port = await listen(address, port, Number.POSITIVE_INFINITY);
process.stdout.write(`${JSON.stringify({ port, ...places })}\n`);

createInterface(process.stdin)
  .on('line', () => {
    const { user, system } = process.cpuUsage();
    process.stdout.write(`${JSON.stringify({ requests, cpuMilliseconds: (user + system) / 1000 })}\n`);
  })
  .on('close', () => process.exit());
