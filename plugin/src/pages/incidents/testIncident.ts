import { RootIncident } from './answers';

/** An incident of tests: broken, of nobody, explained by nothing. */
export function testIncident(part: Partial<RootIncident> = {}): RootIncident {
  return {
    ...{ id: 'A', kind: 'link-load', title: 'Link nearly full', phase: 'active', severity: 'major', qualifier: 'in' },
    resource: { device: 'core-1', component: '7' },
    series: { measurement: 'interface', tags: { device: 'core-1', component: '7' }, field: 'in_bits_per_second' },
    ...{ unit: 'ratio', value: 0.95, worst: 0.97, threshold: 0.9, expected: null, probability: null },
    ...{ expectedAt: null, predictedAt: null, activeAt: 0, changedAt: 0, endedAt: null, affected: null, cause: null },
    operator: { state: 'none', by: null, at: null, until: null },
    ...{ comments: [], symptoms: [] },
    ...part,
  };
}
