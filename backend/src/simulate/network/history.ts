import {
  answeredSeries,
  cpuSeries,
  interfaceSeries,
  memorySeries,
  temperatureSeries,
} from '../../model/device-series.ts';
import type { Batch, Series } from '../../model/series.ts';
import type { CourseFault } from './fault-course.ts';
import { isUnreachable } from './fault-course.ts';
import type { NetworkModel } from './model.ts';
import { BLUEPRINTS, type Blueprint, type Port } from './topology.ts';
import { MAKES } from './vendors.ts';

/** Samples in a batch, about. */
const CHUNK = 20_000;

interface Column {
  readonly series: Series;
  readonly times: number[];
  readonly values: number[];
}

/**
 * What polling the network from `from` to before `to` would have given, a sample each `step` milliseconds in every series,
 * in the order of time; both ends are multiples of the step.
 */
export async function* networkHistory(
  model: NetworkModel,
  faults: () => readonly CourseFault[],
  from: number,
  to: number,
  step: number,
): AsyncGenerator<Batch> {
  const columns = BLUEPRINTS.map(columnsOf);
  const meter = model.meter(from);
  const count = columns.reduce((sum, { all }) => sum + all.length, 0);
  const seconds = step / 1000;
  const before = new Map(BLUEPRINTS.flatMap(({ ports }) => ports.map((port) => [port, meter.flow(port)])));
  let samples = 0;
  for (let time = from; time < to; time += step) {
    meter.advance(time + step);
    const middle = time + step / 2;
    for (const [index, device] of BLUEPRINTS.entries()) {
      const { answered, cpu, memory, temperature, ports } = columns[index]!;
      const reached = !isUnreachable(faults(), device.id, middle);
      put(answered, time, reached ? 1 : 0);
      for (const { port, incoming, outgoing } of ports) {
        const [old, now] = [before.get(port)!, meter.flow(port)];
        before.set(port, now);
        if (!reached) continue;
        put(incoming, time, (8 * (now.incoming - old.incoming)) / seconds);
        put(outgoing, time, (8 * (now.outgoing - old.outgoing)) / seconds);
      }
      if (!reached) continue;
      const health = model.health(device, middle);
      put(cpu, time, health.cpu);
      put(memory, time, MAKES[device.vendor].wholePercentMemory ? Math.round(health.memory) : health.memory);
      put(temperature, time, health.temperature);
    }
    samples += count;
    if (samples + count <= CHUNK && time + step < to) continue;
    samples = 0;
    yield columns.flatMap(({ all }) => all.filter(({ times }) => times.length > 0).map(taken));
  }
}

function columnsOf({ id, vendor, ports }: Blueprint) {
  const make = MAKES[vendor];
  const column = (series: Series): Column => ({ series, times: [], values: [] });
  const flow = (port: Port, field: 'in_bits_per_second' | 'out_bits_per_second') =>
    column(interfaceSeries({ device: id, component: port.name }, field, port.speed));
  const single = {
    answered: column(answeredSeries(id)),
    cpu: column(cpuSeries(id, make.cpu)),
    memory: column(memorySeries(id, make.memory)),
    temperature: column(temperatureSeries(id, make.temperature)),
  };
  const both = ports.map((port) => {
    return { port, incoming: flow(port, 'in_bits_per_second'), outgoing: flow(port, 'out_bits_per_second') };
  });
  const all = [...Object.values(single), ...both.flatMap(({ incoming, outgoing }) => [incoming, outgoing])];
  return { ...single, ports: both, all };
}

function put({ times, values }: Column, time: number, value: number): void {
  times.push(time);
  values.push(value);
}

/** What a column holds; it is empty afterwards. */
function taken({ series, times, values }: Column) {
  return { series, times: times.splice(0), values: values.splice(0) };
}
