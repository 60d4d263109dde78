import { readFileSync, rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { randomOf } from '../../backend/src/model/random.ts';
import { createParser } from '../../backend/src/parse/billing-radius/billing-radius.ts';
import { mutated } from '../../backend/src/parse/billing-radius/mutations.ts';
import { sampleLines } from '../../backend/src/parse/billing-radius/samples.ts';
import { callsOf } from '../../backend/src/parse/suite.ts';
import { listsOf } from '../../backend/src/test/radius-lists.ts';
import { differences, targetsOf } from '../../backend/src/test/radius-truth.ts';
import { print } from './figure.ts';
import { generatedLog } from './generated.ts';

const LINES = 1_000_000;
const DIRTY = 0.01;
/** Pieces in which a log is read, each after a restart. */
const PIECES = 10;
/** Lines that are compared at a time. */
const AT_ONCE = 1000;
const OPTIONS = { zone: 'Europe/Ulyanovsk', reference: Date.parse('2020-05-01T00:00:00Z') };

/** Counters and lists of subscribers of generated logs, every other one damaged, that are not the truth. */
export function benchExactness(logs: number): void {
  let counters = 0;
  let hours = 0;
  for (let seed = 1; seed <= logs; seed++) {
    const { path, truth } = generatedLog({ lines: LINES, seed, dirty: seed % 2 === 0 ? DIRTY : 0 });
    const bytes = readFileSync(path);
    const expected = truth();
    const found = differences(targetsOf(bytes).hours, expected.hours);
    for (const difference of found.slice(0, 10)) process.stderr.write(`seed ${seed}: ${difference}\n`);
    counters += found.length;
    const { lists, uncounted } = listsOf(bytes, PIECES);
    const all = new Set([...Object.keys(lists), ...Object.keys(expected.lists)]);
    const wrong = [...all].filter((hour) => !isDeepStrictEqual(lists[hour], expected.lists[hour]));
    if (wrong.length + uncounted > 0) process.stderr.write(`seed ${seed}: lists of ${wrong}, ${uncounted} uncounted\n`);
    hours += wrong.length;
    for (const file of [path, `${path}.json`]) rmSync(file);
  }
  print(`wrong counters of ${logs} logs of ${LINES} lines`, counters, 'counters', 0, null);
  print(`hours with a wrong list of subscribers of ${logs} logs of ${LINES} lines`, hours, 'hours', 0, null);
}

/** Damaged lines of which the scanner and the whole grammar make something different. */
export function benchMutations(count: number): void {
  const random = randomOf(1);
  const below = (limit: number) => Math.floor(random() * limit);
  let different = 0;
  for (let done = 0; done < count; done += AT_ONCE) {
    const lines = Array.from({ length: AT_ONCE }, () => mutated(sampleLines[below(sampleLines.length)]!, below));
    const bytes = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
    const [scanned, read] = [true, false].map((scan) => callsOf(createParser(OPTIONS, { scan }), [bytes]));
    lines.forEach((line, index) => {
      if (isDeepStrictEqual(scanned![index], read![index])) return;
      if (different++ < 10) process.stderr.write(`${JSON.stringify(line)}\n`);
    });
  }
  print(`different of ${count} damaged lines`, different, 'lines', 0, null);
}
