/**
 * Φ, the distribution function of the standard normal distribution, in its tails to 1e-8 of itself (G. West, Better
 * approximations to cumulative normal functions, Wilmott Magazine 2005, after J. F. Hart, Computer Approximations, 1968).
 */
export function normalDistribution(score: number): number {
  const distance = Math.abs(score);
  const tail = distance > 37 ? 0 : Math.exp((-distance * distance) / 2) * tailRatio(distance);
  return score > 0 ? 1 - tail : tail;
}

/** The probability beyond `distance` ≥ 0 as a multiple of exp(−distance² / 2). */
function tailRatio(distance: number): number {
  if (distance < 7.07106781186547) return polynomial(TAIL_ABOVE, distance) / polynomial(TAIL_BELOW, distance);
  const fraction = [4, 3, 2, 1].reduce((sum, part) => distance + part / sum, distance + 0.65);
  return 1 / (fraction * Math.sqrt(2 * Math.PI));
}

/**
 * Φ⁻¹, the inverse, to about 1e-16 (M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988) 477–484). Probabilities
 * nearer to 0 or 1 than 1e-15 are taken for that, so that the score is always finite: at most 7.95 from 0.
 */
export function normalQuantile(probability: number): number {
  const p = Math.min(Math.max(probability, 1e-15), 1 - 1e-15);
  const centred = p - 0.5;
  if (Math.abs(centred) <= 0.425) {
    const r = 0.180625 - centred * centred;
    return (centred * polynomial(CENTRE_ABOVE, r)) / polynomial(CENTRE_BELOW, r);
  }
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  const distance =
    r <= 5
      ? polynomial(SIDE_ABOVE, r - 1.6) / polynomial(SIDE_BELOW, r - 1.6)
      : polynomial(END_ABOVE, r - 5) / polynomial(END_BELOW, r - 5);
  return centred < 0 ? -distance : distance;
}

/** The value at `x` of the polynomial with these coefficients, that of the highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}

const TAIL_ABOVE = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const TAIL_BELOW = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];
const CENTRE_ABOVE = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
  133.14166789178438, 3.3871328727963665,
];
const CENTRE_BELOW = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
  42.31333070160091, 1,
];
const SIDE_ABOVE = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496837,
];
const SIDE_BELOW = [
  1.0507500716444169e-9, 0.0005475938084995344, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
];
const END_ABOVE = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
  1.7848265399172913, 5.463784911164114, 6.657904643501104,
];
const END_BELOW = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
  0.1369298809227358, 0.599832206555888, 1,
];
