import { forecastSeries, KEPT_LEADS } from '../../model/forecast.ts';
import { seriesKey } from '../../model/series.ts';
import type { Accuracy } from '../rest/accuracy-measures.ts';
import { boundedRead, type Lead, readAccuracy, type SeriesAccuracy } from '../rest/read-accuracy.ts';
import { type Answer, typed } from './asking.ts';
import { grafanaUnit, seriesNames } from './describe-series.ts';
import type { Frame, FrameField } from './frame.ts';
import { POINT_LIMIT, QueryProblem } from './limits.ts';
import type { MEASURES } from './query.ts';
import { chooseForecast, labelsOf, selectorOf } from './select-series.ts';

type Measure = (typeof MEASURES)[number];
/** A row of the answer: what it is about by name, and the hours its series has yet to be learnt. */
type Row = SeriesAccuracy & { readonly name: string; readonly learning: number };

const PART = { unit: 'percentunit', decimals: 1 };
/** Grafana's configuration of each measure; one in the unit of its series has none of its own. */
const CONFIGS: Readonly<Record<Measure, Readonly<Record<string, unknown>>>> = {
  mase: { displayNameFromDS: 'MASE', decimals: 2 },
  skill: { displayNameFromDS: 'Skill against naive', ...PART },
  coverage80: { displayNameFromDS: 'Within 80 %', ...PART, min: 0, max: 1 },
  coverage95: { displayNameFromDS: 'Within 95 %', ...PART, min: 0, max: 1 },
  mae: { displayNameFromDS: 'MAE' },
  bias: { displayNameFromDS: 'Bias' },
  count: { displayNameFromDS: 'Forecasts', decimals: 0 },
};

/** How good forecasts were, worst first: a row for each series and lead, or one measure of each as a number. */
export const answerAccuracy: Answer = async (asking, { store, devices, learning }) => {
  const { query, range, signal } = asking;
  const [{ series }, missing] = await Promise.all([chooseForecast(query, range, store), learning()]);
  const leads: readonly Lead[] = query.lead === 'newest' ? KEPT_LEADS : [Number(query.lead) as Lead];
  const read = boundedRead(store, POINT_LIMIT, signal, tooMuch);
  const found = await readAccuracy(series, selectorOf(query), range, leads, read);
  const nameOf = seriesNames(devices());
  const rows = found
    .map((one) => ({ ...one, name: nameOf(one.series), learning: missing.get(seriesKey(one.series)) ?? 0 }))
    .filter(({ learning, accuracy }) => learning > 0 || accuracy.count > 0)
    .sort((a, b) => badness(b.accuracy) - badness(a.accuracy));
  return [query.format === 'numeric' ? numbers(rows, query.measure) : table(rows)];
};

/** What is not known yet comes last. */
const badness = ({ mase }: Accuracy) => mase ?? Number.NEGATIVE_INFINITY;

function table(rows: readonly Row[]): Frame {
  const text = (name: string, displayName: string, of: (row: Row) => string | null): FrameField => ({
    ...{ name, type: 'string', values: rows.map(of), config: { displayNameFromDS: displayName } },
  });
  const number = (name: string, config: Readonly<Record<string, unknown>>, of: (row: Row) => number | null) => ({
    ...{ name, type: 'number' as const, values: rows.map(of), config },
  });
  const measure = (name: Measure) => number(name, CONFIGS[name], ({ accuracy }) => accuracy[name]);
  return {
    name: 'accuracy',
    meta: typed('table'),
    fields: [
      text('name', 'Series', ({ name }) => name),
      number('lead', { displayNameFromDS: 'Steps ahead', decimals: 0 }, ({ lead }) => lead),
      number('ahead', { displayNameFromDS: 'Ahead', unit: 'ms' }, ({ lead, series }) => lead * series.step),
      ...(['mase', 'skill', 'coverage80', 'coverage95', 'mae', 'bias'] as const).map(measure),
      text('unit', 'Unit', ({ series }) => series.unit),
      measure('count'),
      number('learning', { displayNameFromDS: 'Hours to learn', unit: 'h' }, ({ learning }) => learning),
      text('measurement', 'Measurement', ({ series }) => series.measurement),
      text('field', 'Field', ({ series }) => series.field),
      text('device', 'Device', ({ series }) => series.tags.device ?? null),
      text('component', 'Component', ({ series }) => series.tags.component ?? null),
      text('step', 'Step', ({ series }) => series.tags.step ?? null),
      text('id', 'Id', ({ series }) => seriesKey(series)),
    ],
  };
}

/** A row of numbers, as alerting takes them; what is not known is left out. */
function numbers(rows: readonly Row[], measure: Measure): Frame {
  const labels = labelsOf(rows.map(({ series }) => series));
  const fields = rows.flatMap(({ series, lead, accuracy, name }): FrameField[] => {
    const value = accuracy[measure];
    if (value === null) return [];
    const own = measure === 'mae' || measure === 'bias' ? { unit: grafanaUnit(series.unit) } : {};
    return [
      {
        ...{ name: seriesKey(forecastSeries(series, lead, 'mean')), type: 'number', values: [value] },
        labels: { ...labels(series), lead: String(lead) },
        config: { ...CONFIGS[measure], ...own, displayNameFromDS: `${name} · ${lead}` },
      },
    ];
  });
  return { name: measure, meta: typed('numeric-wide'), fields };
}

const tooMuch = () =>
  new QueryProblem(
    422,
    `more than ${POINT_LIMIT.toLocaleString('en')} points would have to be read: choose fewer series or a shorter range`,
  );
