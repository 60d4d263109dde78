/** How fast widths follow what happens: the part by which one error moves them. */
const RATE = 0.02;
/** Errors after which that rate is reached; the first ones count more. */
const EARLY = 20;
/** Widths of the first forecasts, in mean errors of a normal distribution. */
const FIRST_80 = 1.6;
const FIRST_95 = 2.5;

/** Half the widths of the prediction intervals of one lead, following its errors. */
export interface WidthState {
  half80: number;
  half95: number;
  /** Mean absolute error. */
  error: number;
  seen: number;
}

export const emptyWidth = (): WidthState => ({ half80: 0, half95: 0, error: 0, seen: 0 });

/**
 * Learns an absolute error of a forecast that `said` its half widths, at a time when widths were multiplied by `unit`. A width grows by an error beyond it and shrinks by one within, in the proportion that keeps its coverage:
 * adaptive conformal inference by quantile tracking (Gibbs and Candès 2021; Angelopoulos et al. 2023).
 */
export function learnWidth(
  state: WidthState,
  error: number,
  said: { half80: number; half95: number; unit: number },
): void {
  const size = error / said.unit;
  state.seen++;
  if (state.seen === 1) Object.assign(state, { error: size, half80: FIRST_80 * size, half95: FIRST_95 * size });
  const rate = Math.max(RATE, 2 / (state.seen + EARLY));
  state.error += rate * (size - state.error);
  state.half80 += rate * Math.max(state.half80, state.error) * (error > said.half80 ? 0.8 : -0.2);
  state.half95 += rate * Math.max(state.half95, state.error) * (error > said.half95 ? 0.95 : -0.05);
  state.half95 = Math.max(state.half95, state.half80);
}
