import type { DeviceState, DeviceStatus } from '../../model/device.ts';
import type { Incident } from '../../model/incident.ts';
import { type Answer, pageOf, typed } from './asking.ts';
import type { Frame, FrameField } from './frame.ts';

const LINK = [{ title: 'Device', url: pageOf('devices', `\${__data.fields.id}`) }];
const STATE_COLORS: Readonly<Record<DeviceState, string>> = {
  new: 'blue',
  up: 'green',
  slow: 'yellow',
  faulty: 'orange',
  'auth failed': 'purple',
  'wrong profile': 'super-light-orange',
  unreachable: 'red',
};

/** Open incidents of a device, those of its NAS addresses included. */
function incidentsOf({ device }: DeviceStatus, open: readonly Incident[]): Incident[] {
  return open.filter(
    ({ resource }) =>
      resource.device === device.id || (resource.nas !== undefined && device.nas.includes(resource.nas)),
  );
}

const openIncidents = (list: (filter: { open: true }, limit: number) => Incident[]) =>
  list({ open: true }, Number.MAX_SAFE_INTEGER);

const URGENCY: Readonly<Record<DeviceState, number>> = {
  unreachable: 0,
  'auth failed': 1,
  faulty: 2,
  'wrong profile': 3,
  slow: 4,
  new: 5,
  up: 6,
};

/** What needs someone first, then by name. */
const worstFirst = (a: DeviceStatus, b: DeviceStatus) =>
  URGENCY[a.state] - URGENCY[b.state] || a.device.name.localeCompare(b.device.name, 'en', { numeric: true });

/** Devices: how each is doing, as a table, the worst first; or 1 for each that answers and 0 for each that does not. */
export const answerDevices: Answer = async ({ query, forAlert }, { devices, incidents }) => {
  const shown = devices()
    .filter(({ device }) => query.device === undefined || device.id === query.device)
    .sort(worstFirst)
    .slice(0, query.limit);
  if (forAlert || query.format === 'numeric') return [answering(shown)];
  return [table(shown, openIncidents(incidents.list))];
};

function answering(devices: readonly DeviceStatus[]): Frame {
  const asked = devices.filter(({ state }) => state !== 'new');
  const label = (name: string, of: (status: DeviceStatus) => string): FrameField => ({
    ...{ name, type: 'string', values: asked.map(of) },
  });
  return {
    name: 'devices',
    meta: typed('numeric-long'),
    fields: [
      label('device', ({ device }) => device.id),
      label('name', ({ device }) => device.name),
      label('site', ({ device }) => device.site),
      { name: 'answers', type: 'number', values: asked.map(({ state }) => (state === 'unreachable' ? 0 : 1)) },
    ],
  };
}

function table(devices: readonly DeviceStatus[], open: readonly Incident[]): Frame {
  const text = (name: string, displayName: string, of: (status: DeviceStatus) => string): FrameField => ({
    ...{ name, type: 'string', values: devices.map(of), config: { displayNameFromDS: displayName } },
  });
  const time = (name: string, displayName: string, of: (status: DeviceStatus) => number | null): FrameField => ({
    ...{ name, type: 'time', values: devices.map(of), config: { displayNameFromDS: displayName } },
  });
  const number = (
    name: string,
    config: Readonly<Record<string, unknown>>,
    of: (status: DeviceStatus) => number | null,
  ): FrameField => ({ ...{ name, type: 'number', values: devices.map(of), config } });
  const title = text('name', 'Device', ({ device }) => device.name);
  const colors = Object.entries(STATE_COLORS).map(([state, color], index) => [state, { color, index }]);
  const state = text('state', 'State', (status) => status.state);
  return {
    name: 'devices',
    meta: typed('table'),
    fields: [
      { ...title, config: { ...title.config, links: LINK } },
      {
        ...state,
        config: { ...state.config, mappings: [{ type: 'value', options: Object.fromEntries(colors) }] },
      },
      text('reason', 'Why', ({ reason }) => reason),
      time('stateSince', 'Since', ({ stateSince }) => stateSince),
      time('lastAnswer', 'Last answer', ({ lastAnswer }) => lastAnswer),
      number('incidents', { displayNameFromDS: 'Open incidents' }, (status) => incidentsOf(status, open).length),
      number('subscribers', { displayNameFromDS: 'Subscribers' }, ({ device }) => device.subscribers ?? null),
      number('uptime', { displayNameFromDS: 'Uptime', unit: 's' }, ({ reading }) => reading?.uptimeSeconds ?? null),
      number(
        'responseTime',
        { displayNameFromDS: 'Response time', unit: 'ms' },
        ({ reading }) => reading?.responseMilliseconds ?? null,
      ),
      text('address', 'Address', ({ device }) => device.address),
      text('site', 'Site', ({ device }) => device.site),
      text('parent', 'Reached through', ({ device }) => device.parent ?? ''),
      text('sysName', 'sysName', ({ reading }) => reading?.sysName ?? ''),
      text('sysDescr', 'sysDescr', ({ reading }) => reading?.sysDescr ?? ''),
      text('id', 'Id', ({ device }) => device.id),
    ],
  };
}

/** The network as Grafana's node graph: a node a device, an edge to each from the device through which it is reached. */
export const answerTopology: Answer = async ({ query }, { devices, incidents }) => {
  const shown = devices().slice(0, query.limit);
  const open = openIncidents(incidents.list);
  const ids = new Set(shown.map(({ device }) => device.id));
  const edges = shown.filter(({ device }) => device.parent !== undefined && ids.has(device.parent));
  const meta = { preferredVisualisationType: 'nodeGraph' };
  const text = (name: string, of: (status: DeviceStatus) => string, config = {}): FrameField => ({
    ...{ name, type: 'string', values: shown.map(of), config },
  });
  // The circle of a node is of its arcs, whose colours the legend explains.
  const arc = (state: string, fixedColor: string): FrameField => ({
    name: `arc__${state}`,
    type: 'number',
    values: shown.map((status) => (status.state === state ? 1 : 0)),
    config: { displayName: state, color: { mode: 'fixed', fixedColor } },
  });
  return [
    {
      name: 'nodes',
      meta,
      fields: [
        text('id', ({ device }) => device.id, {
          links: [{ title: 'Device', url: pageOf('devices', `\${__value.raw}`) }],
        }),
        text('title', ({ device }) => device.name),
        text('subtitle', ({ device }) => device.site),
        text('mainstat', ({ state }) => state, { displayName: 'State' }),
        text(
          'secondarystat',
          (status) => {
            const count = incidentsOf(status, open).length;
            return count === 0 ? '' : `${count} open`;
          },
          { displayName: 'Incidents' },
        ),
        ...Object.entries(STATE_COLORS).map(([state, color]) => arc(state, color)),
        text('detail__reason', ({ reason }) => reason, { displayName: 'Why' }),
        text('detail__address', ({ device }) => device.address, { displayName: 'Address' }),
      ],
    },
    {
      name: 'edges',
      meta,
      fields: [
        { name: 'id', type: 'string', values: edges.map(({ device }) => `${device.parent}>${device.id}`) },
        { name: 'source', type: 'string', values: edges.map(({ device }) => device.parent!) },
        { name: 'target', type: 'string', values: edges.map(({ device }) => device.id) },
      ],
    },
  ];
};
