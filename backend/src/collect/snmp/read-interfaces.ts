import type { InterfaceReading, InterfaceStatus } from '../../model/device.ts';
import type { ColumnValues } from './protocol/column-values.ts';
import { compareOids } from './protocol/oid.ts';
import type { SnmpSession } from './protocol/session.ts';
import { counter, numeric, text } from './protocol/values.ts';

/** Columns of ifTable and ifXTable (RFC 2863). */
const IF = '1.3.6.1.2.1.2.2.1';
const IFX = '1.3.6.1.2.1.31.1.1.1';
const IF_DESCR = `${IF}.2`;
const IF_SPEED = `${IF}.5`;
const IF_ADMIN_STATUS = `${IF}.7`;
const IF_OPER_STATUS = `${IF}.8`;
const IF_IN_OCTETS = `${IF}.10`;
const IF_IN_ERRORS = `${IF}.14`;
const IF_OUT_OCTETS = `${IF}.16`;
const IF_OUT_ERRORS = `${IF}.20`;
const IF_NAME = `${IFX}.1`;
const IF_HC_IN_OCTETS = `${IFX}.6`;
const IF_HC_OUT_OCTETS = `${IFX}.10`;
const IF_HIGH_SPEED = `${IFX}.15`;
const IF_ALIAS = `${IFX}.18`;
const IF_COUNTER_DISCONTINUITY_TIME = `${IFX}.19`;

/** ifSpeed of a link that is faster than it can tell. */
const SPEED_TOO_HIGH = 2 ** 32 - 1;

/** ifAdminStatus and ifOperStatus from 1 on. */
const STATUS: readonly InterfaceStatus[] = [
  'up',
  'down',
  'testing',
  'unknown',
  'dormant',
  'not present',
  'lower layer down',
];

/** What seldom changes of a device's interfaces. */
export interface InterfaceFacts {
  /** The column that names them: ifName, or ifDescr where the device has no ifName. */
  readonly nameColumn: string;
  /**
   * In their order, and of each what follows at the same place: rows of texts and numbers, since there are dozens in each of
   * thousands of devices, and octets that were read hold on to whole datagrams.
   */
  readonly indexes: readonly string[];
  /** ifDescr where there is no ifName, else empty. */
  readonly descriptions: readonly string[];
  readonly aliases: readonly string[];
  readonly speeds: readonly (number | null)[];
  readonly adminStates: readonly (InterfaceStatus | null)[];
  /** True when its 64-bit counters count. */
  readonly wide: readonly boolean[];
  /** False when no interface has 64-bit counters. */
  readonly someWide: boolean;
  /** False when some interfaces have 32-bit counters only. */
  readonly allWide: boolean;
  /** True when the device tells when counters of an interface began anew. */
  readonly tellsDiscontinuity: boolean;
  readonly errors: readonly string[];
}

/** Counters and state of a device's interfaces. */
export interface InterfaceCounters {
  readonly name: ColumnValues;
  readonly operStatus: ColumnValues;
  readonly inErrors: ColumnValues;
  readonly outErrors: ColumnValues;
  readonly inOctets: ColumnValues;
  readonly outOctets: ColumnValues;
  readonly inOctets32: ColumnValues;
  readonly outOctets32: ColumnValues;
  readonly discontinuity: ColumnValues;
  readonly errors: readonly string[];
}

const NONE: ColumnValues = new Map();

/** Reads names, speeds and which counters there are; `expected` are the ifIndexes that there were last time. */
export async function readInterfaceFacts(session: SnmpSession, expected?: readonly string[]): Promise<InterfaceFacts> {
  const { columns, errors } = await session.walk(
    [
      IF_NAME,
      IF_DESCR,
      IF_ALIAS,
      IF_ADMIN_STATUS,
      IF_SPEED,
      IF_HIGH_SPEED,
      IF_HC_IN_OCTETS,
      IF_HC_OUT_OCTETS,
      IF_IN_OCTETS,
      IF_OUT_OCTETS,
      IF_COUNTER_DISCONTINUITY_TIME,
    ],
    expected,
  );
  const [name = NONE, description = NONE, alias = NONE, adminStatus = NONE, speed = NONE, highSpeed = NONE] = columns;
  const [inWide = NONE, outWide = NONE, inNarrow = NONE, outNarrow = NONE, discontinuity = NONE] = columns.slice(6);
  const moves = (values: ColumnValues, index: string, place?: number) => (counter(values.get(index, place)) ?? 0n) > 0n;
  // Some devices show 64-bit counters that stand at zero for ever beside 32-bit ones that count.
  const counts = (index: string, place?: number) =>
    moves(inWide, index, place) ||
    moves(outWide, index, place) ||
    !(moves(inNarrow, index, place) || moves(outNarrow, index, place));
  const isWide = (index: string, place?: number) =>
    inWide.has(index, place) && outWide.has(index, place) && counts(index, place);
  const named = [...name.values()].some((value) => text(value));
  const indexes = orderedIndexes(columns, expected ?? []);
  return {
    nameColumn: named ? IF_NAME : IF_DESCR,
    indexes,
    descriptions: indexes.map((index, place) =>
      text(name.get(index, place)) ? '' : (text(description.get(index, place)) ?? ''),
    ),
    aliases: indexes.map((index, place) => text(alias.get(index, place)) ?? ''),
    speeds: indexes.map((index, place) =>
      speedOf(numeric(highSpeed.get(index, place)), numeric(speed.get(index, place))),
    ),
    adminStates: indexes.map((index, place) => statusOf(adminStatus.get(index, place))),
    wide: indexes.map((index, place) => isWide(index, place)),
    someWide: [...inWide.keys()].some((index, place) => isWide(index, place)),
    allWide: [...inNarrow.keys()].every((index, place) => isWide(index, place)),
    tellsDiscontinuity: discontinuity.size > 0,
    errors,
  };
}

