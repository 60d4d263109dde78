import '@testing-library/jest-dom';

import { render, screen } from '@testing-library/react';
import React from 'react';

import { HOUR, MINUTE } from '../../incidents/durations';
import { unknown } from './answers';
import { IncidentFacts } from './IncidentFacts';
import { rangeAround } from './range';
import { testIncident } from './testIncident';

// A link of Grafana wants its own router.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  TextLink: ({ href, children }: React.ComponentProps<'a'>) => <a href={href}>{children}</a>,
}));

describe('the range of the chart', () => {
  it('goes from before the incident up to now, or to after its end', () => {
    const activeAt = Date.UTC(2026, 0, 2);
    expect(rangeAround(testIncident({ activeAt }))).toEqual({ from: '2026-01-01T18:00:00.000Z', to: 'now' });
    expect(rangeAround(testIncident({ activeAt, endedAt: activeAt + HOUR })).to).toBe('2026-01-02T03:00:00.000Z');
  });
});

describe('the facts', () => {
  const factOf = (name: string) => screen.queryByText(name)?.nextElementSibling?.textContent;

  it('are of what is broken: how long, the value and its limit', () => {
    render(<IncidentFacts incident={testIncident({ affected: 12 })} devices={[]} now={2 * HOUR} />);
    expect([factOf('How long'), factOf('Measured last'), factOf('Limit')]).toEqual(['2 hr', '95%', '90%']);
    expect([factOf('Subscribers affected'), factOf('Probability')]).toEqual(['12', undefined]);
  });

  it('are of what is foreseen: how soon and how likely', () => {
    const coming = testIncident({ phase: 'predicted', probability: 0.8, expectedAt: 54 * MINUTE, predictedAt: 0 });
    render(<IncidentFacts incident={coming} devices={[]} now={0} />);
    expect([factOf('Expected'), factOf('Probability')]).toEqual([expect.stringMatching(/^in 54 min \(/), '80 %']);
    expect(factOf('How long')).toBeUndefined();
  });

  it('lead to the cause and to the symptoms', () => {
    const incident = testIncident({ cause: 'C', symptoms: [testIncident({ id: 'S', resource: { nas: 'n' } })] });
    render(<IncidentFacts incident={incident} devices={[]} now={0} />);
    expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
      '/a/presage-netops-app/devices/core-1',
      '/a/presage-netops-app/incidents/C',
      '/a/presage-netops-app/incidents/S',
    ]);
  });
});

describe('a failure', () => {
  it('is an answer only when there is no such incident', () => {
    expect([unknown({ status: 404 }), unknown({ status: 502 }), unknown(undefined)]).toEqual([
      'unknown',
      undefined,
      undefined,
    ]);
  });
});
