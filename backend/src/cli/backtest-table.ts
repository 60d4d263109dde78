import { type LeadScore, meanScore } from '../forecast/backtest-scores.ts';

const SERIES = 36;
const OWN = ['lead', 'MASE', 'sMAPE', 'CRPS', 'in 80', 'in 95'];

/** The heading of the table of scores: what is ours, then MASE of each baseline. */
export const heading = (baselines: readonly string[]): string =>
  ['series'.padEnd(SERIES), ...OWN.map((name) => name.padStart(5)), ...baselines].join('  ');

export function row({ series, lead, mase, smape, crps, coverage80, coverage95, baselines }: LeadScore): string {
  const own = [String(lead), number(mase), number(smape, 1), number(crps), share(coverage80), share(coverage95)];
  const others = Object.entries(baselines).map(([name, score]) => number(score.mase).padStart(name.length));
  return [series.padEnd(SERIES), ...own.map((cell) => cell.padStart(5)), ...others].join('  ');
}

/** A table of methods over all series: the error one step ahead and over all leads, beside ours from the same origins. */
export function summary(all: readonly (readonly LeadScore[])[]): string {
  const first = meanScore(
    all.map((scores) => scores[0]!),
    '',
    1,
  );
  const mean = meanScore(
    all.map((scores) => scores.at(-1)!),
    '',
    'mean',
  );
  const rows = [
    ['presage', number(first.mase), '', number(mean.mase), '', String(first.origins)],
    ...Object.entries(mean.baselines).map(([name, { mase, ours }]) => {
      const { mase: mase1, ours: ours1, origins } = first.baselines[name]!;
      return [name, number(mase1), number(ours1), number(mase), number(ours), String(origins)];
    }),
  ];
  const titles = [`MASE, mean of ${all.length} series`, 'lead 1', 'ours', 'all leads', 'ours', 'origins'];
  const line = (cells: readonly string[]) =>
    `${[cells[0]!.padEnd(SERIES), ...cells.slice(1).map((cell) => cell.padStart(9))].join('  ').trimEnd()}\n`;
  return [titles, ...rows].map(line).join('');
}

const number = (value: number | null, digits = 3) => (value === null ? '–' : value.toFixed(digits));
const share = (value: number | null) => (value === null ? '–' : `${Math.round(100 * value)} %`);