/** Reads what changes all the time, as close together as can be; `expected` are the ifIndexes that there were last time. */
export async function readInterfaceCounters(
  session: SnmpSession,
  facts: InterfaceFacts,
  expected: readonly string[],
): Promise<InterfaceCounters> {
  const wide = facts.someWide ? [IF_HC_IN_OCTETS, IF_HC_OUT_OCTETS] : [];
  const narrow = facts.allWide ? [] : [IF_IN_OCTETS, IF_OUT_OCTETS];
  // 64-bit counters that begin anew fall; 32-bit ones look the same as after a wrap.
  const discontinuities = !facts.allWide && facts.tellsDiscontinuity ? [IF_COUNTER_DISCONTINUITY_TIME] : [];
  const { columns, errors } = await session.walk(
    [facts.nameColumn, IF_OPER_STATUS, IF_IN_ERRORS, IF_OUT_ERRORS, ...wide, ...narrow, ...discontinuities],
    expected,
  );
  const [name = NONE, operStatus = NONE, inErrors = NONE, outErrors = NONE, ...octets] = columns;
  const [inOctets = NONE, outOctets = NONE] = wide.length > 0 ? octets : [];
  const [inOctets32 = NONE, outOctets32 = NONE, discontinuity = NONE] = octets.slice(wide.length);
  const counters = { inErrors, outErrors, inOctets, outOctets, inOctets32, outOctets32, discontinuity };
  return { name, operStatus, ...counters, errors };
}

/** What tells of the interfaces that their facts are to be read again when it changes, in the order of ifIndex. */
export interface SeenInterfaces {
  readonly indexes: readonly string[];
  readonly names: readonly string[];
  readonly states: readonly (InterfaceStatus | null)[];
}

export const seenOf = (interfaces: readonly InterfaceReading[]): SeenInterfaces => ({
  indexes: interfaces.map(({ index }) => index),
  names: interfaces.map(({ name }) => name),
  states: interfaces.map(({ operStatus }) => operStatus),
});

/** True when they are as they were seen. */
export const areAsSeen = (
  interfaces: readonly InterfaceReading[],
  { indexes, names, states }: SeenInterfaces,
): boolean =>
  interfaces.length === indexes.length &&
  interfaces.every(
    ({ index, name, operStatus }, place) =>
      index === indexes[place] && name === names[place] && operStatus === states[place],
  );

/** All indexes of some columns in their order, which mostly are the expected ones. */
function orderedIndexes(columns: readonly ColumnValues[], expected: readonly string[]): readonly string[] {
  if (columns[0]?.size === expected.length && columns.every((column) => isEmptyOrWhole(column, expected))) {
    return expected;
  }
  return [...new Set(columns.flatMap((column) => [...column.keys()]))].toSorted(compareOids);
}

function isEmptyOrWhole(column: ColumnValues, expected: readonly string[]): boolean {
  return (
    column.size === 0 || (column.size === expected.length && expected.every((index, place) => column.has(index, place)))
  );
}

/** The interfaces in the order of ifIndex; `expected` are the ifIndexes that there were last time. */
export function interfacesOf(
  facts: InterfaceFacts,
  counters: InterfaceCounters,
  expected: readonly string[],
): InterfaceReading[] {
  const { name, operStatus, inOctets, inOctets32, outOctets, outOctets32, inErrors, outErrors } = counters;
  return orderedIndexes([name, operStatus, inOctets, inOctets32], expected).map((index, row) => {
    const place = facts.indexes[row] === index ? row : facts.indexes.indexOf(index);
    const wide = facts.wide[place] || (inOctets.has(index, row) && !inOctets32.has(index, row));
    return {
      index,
      name: text(name.get(index, row)) || facts.descriptions[place] || '',
      alias: facts.aliases[place] ?? '',
      speedBitsPerSecond: facts.speeds[place] ?? null,
      adminStatus: facts.adminStates[place] ?? null,
      operStatus: statusOf(operStatus.get(index, row)),
      inOctets: counter((wide ? inOctets : inOctets32).get(index, row)),
      outOctets: counter((wide ? outOctets : outOctets32).get(index, row)),
      octetBits: wide ? 64 : 32,
      inErrors: counter(inErrors.get(index, row)),
      outErrors: counter(outErrors.get(index, row)),
      discontinuity: numeric(counters.discontinuity.get(index, row)),
    };
  });
}

/** Bits per second of ifHighSpeed (in 10^6), else of ifSpeed; null where neither tells. */
function speedOf(highSpeed: number | null, speed: number | null): number | null {
  if (highSpeed !== null && highSpeed > 0) return highSpeed * 1e6;
  return speed !== null && speed > 0 && speed < SPEED_TOO_HIGH ? speed : null;
}

const statusOf = (value: Parameters<typeof numeric>[0]) => STATUS[(numeric(value) ?? 0) - 1] ?? null;
