import { type Random, randomOf } from '../backend/src/model/random.ts';
import { type DataSeries, m4Set, NETWORK_SET_NAMES, networkTraining, trainingSets } from './datasets.ts';
import { mixture, sum, withArtefact } from './mixtures.ts';
import { addSegment, emptyRegressions, type RegressionPools } from './regressions.ts';
import { createRows, type Rows } from './rows.ts';
import { type Segment, segmentsOf } from './segments.ts';

export const LEADS = 24;
const MOST_ROWS = 90_000;
const SEED = 12_345;

/** How much is taken of a set: every how-manieth origin for the net and for the regressions, and how many made-up segments. */
interface Taken {
  readonly net: number;
  readonly regressions: number;
  readonly mixtures: number;
  readonly sums: number;
  readonly artefacts: number;
}

const TAKEN: Readonly<Record<string, Taken>> = {
  m4: { net: 5, regressions: 3, mixtures: 260, sums: 200, artefacts: 70 },
  asd: { net: 6, regressions: 2, mixtures: 20, sums: 30, artefacts: 8 },
  smd: { net: 7, regressions: 2, mixtures: 20, sums: 30, artefacts: 8 },
  freifunk: { net: 29, regressions: 5, mixtures: 40, sums: 300, artefacts: 14 },
  wsd: { net: 4, regressions: 3, mixtures: 10, sums: 40, artefacts: 8 },
  geant: { net: 3, regressions: 1, mixtures: 40, sums: 60, artefacts: 14 },
  abilene: { net: 2, regressions: 1, mixtures: 30, sums: 40, artefacts: 14 },
  cesnet: { net: 2, regressions: 1, mixtures: 10, sums: 20, artefacts: 8 },
  residential: { net: 1, regressions: 1, mixtures: 0, sums: 0, artefacts: 6 },
};
const ALL: Taken = { net: 1, regressions: 1, mixtures: 0, sums: 0, artefacts: 4 };
const FEWEST_TO_MIX = 3;

/** What is learnt of one set. */
export interface Material {
  readonly set: string;
  readonly rows: Rows;
  readonly regressions: RegressionPools;
}

/** All that training may see, set by set: of the benchmark's sets what lies before their test parts. */
export function trainingMaterial(folder: string): Material[] {
  const series: DataSeries[] = [
    ...NETWORK_SET_NAMES.flatMap((set) => networkTraining(folder, set)),
    ...m4Set(folder),
    ...trainingSets(folder),
  ];
  const random = randomOf(SEED);
  return [...Map.groupBy(series, ({ set }) => set)].map(([set, own]) => {
    const segments = own.flatMap(segmentsOf);
    const taken = TAKEN[set] ?? ALL;
    const regressions = emptyRegressions();
    for (const segment of segments) addSegment(regressions, segment, taken.regressions);
    return { set, rows: rowsOf(segments, taken, random), regressions };
  });
}

function rowsOf(segments: readonly Segment[], taken: Taken, random: Random): Rows {
  const rows = createRows(MOST_ROWS, LEADS);
  const pick = () => segments[Math.floor(random() * segments.length)]!;
  let phase = 0;
  const take = (segment: Segment | undefined, stride: number) => {
    if (segment) rows.take(segment, { stride, phase: phase++ });
  };
  const many = segments.length >= FEWEST_TO_MIX;
  for (const segment of segments) take(segment, taken.net);
  for (let made = 0; many && made < taken.mixtures; made++) take(mixture(pick(), pick(), random), 4);
  for (let made = 0; many && made < taken.sums; made++) take(sum(segments, random), 4);
  for (let made = 0; made < taken.artefacts; made++) take(withArtefact(pick(), random), 3);
  return rows.finish();
}
