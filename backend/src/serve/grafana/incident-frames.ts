import type { DeviceStatus } from '../../model/device.ts';
import type { Incident, Phase } from '../../model/incident.ts';
import { type Answer, type Asking, type GrafanaDependencies, pageOf, typed } from './asking.ts';
import { grafanaUnit } from './describe-series.ts';
import type { Frame, FrameField } from './frame.ts';
import { QueryProblem } from './limits.ts';

/** When an incident began; of a prediction when it is expected to. Epoch milliseconds. */
export const beginOf = ({ activeAt, expectedAt, predictedAt, changedAt }: Incident): number =>
  activeAt ?? expectedAt ?? predictedAt ?? changedAt;

/** Incidents: as annotations, as a table, or as numbers for alert rules. */
export const answerIncidents: Answer = async (asking, dependencies) => {
  const { query } = asking;
  if (asking.forAnnotations) return [annotations(marked(asking, dependencies), dependencies)];
  if (query.format === 'numeric')
    return [numbers(chosen(asking, dependencies, 'open', isAlerted), asking, dependencies)];
  return [table(chosen(asking, dependencies, query.state === 'open' ? 'open' : 'range'), dependencies)];
};

/** The incidents a query means and that are kept, up to its limit: of those that are open now, or that were in the range. */
function chosen(
  { query, range }: Asking,
  { incidents }: GrafanaDependencies,
  which: 'open' | 'range',
  isKept: (incident: Incident) => boolean = () => true,
): Incident[] {
  const { incidentKind: kind, device, phase, limit } = query;
  const filter = {
    ...(which === 'open' ? { open: true } : range),
    ...(kind === undefined ? {} : { kind }),
    ...(device === undefined ? {} : { device }),
  };
  const isMeant = (one: Incident) => phase === undefined || shownPhase(one.phase) === phase || one.phase === phase;
  return incidents
    .list(filter, Number.MAX_SAFE_INTEGER)
    .filter((incident) => isMeant(incident) && isKept(incident))
    .slice(0, limit);
}

/** What is measured no more, but not yet for long enough, is still active to whoever is alerted. */
const shownPhase = (phase: Phase): Phase => (phase === 'clearing' ? 'active' : phase);

/** Where an incident is, in words. */
function place({ resource: { device, component, nas }, qualifier }: Incident): string {
  return [device, component, nas, qualifier].filter(Boolean).join(' · ');
}

const percent = (probability: number) => `${Math.round(probability * 100)} %`;

/** What an annotation says of an incident. */
function sentence(incident: Incident): string {
  const { probability, affected, value, threshold, unit, cause } = incident;
  return [
    place(incident),
    // How grave a device finds what it reports is no figure.
    ...(value === null || unit === 'severity'
      ? []
      : [`measured ${Number(value.toPrecision(4))} ${unit}, limit ${Number(threshold.toPrecision(4))}`]),
    ...(probability === null ? [] : [`probability ${percent(probability)}`]),
    ...(affected === null ? [] : [`${affected} subscribers`]),
    ...(cause === null ? [] : ['a symptom of another incident']),
  ].join('; ');
}

/** What is marked in charts: what came true or may, and of several incidents with one cause that cause alone. */
function marked(asking: Asking, dependencies: GrafanaDependencies): Incident[] {
  const ofDevice = asking.query.device !== undefined;
  const isMarked = ({ phase, cause }: Incident) => phase !== 'expired' && (ofDevice || cause === null);
  return chosen(asking, dependencies, 'range', isMarked);
}

function annotations(shown: readonly Incident[], { titleOf, clock, devices }: GrafanaDependencies): Frame {
  const names = deviceNames(devices());
  const where = (incident: Incident) => names.get(incident.resource.device ?? '') ?? place(incident);
  // What goes on ends now, so that any panel draws it as a region; what is to come has no end.
  const endOf = ({ phase, endedAt }: Incident) => endedAt ?? (phase === 'predicted' ? null : clock.now());
  return {
    name: 'incidents',
    fields: [
      { name: 'time', type: 'time', values: shown.map(beginOf) },
      { name: 'timeEnd', type: 'time', values: shown.map(endOf) },
      { name: 'title', type: 'string', values: shown.map((one) => `${titleOf(one.kind)}: ${where(one)}`) },
      {
        ...{ name: 'text', type: 'string' },
        values: shown.map((one) => `${titleOf(one.kind)}: ${sentence(one)}`),
      },
      {
        name: 'tags',
        type: 'string',
        values: shown.map(({ kind, severity, phase }) => [kind, severity, phase].join(',')),
      },
      { name: 'id', type: 'string', values: shown.map(({ id }) => id) },
    ],
  };
}

const LINK = [{ title: 'Incident', url: pageOf('incidents', `\${__data.fields.id}`) }];
const DEVICE_LINK = [{ title: 'Device', url: pageOf('devices', `\${__data.fields.device}`) }];

const deviceNames = (devices: readonly DeviceStatus[]) =>
  new Map(devices.map(({ device }) => [device.id, device.name] as const));

