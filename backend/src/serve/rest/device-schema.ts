import { z } from 'zod';
import { ACCESS_FAULTS, DEVICE_STATES, type Dependant, type DeviceStatus } from '../../model/device.ts';
import type { Incident } from '../../model/incident.ts';
import { SENSOR_KINDS, SENSORS } from '../../model/sensors.ts';
import { namedSchemas } from './named-schemas.ts';

const status = z.string().nullable();

const component = z
  .strictObject({
    kind: z.enum(['cpu', 'memory', 'temperature', 'interface', ...SENSOR_KINDS]),
    id: z.string().describe('The `component` tag of its series; never changes.'),
    index: z.string().describe('The row the device shows it in now.'),
    name: z.string(),
    alias: z.string(),
    speedBitsPerSecond: z.number().nullable(),
    adminStatus: status,
    operStatus: status,
  })
  .register(namedSchemas, { id: 'Component' });

const limit = z.number().optional();

const sensor = z
  .strictObject({
    kind: z.enum(['temperature', ...SENSOR_KINDS]),
    component: z.string().describe('Id of the component.'),
    name: z.string(),
    value: z.number().nullable(),
    unit: z.string(),
    limits: z
      .strictObject({ lowCritical: limit, lowWarning: limit, highWarning: limit, highCritical: limit })
      .describe('Where the device itself sees something wrong; those that it does not tell are absent.'),
  })
  .register(namedSchemas, { id: 'SensorAnswer' });

const time = z.number().nullable();

const cause = z
  .discriminatedUnion('code', [
    z.strictObject({ code: z.literal('not-asked') }),
    z.strictObject({ code: z.literal('no-answer'), since: z.number(), polls: z.int() }),
    z.strictObject({
      code: z.literal('auth-failed'),
      fault: z.enum(ACCESS_FAULTS).describe('What of the credentials the device refuses.'),
    }),
    z.strictObject({
      code: z.literal('wrong-profile'),
      profile: z.string().describe('The one set for the device.'),
      fitting: z.string().describe('The one it would be read with by itself.'),
    }),
    z.strictObject({ code: z.literal('slow-answer'), took: z.number() }),
    z.strictObject({ code: z.literal('slow-poll'), took: z.number(), period: z.number() }),
  ])
  .register(namedSchemas, { id: 'DeviceCause' });

const dependant = z
  .strictObject({
    name: z.string(),
    subscribers: z.number().nullable(),
    interface: z.string().nullable().describe('Name of the interface it is behind; null for the whole device.'),
  })
  .register(namedSchemas, { id: 'Dependant' });

/** A device, how it is doing and why. */
export const deviceSchema = z
  .strictObject({
    id: z.string().describe('The `device` tag of its series.'),
    name: z.string(),
    address: z.string(),
    site: z.string(),
    role: z.string().describe('What it is for; may be empty.'),
    parent: z.string().nullable().describe('The device through which it is reached.'),
    proposedParent: z
      .string()
      .nullable()
      .describe('Where no parent is configured: the one that its neighbours speak for. Nothing is decided by it.'),
    customers: z.array(dependant),
    services: z.array(dependant),
    subscribers: z.number().nullable().describe('As configured.'),
    nas: z.array(z.string()),
    pollPeriod: z.number().describe('Milliseconds.'),
    state: z.enum(DEVICE_STATES),
    reason: z.string().describe('Why it is in this state and what to check; empty when all is well.'),
    cause: cause.nullable().describe('The same for programs; null where only the words tell.'),
    stateSince: time,
    lastAnswer: time,
    profile: z.string().nullable(),
    sysName: z.string().nullable(),
    sysDescr: z.string().nullable(),
    sysObjectID: z.string().nullable(),
    uptimeSeconds: z.number().nullable(),
    responseMilliseconds: z.number().nullable(),
    cpuPercent: z.number().nullable().describe('The busiest processor, as it answered last.'),
    memoryPercent: z.number().nullable().describe('The fullest memory.'),
    celsius: z.number().nullable().describe('The hottest sensor.'),
    sensors: z.array(sensor).describe('What its sensors showed last.'),
    components: z.array(component),
    incidents: z.array(z.string()).describe('Ids of its open incidents.'),
  })
  .register(namedSchemas, { id: 'Device' });

const highest = (values: readonly (number | null)[] = []) =>
  values.reduce<number | null>((most, value) => (value === null ? most : Math.max(most ?? value, value)), null);

/** What JSON says of a device, `open` being the open incidents of all. */
export function describeDevice(
  { device, reading, components, ...known }: DeviceStatus,
  open: readonly Incident[],
  proposedParents: ReadonlyMap<string, string>,
): z.output<typeof deviceSchema> {
  const own = open.filter(
    ({ resource }) =>
      resource.device === device.id || (resource.nas !== undefined && device.nas.includes(resource.nas)),
  );
  return {
    ...device,
    role: device.role ?? '',
    parent: device.parent ?? null,
    proposedParent: proposedParents.get(device.id) ?? null,
    customers: copies(device.customers),
    services: copies(device.services),
    subscribers: device.subscribers ?? null,
    nas: [...device.nas],
    ...known,
    cause: known.cause ?? null,
    profile: reading?.profile ?? null,
    sysName: reading?.sysName ?? null,
    sysDescr: reading?.sysDescr ?? null,
    sysObjectID: reading?.sysObjectID ?? null,
    uptimeSeconds: reading?.uptimeSeconds ?? null,
    responseMilliseconds: reading?.responseMilliseconds ?? null,
    cpuPercent: highest(reading?.cpu.map(({ percent }) => percent)),
    memoryPercent: highest(
      reading?.memory.filter(({ reclaimable }) => !reclaimable).map(({ usedPercent }) => usedPercent),
    ),
    celsius: highest(reading?.temperature.map((sensor) => sensor.celsius)),
    sensors: sensorsOf(reading, components),
    components: components.map((one) => ({ ...one })),
    incidents: own.map(({ id }) => id),
  };
}

const copies = (dependants: readonly Dependant[] = []) => dependants.map((one) => ({ ...one }));

/** The sensors of a reading, each with the id of its component; one that has none is left out. */
function sensorsOf(reading: DeviceStatus['reading'], components: DeviceStatus['components']) {
  const ids = new Map(components.map(({ kind, index, name, id }) => [[kind, index, name].join('\n'), id]));
  const temperature = (reading?.temperature ?? []).map(({ celsius, ...one }) => {
    return { ...one, kind: 'temperature' as const, value: celsius, unit: 'celsius' };
  });
  const others = (reading?.sensors ?? []).map((one) => ({ ...one, unit: SENSORS[one.kind].unit }));
  return [...temperature, ...others].flatMap(({ kind, index, description, value, unit, limits = {} }) => {
    const id = ids.get([kind, index, description].join('\n'));
    return id === undefined ? [] : [{ kind, component: id, name: description, value, unit, limits }];
  });
}
