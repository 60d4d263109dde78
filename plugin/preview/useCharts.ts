import { useCallback, useMemo } from 'react';

import { Chart } from './charts';
import { ChartReading, readCharts } from './readCharts';
import { usePolled } from './usePolled';

const PERIOD = 10_000;
const periodOf = () => PERIOD;

/** Charts of `span` until now, in `step`, both in milliseconds, kept up to date while `active`. */
export function useCharts(
  charts: Chart[],
  { span, step, active }: { span: number; step: number; active: boolean }
): ChartReading | undefined {
  const key = charts.map(({ id }) => id).join('\n');
  // Equal charts are found anew with every reading of the network.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const wanted = useMemo(() => charts, [key]);
  const read = useCallback(() => readCharts(wanted, span, step), [wanted, span, step]);
  return usePolled(active ? read : undefined, periodOf).value;
}
