// What polling thousands of devices each minute costs: npm run bench -- snmp [--version 2c|3] [--devices 10000] [--minutes 5]
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createPoller } from '../backend/src/collect/snmp/poller.ts';
import { loadProfiles } from '../backend/src/collect/snmp/profiles/load.ts';
import { createSockets } from '../backend/src/collect/snmp/protocol/sockets.ts';
import { createKeyring } from '../backend/src/collect/snmp/protocol/usm/keys.ts';
import { createDeviceReader } from '../backend/src/collect/snmp/read.ts';
import { slotsOf } from '../backend/src/collect/snmp/schedule.ts';
import { systemClock } from '../backend/src/model/clock.ts';
import type { Collector, DeviceReport } from '../backend/src/model/contracts/collector.ts';
import { v2c } from '../backend/src/model/credentials.ts';
import type { Device, DeviceReading } from '../backend/src/model/device.ts';
import { MINUTE } from '../backend/src/model/targets.ts';
import { collectSeldom } from '../backend/src/service/heap-growth.ts';
import { USER } from './snmp/secured-answers.ts';
import { type Agents, startAgents } from './snmp/start-agents.ts';

/** Bars: CPU milliseconds of a poll, seconds that 99 of 100 polls may begin after their slot, kilobytes of a device. */
const BARS = { cpu: { '2c': 0.6, 3: 1.2 }, lateness: 1, memory: 40 };
/** CPU milliseconds of the same poll by Prometheus' snmp_exporter. */
const SNMP_EXPORTER = 2.3;
const VARIABLES = 185;
const PROGRESS = 10_000;
const WARM_UP = 300;
const SHARES = { slow: 0.02, dead: 0.05 };

collectSeldom();
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const { values: options } = parseArgs({
  options: {
    version: { type: 'string', default: '2c' },
    devices: { type: 'string', default: '10000' },
    minutes: { type: 'string', default: '5' },
  },
});
const version = options.version === '3' ? '3' : '2c';
const count = Number(options.devices);
const minutes = Number(options.minutes);

function print(name: string, value: number, unit: string, bar: number | null, reference: number | null): void {
  const ratio = reference === null ? null : value / reference;
  process.stdout.write(`${JSON.stringify({ name: `snmp.${name}`, value, unit, bar, reference, ratio })}\n`);
}

function inventoryInMemory() {
  const known = new Map<string, DeviceReport['components']>();
  return {
    components: (id: string) => known.get(id) ?? [],
    save: (id: string, components: DeviceReport['components']) => void known.set(id, components),
  };
}

const variables = ({ cpu, interfaces }: DeviceReading) => 1 + cpu.length + 6 * interfaces.length;

