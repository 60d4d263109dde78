import { FORECAST_FIELDS, type Forecast } from '../model/forecast.ts';
import type { Batch } from '../model/series.ts';

/** Forecasts of the series of a batch, in columns: they cross between threads without being copied number by number. */
export interface PackedForecasts {
  /** Of each forecast the number of its series' block in the batch, ascending, its origin, and 1 where it is learning. */
  readonly blocks: Uint32Array<ArrayBuffer>;
  readonly origins: Float64Array<ArrayBuffer>;
  readonly learning: Uint8Array<ArrayBuffer>;
  /** By forecast, field (FORECAST_FIELDS) and lead. */
  readonly values: Float64Array<ArrayBuffer>;
}

/** Packs forecasts that are in the order of the blocks and have the very series of these, and equally many leads. */
export function packForecasts(batch: Batch, forecasts: readonly Forecast[]): PackedForecasts {
  const leads = forecasts[0]?.mean.length ?? 0;
  const values = new Float64Array(forecasts.length * FORECAST_FIELDS.length * leads);
  const blocks = new Uint32Array(forecasts.length);
  let block = 0;
  let at = 0;
  for (const [index, forecast] of forecasts.entries()) {
    while (batch[block]!.series !== forecast.series) block++;
    blocks[index] = block;
    for (const field of FORECAST_FIELDS) {
      values.set(forecast[field], at);
      at += leads;
    }
  }
  return {
    blocks,
    origins: Float64Array.from(forecasts, ({ origin }) => origin),
    learning: Uint8Array.from(forecasts, ({ learning }) => (learning ? 1 : 0)),
    values,
  };
}

/** What of packed forecasts can be handed over instead of being copied. */
export const handedOver = ({ blocks, origins, learning, values }: PackedForecasts): ArrayBuffer[] =>
  [blocks, origins, learning, values].map(({ buffer }) => buffer);

/** The forecasts, by the number of the block that they are of. */
export function unpackForecasts(batch: Batch, packed: PackedForecasts): Map<number, Forecast[]> {
  const { blocks, origins, learning, values } = packed;
  const leads = values.length / (blocks.length * FORECAST_FIELDS.length);
  const found = new Map<number, Forecast[]>();
  let at = 0;
  const column = () => {
    const own = new Array<number>(leads);
    for (let lead = 0; lead < leads; lead++) own[lead] = values[at++]!;
    return own;
  };
  for (const [index, block] of blocks.entries()) {
    const [mean, lower80, upper80, lower95, upper95] = [column(), column(), column(), column(), column()];
    const forecast = {
      series: batch[block]!.series,
      origin: origins[index]!,
      mean,
      lower80,
      upper80,
      lower95,
      upper95,
    };
    const made: Forecast = learning[index] ? { ...forecast, learning: true } : forecast;
    const known = found.get(block);
    if (known) known.push(made);
    else found.set(block, [made]);
  }
  return found;
}
