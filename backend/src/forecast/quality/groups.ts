import { QUALITY_FIELDS, type QualityField, qualitySeries } from '../../model/forecast-quality.ts';
import type { Batch, Series } from '../../model/series.ts';
import { HOUR } from '../../model/targets.ts';
import type { Verdict } from './verdict.ts';

/** The tags that say what a series belongs to. */
const GROUP_TAGS = ['device', 'nas', 'source'];
/** A verdict that is not given anew for so long is forgotten with its series. */
const FORGOTTEN = 72 * HOUR;
/** From this part of all groups on, and this number, it is the network; it is so until it is half of them. */
const NETWORK_PART = 0.2;
const NETWORK_GROUPS = 5;

/** Everything of one device, one NAS or one log source. Plain data. */
interface Group {
  readonly tags: Readonly<Record<string, string>>;
  /** Start of the newest whole hour, epoch milliseconds UTC. */
  hour: number;
  /** The series of which it was said, by key, and when last. */
  readonly said: Readonly<Record<QualityField, Map<string, number>>>;
}

/** What is known of all groups. Plain data. */
export interface GroupsState {
  readonly groups: Map<string, Group>;
  readonly network: Group;
  readonly isNetwork: Record<QualityField, boolean>;
}

export const newGroups = (): GroupsState => ({
  groups: new Map(),
  network: newGroup({}),
  isNetwork: { untrusted: false, drifted: false },
});

/** Counts the series of each group that are forecast badly: many of one device are one alarm, many devices one of the network. */
export function createGroups({ groups, network, isNetwork }: GroupsState) {
  const touched = new Set<Group>();

  function count(group: Group, field: QualityField): number {
    const said = group.said[field];
    for (const [key, time] of said) if (group.hour - time > FORGOTTEN) said.delete(key);
    return said.size;
  }

  function findNetwork(field: QualityField): void {
    const bad = [...groups.values()].filter((group) => count(group, field) > 0).length;
    const needed = Math.max(NETWORK_GROUPS, NETWORK_PART * groups.size);
    isNetwork[field] = bad > (isNetwork[field] ? needed / 2 : needed);
  }

  return {
    /** Takes that a series has values until `end`, epoch milliseconds UTC. */
    heard(series: Series, end: number): void {
      const group = groupOf(groups, series);
      const hour = Math.floor(end / HOUR) * HOUR - HOUR;
      if (hour <= group.hour) return;
      group.hour = hour;
      touched.add(group);
    },
    /** Takes what is said of a series at a time, epoch milliseconds UTC. */
    said(series: Series, key: string, verdict: Verdict, time: number): void {
      const { said } = groupOf(groups, series);
      for (const field of QUALITY_FIELDS) {
        if (verdict[field]) said[field].set(key, time);
        else said[field].delete(key);
      }
    },
    /** Answers the numbers of the hours that have become whole. */
    take(): Batch {
      const newest = [...touched].reduce((hour, group) => Math.max(hour, group.hour), network.hour);
      const isLater = newest > network.hour;
      network.hour = newest;
      if (isLater) for (const field of QUALITY_FIELDS) findNetwork(field);
      const told = [...touched].map(
        (group) => [group, (field: QualityField) => (isNetwork[field] ? 0 : count(group, field))] as const,
      );
      const total = (field: QualityField) =>
        isNetwork[field] ? [...groups.values()].reduce((sum, group) => sum + count(group, field), 0) : 0;
      const all = isLater ? [...told, [network, total] as const] : told;
      touched.clear();
      return all.flatMap(([{ tags, hour }, number]) =>
        QUALITY_FIELDS.map((field) => ({ series: qualitySeries(tags, field), times: [hour], values: [number(field)] })),
      );
    },
  };
}

function groupOf(groups: Map<string, Group>, { tags }: Series): Group {
  const names = GROUP_TAGS.filter((name) => tags[name] !== undefined);
  const key = JSON.stringify(names.map((name) => [name, tags[name]]));
  const known = groups.get(key);
  if (known) return known;
  const made = newGroup(Object.fromEntries(names.map((name) => [name, tags[name]!])));
  groups.set(key, made);
  return made;
}

const newGroup = (tags: Readonly<Record<string, string>>): Group => ({
  tags,
  hour: Number.NEGATIVE_INFINITY,
  said: { untrusted: new Map(), drifted: new Map() },
});