/** What the process holds after a forced collection, octets: all of it, and what is in use of heap and buffers. */
async function held() {
  // Pages that a collection has emptied go back to the system some seconds later.
  for (let round = 0; round < 5; round++) {
    collect();
    await wait(2000);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { process: rss, used: heapUsed + external };
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const deviceAt = (address: string): Device => ({
  id: address,
  name: address,
  address,
  site: '',
  parent: undefined,
  subscribers: undefined,
  nas: [],
  pollPeriod: MINUTE,
});

/** The poller of these devices as the program wires it. */
function pollerOf(devices: readonly Device[], port: number): Collector {
  const profiles = loadProfiles();
  const credentials = [version === '3' ? USER : v2c('public')];
  const shared = { sockets: createSockets(), keyring: createKeyring() };
  const access = { ...shared, port, credentials, timeout: 2000, retries: 1 };
  return createPoller({
    devices,
    createReader: ({ id, address }) =>
      createDeviceReader({ device: id, address, ...access, clock: systemClock, profiles }),
    inventory: inventoryInMemory(),
    memory: { load: () => undefined, save() {} },
    clock: systemClock,
  });
}

/** Polls some devices once, so that what the program itself takes is not counted as theirs. */
async function warmUp({ well, port }: Agents): Promise<void> {
  const some = well.slice(0, WARM_UP).map(deviceAt);
  let polled = 0;
  const stop = new AbortController();
  await pollerOf(some, port).start(async () => {
    if (++polled === some.length) stop.abort();
  }, stop.signal);
}

/**
 * Polls for some minutes. The first one, in which everything is read for the first time, counts neither for the costs nor for
 * the lateness.
 */
async function poll(agents: Agents) {
  await warmUp(agents);
  const devices = [...agents.well, ...agents.slow, ...agents.dead].map(deviceAt);
  const slots = new Map(devices.map(({ id }) => [id, slotsOf(id, MINUTE)]));
  const poller = pollerOf(devices, agents.port);
  let lateness: number[] = [];
  const states = new Map<string, string>();
  let polls = 0;
  const emit = async ({ device, time, state, reading }: DeviceReport) => {
    polls++;
    lateness.push((time - (slots.get(device)!.after(time) - MINUTE)) / 1000);
    states.set(device, state);
    if (reading && variables(reading) !== VARIABLES) throw new Error(`${device}: not ${VARIABLES} variables`);
  };
  const before = await held();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  let told = { polls: 0, cpu: cpuMilliseconds() };
  const progress = setInterval(() => {
    const now = { polls, cpu: cpuMilliseconds() };
    const spent = Math.round(now.cpu - told.cpu);
    const stalls = `event loop late by ${Math.round(delay.percentile(99) / 1e6)} ms (p99), ${Math.round(delay.max / 1e6)} ms (most)`;
    process.stderr.write(`${now.polls - told.polls} polls, ${spent} ms of CPU, ${stalls}\n`);
    told = now;
    delay.reset();
  }, PROGRESS);
  const stop = new AbortController();
  const ended = poller.start(emit, stop.signal);
  await Promise.race([ended, wait(MINUTE)]);
  lateness = [];
  const first = { polls, cpu: cpuMilliseconds(), agents: await agents.spent() };
  await Promise.race([ended, wait((minutes - 1) * MINUTE)]);
  const last = { polls, cpu: cpuMilliseconds(), agents: await agents.spent() };
  clearInterval(progress);
  const after = await held();
  stop.abort();
  await ended;
  const counted = last.polls - first.polls;
  const late = lateness.toSorted((a, b) => a - b);
  return {
    cpu: (last.cpu - first.cpu) / counted,
    agentCpu: (last.agents.cpuMilliseconds - first.agents.cpuMilliseconds) / counted,
    requests: (last.agents.requests - first.agents.requests) / counted,
    lateness: late[Math.floor(late.length * 0.99)] ?? Number.NaN,
    memory: (after.process - before.process) / devices.length / 1000,
    used: (after.used - before.used) / devices.length / 1000,
    states: Map.groupBy(states.values(), (state) => state),
  };
}

const slow = Math.round(count * SHARES.slow);
const dead = Math.round(count * SHARES.dead);
const agents = await startAgents(version, count - slow - dead, slow, dead);
const found = await poll(agents);
agents.stop();
const inState = (state: string) => found.states.get(state)?.length ?? 0;
process.stderr.write(`${[...found.states.keys()].map((state) => `${inState(state)} ${state}`).join(', ')}\n`);
if (inState('unreachable') !== dead || inState('slow') < slow || inState('faulty') > 0)
  throw new Error('not the states expected');

print(`cpu of a poll of 185 variables, v${version}`, found.cpu, 'ms', BARS.cpu[version], SNMP_EXPORTER);
print('lateness p99, 5 % dead, 2 % slow', found.lateness, 's', BARS.lateness, null);
print('memory of a device', found.memory, 'KB', BARS.memory, null);
print('memory of a device in use', found.used, 'KB', null, null);
print('requests of a poll', found.requests, 'requests', null, null);
print('cpu of the simulated devices for a poll', found.agentCpu, 'ms', null, null);
