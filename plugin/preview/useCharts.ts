import { useCallback, useMemo, useRef } from 'react';

import { Chart } from './charts';
import { ReadChart, readCharts } from './readCharts';
import { usePolled } from './usePolled';

const PERIOD = 12_000;
const periodOf = () => PERIOD;

/** Charts of `span` until `now`, in `step`, all in milliseconds, kept up to date while `active`. */
export function useCharts(
  charts: Chart[],
  { span, step, now, active }: { span: number; step: number; now: number; active: boolean }
): ReadChart[] | undefined {
  const key = charts.map(({ id }) => id).join('\n');
  // Equal charts are found anew with every reading of the network.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const wanted = useMemo(() => charts, [key]);
  const clock = useRef(now);
  clock.current = now;
  const read = useCallback(() => readCharts(wanted, clock.current - span, step), [wanted, span, step]);
  return usePolled(active ? read : undefined, periodOf).value;
}