/** Incidents as a table, those that changed last first. */
function table(incidents: readonly Incident[], { titleOf, devices, clock }: GrafanaDependencies): Frame {
  const text = (name: string, displayName: string, of: (incident: Incident) => string | null): FrameField => ({
    ...{ name, type: 'string', values: incidents.map(of), config: { displayNameFromDS: displayName } },
  });
  const time = (name: string, displayName: string, of: (incident: Incident) => number | null): FrameField => ({
    ...{ name, type: 'time', values: incidents.map(of), config: { displayNameFromDS: displayName } },
  });
  const number = (
    name: string,
    displayName: string,
    of: (incident: Incident) => number | null,
    config: Readonly<Record<string, unknown>> = {},
  ): FrameField => ({
    ...{ name, type: 'number', values: incidents.map(of), config: { displayNameFromDS: displayName, ...config } },
  });
  const names = deviceNames(devices());
  const title = text('title', 'Incident', ({ kind }) => titleOf(kind));
  const device = text(
    'deviceName',
    'Device',
    ({ resource }) => names.get(resource.device ?? '') ?? resource.device ?? null,
  );
  return {
    name: 'incidents',
    meta: { ...typed('table'), custom: { now: clock.now() } },
    fields: [
      text('severity', 'Severity', ({ severity }) => severity),
      { ...title, config: { ...title.config, links: LINK } },
      text('phase', 'Phase', ({ phase }) => phase),
      { ...device, config: { ...device.config, links: DEVICE_LINK } },
      text('component', 'Component', ({ resource }) => resource.component ?? null),
      text('nas', 'NAS', ({ resource }) => resource.nas ?? null),
      text('qualifier', 'Direction', ({ qualifier }) => qualifier || null),
      time('since', 'Since', beginOf),
      time('expectedAt', 'Expected', ({ expectedAt }) => expectedAt),
      time('endedAt', 'Ended', ({ endedAt }) => endedAt),
      time('changedAt', 'Changed', ({ changedAt }) => changedAt),
      number('affected', 'Subscribers', ({ affected }) => affected),
      number('probability', 'Probability', ({ probability }) => probability, { unit: 'percentunit', min: 0, max: 1 }),
      number('value', 'Value', ({ value }) => value),
      number('worst', 'Worst', ({ worst }) => worst),
      number('threshold', 'Limit', ({ threshold }) => threshold),
      number('expected', 'Expected value', ({ expected }) => expected),
      text('unit', 'Unit', ({ unit }) => grafanaUnit(unit)),
      text('operator', 'Operator', ({ operator }) => operator.state),
      text('operatorBy', 'By', ({ operator }) => operator.by),
      text('device', 'Device id', ({ resource }) => resource.device ?? null),
      text('kind', 'Kind', ({ kind }) => kind),
      text('cause', 'Cause', ({ cause }) => cause),
      text('id', 'Id', ({ id }) => id),
    ],
  };
}

const OUT_OF_SIGHT: ReadonlySet<Incident['operator']['state']> = new Set(['snoozed', 'shelved', 'closed']);

/** Whoever is alerted is told of the cause in place of its symptoms, and not of what an operator has put out of sight. */
const isAlerted = ({ cause, operator }: Incident) => cause === null && !OUT_OF_SIGHT.has(operator.state);

/** What a number of an incident is, by the query's field; -1 subscribers when nobody knows. */
const NUMBERS: ReadonlyMap<string, (incident: Incident, now: number) => number> = new Map([
  ['open', () => 1],
  ['probability', ({ probability }: Incident) => probability ?? 1],
  ['affected', ({ affected }: Incident) => affected ?? -1],
  [
    'leadSeconds',
    ({ expectedAt, activeAt }: Incident, now: number) =>
      expectedAt === null || activeAt !== null ? 0 : Math.max(0, (expectedAt - now) / 1000),
  ],
]);

/**
 * A row an incident, and a row of 0 for each kind without one, so that an alert rule always has data. What
 * changes while an incident lasts is no label, or it would be another alert.
 */
function numbers(incidents: readonly Incident[], { query }: Asking, dependencies: GrafanaDependencies): Frame {
  const { kinds, titleOf, clock, devices } = dependencies;
  const numberOf = NUMBERS.get(query.field ?? 'open');
  if (!numberOf) {
    throw new QueryProblem(
      400,
      `field: of incidents there is ${[...NUMBERS.keys()].join(', ')}, found "${query.field}"`,
    );
  }
  const nameOf = deviceNames(devices());
  const asked = query.incidentKind === undefined ? kinds : [query.incidentKind];
  const rows = [
    ...incidents.map((one) => ({
      ...{ kind: one.kind, title: titleOf(one.kind), id: one.id },
      device: one.resource.device ?? '',
      deviceName: nameOf.get(one.resource.device ?? '') ?? '',
      component: one.resource.component ?? '',
      nas: one.resource.nas ?? '',
      qualifier: one.qualifier,
      value: numberOf(one, clock.now()),
    })),
    ...asked
      .filter((kind) => !incidents.some((one) => one.kind === kind))
      .map((kind) => ({
        ...{ kind, title: titleOf(kind), id: '', device: query.device ?? '', deviceName: '', component: '', nas: '' },
        ...{ qualifier: '', value: 0 },
      })),
  ];
  const labels = ['kind', 'title', 'device', 'deviceName', 'component', 'nas', 'qualifier', 'id'] as const;
  return {
    name: 'incidents',
    meta: typed('numeric-long'),
    fields: [
      ...labels.map((name): FrameField => ({ name, type: 'string', values: rows.map((row) => row[name]) })),
      { name: query.field ?? 'open', type: 'number', values: rows.map(({ value }) => value) },
    ],
  };
}
