// The devices of the bench, in a process of their own so that their cost is not counted: node agents.ts WELL SLOW DEAD.
// Prints their ports, `{"well":[…],"slow":[…],"dead":[…]}`, and ends with its standard input.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createAgent } from '../../backend/src/simulate/agent/agent.ts';
import { createMibView, type MibObject, type MibView } from '../../backend/src/simulate/agent/mib-view.ts';

/** With uptime and four processors each poll reads 185 variables: six columns of so many interfaces. */
const INTERFACES = 30;
const PROCESSORS = 4;
/** How late a slow device answers, milliseconds: near the usual time-out. */
const SLOWNESS = 1500;

const octets = (text: string) => ({ type: 'octets' as const, value: Buffer.from(text) });
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const passed = () => performance.now() / 1000;

function deviceView(): MibView {
  const interfaces = numbers(INTERFACES).flatMap((index): MibObject[] => {
    const moved = (perSecond: number) => () => ({
      type: 'counter64' as const,
      value: 2n ** 40n + BigInt(Math.floor(passed() * perSecond * index)),
    });
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
      object(extended, 6, moved(100_000)),
      object(extended, 10, moved(20_000)),
      object(extended, 15, { type: 'gauge32', value: 1000 }),
      object(extended, 18, octets(`port ${index}`)),
    ];
  });
  const processors = numbers(PROCESSORS).map((index): MibObject => {
    return { oid: [1, 3, 6, 1, 2, 1, 25, 3, 3, 1, 2, index], value: { type: 'integer', value: 10 * index } };
  });
  return createMibView([
    { oid: [1, 3, 6, 1, 2, 1, 1, 1, 0], value: octets('bench') },
    { oid: [1, 3, 6, 1, 2, 1, 1, 3, 0], value: () => ({ type: 'ticks', value: Math.floor(passed() * 100) }) },
    { oid: [1, 3, 6, 1, 2, 1, 1, 5, 0], value: octets('bench') },
    ...interfaces,
    ...processors,
  ]);
}

const tree = deviceView();
const loopback = { host: '127.0.0.1', port: 0 };

async function agentPort(silent: boolean): Promise<number> {
  const agent = createAgent({ tree, community: 'public', silent: () => silent });
  return (await agent.listen(loopback)).port;
}

/** A port that hands on to an agent and brings its answers back late. */
async function slowPort(): Promise<number> {
  const agent = await agentPort(false);
  const front = createSocket('udp4');
  front.on('message', (request, asker) => {
    const back = createSocket('udp4');
    back.once('message', (answer) => {
      back.close();
      setTimeout(() => front.send(answer, asker.port, asker.address), SLOWNESS);
    });
    back.send(request, agent, loopback.host);
  });
  front.bind(0, loopback.host);
  await once(front, 'listening');
  return front.address().port;
}

const [well = 0, slow = 0, dead = 0] = process.argv.slice(2).map(Number);
const ports = {
  well: await Promise.all(numbers(well).map(() => agentPort(false))),
  slow: await Promise.all(numbers(slow).map(slowPort)),
  dead: await Promise.all(numbers(dead).map(() => agentPort(true))),
};
process.stdout.write(`${JSON.stringify(ports)}\n`);
process.stdin.resume().on('end', () => process.exit());
