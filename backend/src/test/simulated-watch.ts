import { ulid } from 'ulid';
import { createAggregator } from '../aggregate/aggregator.ts';
import { KINDS } from '../configuration.ts';
import { createIncidents } from '../decide/incidents.ts';
import { topologyOf } from '../decide/topology.ts';
import { createDetector } from '../detect/detector.ts';
import { createForecaster } from '../forecast/forecaster.ts';
import type { IncidentState } from '../model/contracts/incidents.ts';
import { isForecastInSteps } from '../model/device-series.ts';
import type { Fault } from '../model/fault.ts';
import { createResampler, stepSeries } from '../model/resample.ts';
import type { Batch } from '../model/series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { billingRadius } from '../parse/billing-radius/billing-radius.ts';
import { outagesOf } from '../simulate/network/fault-course.ts';
import { createDemoNetwork } from '../simulate/network/network.ts';
import { createSubscribers } from '../simulate/subscribers.ts';
import { openMemoryState } from '../state/database.ts';
import { createIncidentState } from '../state/incident-state.ts';
import { createLogState } from '../state/log-state.ts';

const DAY = 24 * HOUR;
const HISTORY = 14 * DAY;
const COARSE = 5 * MINUTE;
const SUBSCRIBERS = 300;
const PLACE = zone('Europe/Ulyanovsk');

/**
 * Watches the demo network from `from` to `to` with everything the service has but the sockets, the store and the clock:
 * its devices' series and its log go minute by minute through means, forecasts, detection and incidents, after two weeks
 * of history. Answers what became of it.
 */
export async function watchSimulated(options: {
  seed: number;
  from: number;
  to: number;
  faults: readonly Fault[];
}): Promise<IncidentState> {
  const { seed, from, to, faults } = options;
  let now = from;
  const clock = { now: () => now, sleep: async () => {} };
  const common = { seed, subscribers: SUBSCRIBERS, zone: PLACE };
  const network = createDemoNetwork({ ...common, clock, faults: () => faults });
  // Only a network that listens has its devices.
  await network.listen();
  const devices = network.devices.map(({ address, ...device }) => ({ ...device, address: `${address.port}` }));
  await network.close();
  const log = sessionsOf(createSubscribers({ ...common, outages: () => outagesOf(faults) }));

  const forecaster = createForecaster({ horizon: 24 });
  const resampler = createResampler([COARSE, HOUR]);
  const lastAnswers = new Map<string, number>();
  const state = createIncidentState(openMemoryState().database);
  const topology = topologyOf(devices, () => undefined);
  const lastAnswer = (device: string) => lastAnswers.get(device);
  const incidents = createIncidents({ state, topology, outage: 'device-down', lastAnswer, newId: ulid });
  const detector = createDetector({ kinds: KINDS });
  const hours = createResampler([HOUR]);

  for await (const batch of network.history(from - HISTORY, from, COARSE)) {
    const coarse = batch.map((block) => ({ ...block, series: { ...block.series, step: COARSE } }));
    const means = coarse.map((block) => ({ ...block, series: stepSeries(block.series, COARSE) }));
    await forecaster.observe([...means, ...hours.push(coarse)], from);
  }
  for (let time = from - HISTORY; time < from; time += HOUR) {
    await forecaster.observe(resampler.push(log(time, time + HOUR)), from);
  }
  const watch = async (batch: Batch) => {
    for (const { series, times, values } of batch) {
      if (series.measurement === 'device' && values.at(-1) === 1) lastAnswers.set(series.tags.device!, times.at(-1)!);
    }
    incidents.take(detector.observe(batch), now);
    const means = resampler.push(batch.filter(({ series }) => isForecastInSteps(series)));
    if (means.length > 0) incidents.take(detector.foresee(await forecaster.observe(means)), now);
    incidents.take(detector.tick(now), now);
  };
  for await (const batch of network.history(from, to, MINUTE)) {
    for (const minute of byMinute(batch)) {
      now = minute[0]!.times[0]! + MINUTE;
      await watch([...minute, ...log(now - MINUTE, now)]);
    }
  }
  return state;
}

/** The samples of a batch, minute by minute. */
function byMinute(batch: Batch): Batch[] {
  const minutes = new Map<number, { series: Batch[number]['series']; times: number[]; values: number[] }[]>();
  for (const { series, times, values } of batch) {
    for (const [index, time] of times.entries()) {
      const blocks = minutes.get(time) ?? [];
      blocks.push({ series, times: [time], values: [values[index]!] });
      minutes.set(time, blocks);
    }
  }
  return [...minutes].toSorted(([a], [b]) => a - b).map(([, blocks]) => blocks);
}

/** The sessions of each NAS that the lines of a stretch of time give. */
function sessionsOf(subscribers: ReturnType<typeof createSubscribers>) {
  const state = createLogState(openMemoryState().database, 'demo');
  const aggregator = createAggregator({ source: 'demo', zone: PLACE, interimPeriod: 2 * HOUR, state });
  let parser: ReturnType<typeof billingRadius.create> | undefined;
  return (from: number, to: number): Batch => {
    parser ??= billingRadius.create({ zone: PLACE.name, reference: from });
    const text = subscribers.lines(from, to).map((line) => `${line.text}\n`);
    parser.push(Buffer.from(text.join(''), 'latin1'), aggregator.sink);
    const { batch, changes } = aggregator.drain({});
    state.commit([], changes);
    return batch.filter(({ series }) => series.measurement === 'sessions');
  };
}
