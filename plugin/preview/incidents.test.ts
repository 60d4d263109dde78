import { DeviceAnswer, IncidentAnswer, SymptomAnswer } from './api';
import { deviceCharts } from './charts';
import { deviceOf, groupIncidents, regionOf, thresholdIn, touches, withSymptoms } from './incidents';
import { devices, incidents } from './testAnswers';

const device = (id: string): DeviceAnswer => {
  const found = devices.find((one) => one.id === id);
  if (!found) {
    throw new Error(`no ${id} in the fixture`);
  }
  return found;
};
const first = (kind: string): IncidentAnswer => {
  const found = incidents.find((incident) => incident.kind === kind);
  if (!found) {
    throw new Error(`no ${kind} in the fixture`);
  }
  return found;
};
const chartsTouched = (incident: SymptomAnswer, id: string) =>
  deviceCharts(device(id), [])
    .filter((chart) => touches(incident, chart, device(id)))
    .map(({ id: chart }) => chart);

describe('groups of incidents', () => {
  it('are what is broken, what will break, and what is over', () => {
    const { broken, coming, ended } = groupIncidents(incidents);
    expect(broken.map(({ phase }) => phase)).toEqual(['active', 'clearing']);
    expect(coming.map(({ phase }) => phase)).toEqual(['predicted', 'predicted']);
    expect(ended.map(({ phase }) => phase)).toEqual(['cleared', 'expired']);
  });

  it('show first what comes soonest and what ended last, and keep the order of what is broken', () => {
    const { broken, coming, ended } = groupIncidents([...incidents].reverse());
    expect(broken.map(({ phase }) => phase)).toEqual(['clearing', 'active']);
    expect(coming[0].expectedAt).toBeLessThan(coming[1].expectedAt ?? 0);
    expect(ended[0].endedAt).toBeGreaterThan(ended[1].endedAt ?? 0);
  });

  it('leave no symptom that lasts among what is over', () => {
    const cause: IncidentAnswer = { ...first('device-down'), phase: 'cleared', endedAt: 1 };
    expect(groupIncidents([cause]).broken).toEqual([cause]);
    const over = cause.symptoms.map((symptom) => ({ ...symptom, phase: 'cleared' as const, endedAt: 1 }));
    expect(groupIncidents([{ ...cause, symptoms: over }]).ended).toHaveLength(1);
  });

  it('leave out what was snoozed, shelved or closed', () => {
    const inState = (state: IncidentAnswer['operator']['state']) =>
      groupIncidents([{ ...first('device-down'), operator: { state } }]).broken.length;
    expect((['none', 'acknowledged', 'snoozed', 'shelved', 'closed'] as const).map(inState)).toEqual([1, 1, 0, 0, 0]);
  });

  it('hold symptoms inside their cause', () => {
    expect(groupIncidents(incidents).broken[0].symptoms).toHaveLength(2);
    expect(withSymptoms(incidents)).toHaveLength(incidents.length + 2);
  });
});

describe('an incident', () => {
  it('is of its device, or of the device with its NAS', () => {
    const drop = first('session-drop');
    expect(deviceOf(first('link-load'), devices)?.id).toBe('core-1');
    expect(deviceOf({ ...drop, resource: { nas: '10.0.0.2' } }, devices)?.id).toBe('bras-2');
    expect(deviceOf({ ...drop, resource: { nas: '10.9.9.9' } }, devices)).toBeUndefined();
    expect(deviceOf({ ...drop, resource: {} }, devices)).toBeUndefined();
  });

  it('shows in its own chart only', () => {
    expect(chartsTouched(first('link-load'), 'core-1')).toEqual(['interface ether1 out_bits_per_second']);
    expect(chartsTouched(first('link-load'), 'bras-2')).toEqual([]);
  });

  it('shows in all charts of a device that is down, and of the BRAS that lost its sessions', () => {
    expect(chartsTouched(first('device-down'), 'agg-1')).toHaveLength(deviceCharts(device('agg-1'), []).length);
    expect(chartsTouched(first('device-down'), 'core-1')).toEqual([]);
    expect(chartsTouched(first('session-drop'), 'bras-2')).toHaveLength(deviceCharts(device('bras-2'), []).length);
    expect(chartsTouched(first('session-drop'), 'agg-1')).toEqual([]);
  });

  it('is marked from when it was measured, or from when it is expected', () => {
    const [down, link, cpu] = [first('device-down'), first('link-load'), first('cpu')];
    expect(regionOf(down, 'Down')).toMatchObject({ from: down.activeAt, to: null, title: 'Down' });
    expect(regionOf(link, 'Full')).toMatchObject({ from: link.expectedAt, to: null });
    expect(regionOf(cpu, 'Busy')).toMatchObject({ from: cpu.activeAt, to: cpu.endedAt });
    expect(regionOf(first('memory'), 'Never')).toBeUndefined();
  });

  it('has its threshold in its own chart, and nowhere else', () => {
    const [down, link] = [first('device-down'), first('link-load')];
    const thresholds = deviceCharts(device('core-1'), []).map((chart) => [chart.id, thresholdIn(link, chart)]);
    expect(thresholds.filter(([, threshold]) => threshold !== undefined)).toEqual([
      ['interface ether1 out_bits_per_second', 9e9],
    ]);
    expect(deviceCharts(device('agg-1'), []).map((chart) => thresholdIn(down, chart))).not.toContain(0.5);
  });
});
