import { type LeadScore, meanScore } from '../../backend/src/forecast/backtest-scores.ts';
import type { M4Score } from './m4.ts';
import type { PageSet } from './sets.ts';

/** The scores of each series of a set, leads in their order and then their mean. */
export interface MeasuredSet {
  readonly set: Pick<PageSet, 'name' | 'about' | 'every'>;
  readonly scores: readonly (readonly LeadScore[])[];
}

const LEADS_SHOWN = [1, 6, 12, 24];

/** The page in Markdown; its pictures are ../images/accuracy-SET.svg. */
export function page(measured: readonly MeasuredSet[], m4: readonly M4Score[]): string {
  return `<!-- Made by \`npm run bench -- forecast-page\`: change bench/forecast-page, not this file. -->
# How good the forecasts are
Real series of networks, forecast strictly in the order of time: each forecast knows nothing that came after its origin, and
what was learnt beforehand from other series has seen nothing of the set it is measured on (M4 below shows both ways).

- **Origins**: of the networks every hour of the last 14 days, of the RADIUS counters every hour after the first 120.
- **MASE** is the mean absolute error over that of the seasonal naive forecast (the same hour of the day before) before the
  first origin: below 1 is better than that was. Sets are means of their series, "1 … 24" is the mean over the leads.
- **CRPS** scores the whole distribution in the unit of MASE, by the losses of its five quantiles; a forecast that is one
  value, as those of the baselines are, has its MASE as CRPS. **Coverage** is the share inside an interval.
- **Baselines**: the naive ones at every origin; those that are fitted anew to each forecast (a regression on lags, ETS
  without seasons, MSTL with ETS, seasonal ARIMA) at some of them, and "Presage there" is ours from the same.

The same of a file of your own: \`npx presage backtest series.csv --baselines all --svg series.svg\`; [what it prints
and writes](backtest.md).

${table(
  [
    'set',
    'series',
    'MASE lead 1',
    'MASE 1 … 24',
    'CRPS 1 … 24',
    'in 80 %',
    'in 95 %',
    'best baseline over 1 … 24',
    'its error falls by',
  ],
  measured.map(overviewRow),
)}
${measured.map(section).join('\n')}
## M4 competition
The 414 hourly series of the M4 competition, 48 hours each from one origin. OWA is the mean of sMAPE and MASE over those of
the competition's Naive 2. As entries of the competition could, what is learnt beforehand has seen the parts before the test
where nothing else is said.

${table(
  ['method', 'OWA', 'sMAPE', 'MASE'],
  m4.map(({ method, owa, smape, mase }) => [words(method), fixed(owa), fixed(smape, 2), fixed(mase)]),
)}`;
}

function overviewRow({ set, scores }: MeasuredSet): string[] {
  const [first, mean] = [leadMean(scores, 0), leadMean(scores, -1)];
  // Each by its own origins: what counts is how much worse than ours a baseline is there.
  const [best] = Object.entries(mean.baselines)
    .map(([name, { mase, ours }]) => ({ name, gain: 1 - (ours ?? Number.NaN) / (mase ?? Number.NaN) }))
    .toSorted((a, b) => a.gain - b.gain);
  return [
    `[${set.about}](#${set.name})`,
    String(scores.length),
    fixed(first.mase),
    fixed(mean.mase),
    fixed(mean.crps),
    percent(mean.coverage80),
    percent(mean.coverage95),
    words(best?.name ?? '–'),
    percent(best?.gain ?? null),
  ];
}

function section({ set, scores }: MeasuredSet): string {
  const [first, mean] = [leadMean(scores, 0), leadMean(scores, -1)];
  const methods = [
    ['**Presage**', fixed(first.mase), '', fixed(mean.mase), '', fixed(first.smape, 1), fixed(mean.smape, 1)],
    ...Object.entries(mean.baselines).map(([name, over]) => {
      const { mase, ours, smape } = first.baselines[name]!;
      return [
        words(name),
        ...[mase, ours, over.mase, over.ours].map((value) => fixed(value)),
        fixed(smape, 1),
        fixed(over.smape, 1),
      ];
    }),
  ];
  const leads = LEADS_SHOWN.map((lead) => {
    const { mase, crps, smape, coverage80, coverage95 } = leadMean(scores, lead - 1);
    return [String(lead), fixed(mase), fixed(crps), fixed(smape, 1), percent(coverage80), percent(coverage95)];
  });
  return `<a id="${set.name}"></a>
## ${set.about}
${scores.length === 1 ? 'One series' : `${scores.length} series`}, ${first.origins} origins each; fitted baselines at one in ${set.every}.

${table(['method', 'MASE lead 1', 'Presage there', 'MASE 1 … 24', 'Presage there', 'sMAPE lead 1', 'sMAPE 1 … 24'], methods)}
${table(['lead of Presage', 'MASE', 'CRPS', 'sMAPE', 'in 80 %', 'in 95 %'], leads)}
![${set.about}: errors by method, and the last days with what was forecast](../images/accuracy-${set.name}.svg)
`;
}

/** The mean of the series at an index of their leads. */
const leadMean = (scores: readonly (readonly LeadScore[])[], index: number): LeadScore =>
  meanScore(
    scores.map((leads) => leads.at(index)!),
    '',
    'mean',
  );

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return line(titles) + line(titles.map((_, index) => (index === 0 ? '---' : '---:'))) + rows.map(line).join('');
}

const words = (name: string) => name.replaceAll('_', ' ');
const known = (value: number | null | undefined): value is number => value != null && Number.isFinite(value);
const fixed = (value: number | null | undefined, digits = 3) => (known(value) ? value.toFixed(digits) : '–');
const percent = (value: number | null) => (known(value) ? `${(100 * value).toFixed(1)} %` : '–');
