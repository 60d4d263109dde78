// Writes the page on how good the forecasts are, docs/reference/accuracy.md, and its pictures: npm run bench -- forecast-page
// The same program and data write the same page. It takes some minutes; most of them go to the fitted baselines.
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { picture } from '../backend/src/forecast/backtest-picture.ts';
import { zone } from '../backend/src/model/zone.ts';
import { sharedPath } from '../backend/src/test/needs.ts';
import { measureM4 } from './forecast-page/m4.ts';
import { page } from './forecast-page/page.ts';
import { HORIZON, measureSet, SETS } from './forecast-page/sets.ts';

const docs = new URL('../docs/', import.meta.url);
const folder = sharedPath('data/forecast');
if (!folder) process.exit(2);

function timed<T>(name: string, work: () => T): T {
  const begun = performance.now();
  const result = work();
  process.stderr.write(`${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
  return result;
}

const measured = SETS.map((set) => {
  const series = timed(set.name, () => measureSet(folder, set));
  const drawn = picture(series, { title: set.about, horizon: HORIZON, zone: zone('UTC') });
  writeFileSync(new URL(`images/accuracy-${set.name}.svg`, docs), drawn);
  return { set, scores: series.map(({ scores }) => scores) };
});
const m4 = timed('m4', () => measureM4(folder));
writeFileSync(new URL('reference/accuracy.md', docs), page(measured, m4));
