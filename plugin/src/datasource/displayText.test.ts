import { displayText } from './displayText';

describe('the text of a query', () => {
  it.each([
    [{ refId: 'A' }, 'Real and predicted'],
    [
      {
        refId: 'A',
        kind: 'forecast' as const,
        measurement: 'cpu',
        field: 'load',
        tags: { device: 'bras-1' },
        threshold: 90,
      },
      'Forecast: cpu load device=bras-1 > 90',
    ],
    [{ refId: 'A', kind: 'incidents' as const, incidentKind: 'cpu', state: 'all' as const }, 'Incidents: cpu All'],
    [{ refId: 'A', kind: 'topology' as const, measurement: 'left over' }, 'Topology'],
  ])('says what %j shows', (query, text) => {
    expect(displayText(query)).toBe(text);
  });
});
