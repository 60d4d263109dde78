import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { PresageError } from '../errors.ts';
import type { Forecaster } from '../model/contracts/forecaster.ts';
import type { Forecast } from '../model/forecast.ts';
import { seriesKey } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { forecastOf, newSeries, observe, type SeriesState, stepsMissing } from './method.ts';

/** Changes whenever a snapshot's shape does. */
const VERSION = 4;
/** Bytes of the checksum before a snapshot's content. */
const CHECKSUM = 4;

/** Forecasts each series by itself, `horizon` steps ahead, by the method its step asks for. */
export function createForecaster({ horizon }: { horizon: number }): Forecaster {
  let known = new Map<string, SeriesState>();
  return {
    async observe(batch, since = Number.NEGATIVE_INFINITY) {
      const forecasts: Forecast[] = [];
      for (const { series, times, values } of batch) {
        const key = seriesKey(series);
        const before = known.get(key);
        const state = before?.series.step === series.step ? before : newSeries(series, horizon);
        known.set(key, state);
        // Bounds may have changed, as the speed of an interface does.
        state.series = series;
        for (const [index, time] of times.entries()) {
          if (observe(state, time, values[index]!) && time >= since) forecasts.push(forecastOf(state));
        }
      }
      return forecasts;
    },
    snapshot: async () => writeSnapshot({ version: VERSION, horizon, known }),
    async restore(bytes) {
      known = readSnapshot(bytes, horizon);
    },
    async learning() {
      return new Map(
        [...known].map(([key, state]) => [key, Math.ceil((stepsMissing(state) * state.series.step) / HOUR)]),
      );
    },
    async close() {},
  };
}

interface Snapshot {
  readonly version: number;
  readonly horizon: number;
  readonly known: Map<string, SeriesState>;
}

function writeSnapshot(snapshot: Snapshot): Uint8Array {
  const content = serialize(snapshot);
  const checksum = Buffer.alloc(CHECKSUM);
  checksum.writeUInt32LE(crc32(content));
  return Buffer.concat([checksum, content]);
}

function readSnapshot(bytes: Uint8Array, horizon: number): Map<string, SeriesState> {
  const damaged = (cause?: unknown) =>
    new PresageError('FORECAST_SNAPSHOT_UNREADABLE', 'the forecast snapshot is damaged', { cause });
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const content = buffer.subarray(CHECKSUM);
  if (content.length === 0 || buffer.readUInt32LE() !== crc32(content)) throw damaged();
  let found: Partial<Snapshot> | undefined;
  try {
    found = deserialize(content);
  } catch (error) {
    throw damaged(error);
  }
  if (found?.version !== VERSION || found.horizon !== horizon || !found.known) {
    const message = `the forecast snapshot is of version ${found?.version}, horizon ${found?.horizon}; expected version ${VERSION}, horizon ${horizon}`;
    throw new PresageError('FORECAST_SNAPSHOT_UNREADABLE', message);
  }
  return found.known;
}
