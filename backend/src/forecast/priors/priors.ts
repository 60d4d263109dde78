import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { NetWeights } from '../net/weights.ts';

/** What many series say about some regressions of one size: of each the Gram matrix of a row (its triangle), and the moment. */
export interface RegressionPrior {
  readonly gram: Float32Array;
  readonly moment: Float32Array;
}

/** The same of the regression of the next step, and the solutions of those of all leads of a day. */
export interface DirectPrior extends RegressionPrior {
  readonly weights: Float32Array;
}

/** All that was learnt of other series beforehand. */
export interface Priors {
  readonly net: NetWeights;
  /** Inverse of the Gram matrix of the last layer's features, its triangle. */
  readonly lastLayer: Float32Array;
  /** By class of age, the solutions then by lead: once of networks, once of smooth series. */
  readonly direct: Readonly<Record<'networks' | 'smooth', DirectPrior>>;
  /** Gram matrices of the features by which the regressions of networks are corrected: by class of age, then lead. */
  readonly corrections: Float32Array;
  /** By class of age. */
  readonly autoregression: RegressionPrior;
  /** Mean absolute error of each expert by lead on young series, in units of the mean absolute difference to the day before. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
  /**
   * By what intervals of day 2 … 7 have to be multiplied so that they hold, when their width is the root of two squares:
   * that of the same lead of the first day, and that of its last lead at the same time of day.
   */
  readonly growth: readonly number[];
}

const HEAD = 'presage priors 1\n';
const ARRAY = 'array';

/** The bytes of a file of priors: a line that names it, a line of JSON with the numbers of all arrays beside it, the arrays. */
export function writePriors(priors: Priors): Uint8Array {
  const arrays: Float32Array[] = [];
  let count = 0;
  const text = JSON.stringify(priors, (_, value) => {
    if (!(value instanceof Float32Array)) return value;
    arrays.push(value);
    count += value.length;
    return { [ARRAY]: [count - value.length, value.length] };
  });
  const data = Buffer.concat(
    arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
  const rest = Buffer.concat([Buffer.from(`${text}\n`), data]);
  return Buffer.concat([Buffer.from(`${HEAD}${crc32(rest)}\n`), rest]);
}

/** Reads a file that `writePriors` has made. Throws where it is none, or damaged: it belongs to the program. */
export function readPriors(path: string | URL): Priors {
  const bytes = readFileSync(path);
  const line = (from: number) => bytes.indexOf(10, from) + 1;
  const [checksumAt, textAt] = [HEAD.length, line(HEAD.length)];
  const dataAt = line(textAt);
  const data = bytes.subarray(dataAt);
  const head = bytes.toString('utf8', 0, HEAD.length);
  if (head !== HEAD || Number(bytes.toString('utf8', checksumAt, textAt - 1)) !== crc32(bytes.subarray(textAt))) {
    throw new Error(`${path} is damaged: it comes with the program, install that again`);
  }
  const numbers = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
  return JSON.parse(bytes.toString('utf8', textAt, dataAt - 1), (_, value) => {
    const place: [number, number] | undefined = value?.[ARRAY];
    return place ? numbers.subarray(place[0], place[0] + place[1]) : value;
  });
}
