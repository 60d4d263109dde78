import { ask, SeriesAnswer, StatusAnswer } from './api';
import { MINUTE } from '../src/incidents/durations';
import { usePolled } from './usePolled';

const PERIOD = 60_000;
const CURRENT = 15 * MINUTE;
const READ = [
  'measurement=cpu',
  'measurement=memory',
  'measurement=temperature',
  'measurement=interface&field=in_bits_per_second',
  'measurement=interface&field=out_bits_per_second',
];

/**
 * The newest mean of every series of a device, so that the leading ones are known without reading all of them; undefined
 * until it is read.
 */
export function useCurrent(active: boolean): SeriesAnswer[] | undefined {
  return usePolled(active ? readCurrent : undefined, periodOf).value;
}

const periodOf = () => PERIOD;

async function readCurrent(): Promise<SeriesAnswer[]> {
  const { now } = await ask<StatusAnswer>('status');
  const window = `from=${Math.round(now - CURRENT)}&step=${CURRENT}&aggregate=mean`;
  const found: SeriesAnswer[] = [];
  for (const selector of READ) {
    const { series } = await ask<{ series: SeriesAnswer[] }>(`series?${selector}&${window}`);
    found.push(...series.filter(({ tags }) => tags.step === undefined));
  }
  return found;
}
