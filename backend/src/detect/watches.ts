import { type Alarm, alarmKey, type Resource } from '../model/incident.ts';
import { type Series, type SeriesId, seriesKey } from '../model/series.ts';
import type { Kind } from './kinds.ts';
import { type LimitsOf, limitedMeasure } from './limits.ts';
import { newWatch, type Watch } from './watch.ts';

/** All watches, by the series they look at. */
export interface Watches {
  /** Those of a series, made when it is seen first; none where no kind looks at it. */
  of(series: Series): readonly Watch[];
  all(): Iterable<Watch>;
  forget(watch: Watch): void;
  /** Forgets those of some resources. They are made anew when a sample comes. */
  forgetOf(isGone: (resource: Resource) => boolean): void;
  /** The watch of an alarm from before a restart; undefined when its kind is gone or turned off: then it is an orphan. */
  restored(alarm: Alarm): Watch | undefined;
  /** Orphans not taken before. */
  takeOrphans(): Alarm[];
}

export function createWatches(kinds: readonly Kind[], limits: LimitsOf): Watches {
  const kindsOf = kindsByField(kinds);
  const bySeries = new Map<string, readonly Watch[]>();
  let orphans: Alarm[] = [];

  function of(series: Series): readonly Watch[] {
    const candidates = kindsOf.get(series.measurement)?.get(series.field);
    if (!candidates) return [];
    const key = seriesKey(series);
    const known = bySeries.get(key);
    if (known) return known;
    const made = candidates.flatMap((kind) => watchOf(kind, series, limits) ?? []);
    bySeries.set(key, made);
    return made;
  }

  return {
    of,
    *all() {
      for (const watches of bySeries.values()) yield* watches;
    },
    forget(watch) {
      const key = seriesKey(watch.series);
      const others = (bySeries.get(key) ?? []).filter((other) => other !== watch);
      if (others.length > 0) bySeries.set(key, others);
      else bySeries.delete(key);
    },
    forgetOf(isGone) {
      for (const [key, watches] of bySeries) {
        // Where no kind looks at a series, nobody knows whether one will.
        if (watches.length === 0 || watches.some((watch) => isGone(watch.key.resource))) bySeries.delete(key);
      }
    },
    restored(alarm) {
      const series: Series = { ...alarm.series, unit: alarm.unit, kind: 'gauge', step: 1 };
      const watch = of(series).find(({ key }) => alarmKey(key) === alarmKey(alarm));
      if (!watch && alarm.condition !== 'clear') orphans.push(alarm);
      return watch;
    },
    takeOrphans() {
      const taken = orphans;
      orphans = [];
      return taken;
    },
  };
}

function kindsByField(kinds: readonly Kind[]): Map<string, Map<string, Kind[]>> {
  const found = new Map<string, Map<string, Kind[]>>();
  for (const kind of kinds) {
    const { measurement, fields } = kind.series;
    const byField = found.get(measurement) ?? new Map<string, Kind[]>();
    found.set(measurement, byField);
    for (const field of Object.keys(fields)) byField.set(field, [...(byField.get(field) ?? []), kind]);
  }
  return found;
}

/** The tags that name each resource. */
const RESOURCE_TAGS = { device: ['device'], component: ['device', 'component'], nas: ['nas'] } as const;

/** Those that name the resource of a series for a kind. */
const resourceTags = ({ resource }: Kind, { tags }: SeriesId): readonly string[] =>
  resource === 'any' ? ['device', 'nas'].filter((name) => tags[name] !== undefined) : RESOURCE_TAGS[resource];

function watchOf(kind: Kind, series: Series, limits: LimitsOf): Watch | undefined {
  const names = resourceTags(kind, series);
  if (series.tags.step !== undefined || names.some((name) => series.tags[name] === undefined)) return undefined;
  const resource: Resource = Object.fromEntries(names.map((name) => [name, series.tags[name]]));
  const changed = limits(kind.kind, resource) ?? {};
  return changed === false
    ? undefined
    : newWatch(
        kind,
        { kind: kind.kind, resource, qualifier: qualifierOf(kind, series) },
        limitedMeasure(kind, changed),
        series,
      );
}

/** What tells series of one kind and resource apart: the field's qualifier, and tags that do not name the resource, such as a log source. */
function qualifierOf(kind: Kind, series: SeriesId): string {
  const { tags, field } = series;
  const names = resourceTags(kind, series);
  const others = Object.keys(tags).filter((name) => !names.includes(name));
  return [kind.series.fields[field]!, ...others.sort().map((name) => tags[name]!)]
    .filter((part) => part !== '')
    .join(' ');
}
