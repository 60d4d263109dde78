// What a poll costs, and how late it begins with 500 devices each minute: npm run bench -- poll
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createDevicePoller } from '../backend/src/collect/snmp/device-poller.ts';
import { createPoller } from '../backend/src/collect/snmp/poller.ts';
import { loadProfiles } from '../backend/src/collect/snmp/profiles/load.ts';
import { createDeviceReader } from '../backend/src/collect/snmp/read.ts';
import { slotsOf } from '../backend/src/collect/snmp/schedule.ts';
import { type Clock, systemClock } from '../backend/src/model/clock.ts';
import type { DeviceReport } from '../backend/src/model/contracts/collector.ts';
import { v2c } from '../backend/src/model/credentials.ts';
import type { Device, DeviceReading } from '../backend/src/model/device.ts';
import { MINUTE } from '../backend/src/model/targets.ts';

/** Most CPU milliseconds of a poll of 185 variables; the reference is what Prometheus' snmp_exporter takes for it. */
const CPU_BAR = 0.6;
const SNMP_EXPORTER = 2.3;
const WARM_UP_POLLS = 500;
/** What else runs on the machine only ever adds: the fastest of several batches counts. */
const BATCHES = 8;
const BATCH_POLLS = 500;
/** Most seconds that 99 of 100 polls may begin after their slot. */
const LATENESS_BAR = 1;
const DEVICES = { well: 465, slow: 10, dead: 25 };
const LATENESS_MINUTES = 2.2;

const profiles = loadProfiles();
const memory = { load: () => undefined, save() {} };

function print(name: string, value: number, unit: string, bar: number, reference: number | null): void {
  const ratio = reference === null ? null : value / reference;
  process.stdout.write(`${JSON.stringify({ name, value, unit, bar, reference, ratio })}\n`);
}

/** Starts the devices in a process of their own; answers their ports, and how to end it. */
async function startAgents(well: number, slow: number, dead: number) {
  const script = join(import.meta.dirname, 'poll/agents.ts');
  const agents = spawn(process.execPath, [script, `${well}`, `${slow}`, `${dead}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(agents.stdout), 'line')) as [string];
  const ports = JSON.parse(line) as Record<'well' | 'slow' | 'dead', number[]>;
  return { ports, stop: () => agents.stdin.end() };
}

function inventoryInMemory() {
  const known = new Map<string, DeviceReport['components']>();
  return {
    components: (id: string) => known.get(id) ?? [],
    save: (id: string, components: DeviceReport['components']) => void known.set(id, components),
  };
}

const deviceAt = (id: string): Device => ({
  id,
  name: id,
  address: '127.0.0.1',
  site: '',
  parent: undefined,
  subscribers: undefined,
  nas: [],
  pollPeriod: MINUTE,
});

const readerAt = (port: number, clock: Clock) => (device: Device) => {
  const options = {
    device: device.id,
    address: device.address,
    port,
    credentials: [v2c('public')],
    timeout: 2000,
    retries: 1,
  };
  return createDeviceReader({ ...options, clock, profiles });
};

const variables = ({ cpu, interfaces }: DeviceReading) => 1 + cpu.length + 6 * interfaces.length;

/** CPU milliseconds of one poll, from the question to the samples; names and speeds are read again every ten minutes. */
async function cpuOfPoll(port: number): Promise<number> {
  let now = Date.now();
  const clock: Clock = { ...systemClock, now: () => now };
  const poller = createDevicePoller({
    device: deviceAt('bench'),
    createReader: readerAt(port, clock),
    inventory: inventoryInMemory(),
    memory,
    clock,
    slowResponse: 500,
  });
  const { signal } = new AbortController();
  const poll = async (count: number) => {
    for (let number = 0; number < count; number++) {
      now += MINUTE;
      const report = await poller.poll(now + MINUTE, signal);
      if (!report?.reading || variables(report.reading) !== 185)
        throw new Error(`not 185 variables: ${report?.reason}`);
    }
  };
  await poll(WARM_UP_POLLS);
  const costs: number[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const before = process.cpuUsage();
    await poll(BATCH_POLLS);
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 1000 / BATCH_POLLS);
  }
  poller.close();
  return Math.min(...costs);
}

/** Seconds by which each poll began after its slot, ascending, and the states of the devices at the end. */
async function latenesses(ports: Awaited<ReturnType<typeof startAgents>>['ports']) {
  const places = Object.entries(ports).flatMap(([kind, all]) =>
    all.map((port): [string, number] => [`${kind}-${port}`, port]),
  );
  const portOf = new Map(places);
  const poller = createPoller({
    devices: [...portOf.keys()].map(deviceAt),
    createReader: (device) => readerAt(portOf.get(device.id)!, systemClock)(device),
    inventory: inventoryInMemory(),
    memory,
    clock: systemClock,
  });
  const late: number[] = [];
  const states = new Map<string, string>();
  const seen = new Set<string>();
  const emit = async ({ device, time, state }: DeviceReport) => {
    // The first poll follows the start, not a slot.
    if (seen.has(device)) late.push((time - (slotsOf(device, MINUTE).after(time) - MINUTE)) / 1000);
    seen.add(device);
    states.set(device, state);
  };
  await poller.start(emit, AbortSignal.timeout(LATENESS_MINUTES * MINUTE));
  return { late: late.toSorted((a, b) => a - b), states: Map.groupBy(states.values(), (state) => state) };
}

const single = await startAgents(1, 0, 0);
print('CPU of a poll of 185 variables', await cpuOfPoll(single.ports.well[0]!), 'ms', CPU_BAR, SNMP_EXPORTER);
single.stop();

const many = await startAgents(DEVICES.well, DEVICES.slow, DEVICES.dead);
const { late, states } = await latenesses(many.ports);
many.stop();
if ((states.get('unreachable')?.length ?? 0) < DEVICES.dead || (states.get('slow')?.length ?? 0) === 0) {
  throw new Error(`not the states expected: ${[...states].map(([state, of]) => `${of.length} ${state}`).join(', ')}`);
}
const p99 = late[Math.floor(late.length * 0.99)]!;
print('lateness p99 of polling 500 devices each minute, 5 % dead, 2 % slow', p99, 's', LATENESS_BAR, null);
