import { LIMIT_NAMES, type Limits } from '../../../model/sensors.ts';
import type { SnmpValue } from '../protocol/values.ts';
import { measured, type Row } from './measure.ts';
import type { LimitedTable, Measure } from './schema.ts';

/** A row of a table of thresholds: how the value has to stand to it, and the threshold, both as the device gave them. */
export interface Threshold {
  readonly relation: number | null;
  readonly value: SnmpValue;
}

/** SensorThresholdRelation of CISCO-ENTITY-SENSOR-MIB. */
const BELOW = [1, 2];
const ABOVE = [3, 4];

/** The limits that a table gives for a row; undefined where it gives none. */
export function limitsOf(
  table: LimitedTable,
  measure: Measure,
  row: Row,
  thresholds: readonly Threshold[],
): Limits | undefined {
  // Zero may say that a sensor has no value; a limit of zero is one like any other.
  const like = { ...measure, missing: measure.missing.filter((number) => number !== 0) };
  const given = Object.fromEntries(
    LIMIT_NAMES.flatMap((name) => {
      const limit = table.limits[name];
      if (limit === undefined) return [];
      const value = measured(typeof limit === 'string' ? { ...like, column: limit } : limit, row);
      return value === null ? [] : [[name, value]];
    }),
  );
  const limits: Limits = { ...fromThresholds(like, row, thresholds), ...given };
  const values = Object.values(limits);
  // All alike, or zero, is how many devices say that there are none.
  const alike = values.length > 1 && new Set(values).size === 1;
  return alike || values.every((value) => value === 0) ? undefined : limits;
}

/** Of several thresholds on one side the nearest is the warning, the farthest critical; a single one is critical. */
function fromThresholds(measure: Measure, row: Row, thresholds: readonly Threshold[]): Limits {
  const valuesOf = (relations: readonly number[]) =>
    thresholds.flatMap(({ relation, value }) => {
      if (relation === null || !relations.includes(relation)) return [];
      const number = measured(measure, (name) => (name === measure.column ? value : row(name)));
      return number === null ? [] : [number];
    });
  const low = valuesOf(BELOW);
  const high = valuesOf(ABOVE);
  return {
    ...(low.length > 0 ? { lowCritical: Math.min(...low) } : {}),
    ...(low.length > 1 ? { lowWarning: Math.max(...low) } : {}),
    ...(high.length > 1 ? { highWarning: Math.min(...high) } : {}),
    ...(high.length > 0 ? { highCritical: Math.max(...high) } : {}),
  };
}
