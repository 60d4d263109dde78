import '@testing-library/jest-dom';

import { render, screen, within } from '@testing-library/react';
import React from 'react';

import { MINUTE } from '../../incidents/durations';
import { RootIncident } from '../incidents/answers';
import { ROUTES } from '../shared/routes';
import { situationOf } from './situation';
import { SituationView } from './SituationView';

// A link of Grafana wants its own router.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  TextLink: ({ href, children }: React.ComponentProps<'a'>) => <a href={href}>{children}</a>,
}));

const NOW = 1_795_530_000_000;
const UNTOUCHED: RootIncident['operator'] = { state: 'none', by: null, at: null, until: null };

const outage: RootIncident = {
  ...{ id: 'out/1', kind: 'device-down', title: 'Device does not answer', resource: { device: 'agg-1' } },
  ...{ qualifier: '', phase: 'active', severity: 'critical', unit: 'ratio', value: 0, worst: 0, threshold: 0.5 },
  ...{ series: { measurement: 'device', tags: { device: 'agg-1' }, field: 'answered' }, expected: null },
  ...{ probability: null, expectedAt: null, predictedAt: null, activeAt: NOW - 8 * MINUTE, changedAt: NOW },
  ...{ endedAt: null, affected: 1840, cause: null, operator: UNTOUCHED, comments: [], symptoms: [] },
};
const filling: RootIncident = {
  ...outage,
  ...{ id: 'fill', kind: 'link-load', phase: 'predicted', severity: 'warning', resource: { device: 'core-1' } },
  ...{ activeAt: null, predictedAt: NOW, expectedAt: NOW + 54 * MINUTE, probability: 0.87 },
};
const SHELVED: RootIncident = { ...outage, operator: { ...UNTOUCHED, state: 'shelved', by: 'anna' } };

const show = (roots: RootIncident[], trusted = true) =>
  render(<SituationView situation={situationOf(roots)} devices={[]} now={NOW} trusted={trusted} />);
const section = (title: string) => within(screen.getByRole('heading', { name: title }).closest('section')!);

describe('the overview', () => {
  it('says what is broken and whom it hurts, what comes when and how likely, and what to do', () => {
    show([filling, { ...outage, symptoms: [{ ...outage, id: 's', cause: 'out/1' }] }]);
    expect(section('Broken now').getByRole('listitem')).toHaveTextContent(/agg-1.*8 min.*1,840.*symptoms: 1/);
    expect(section('Will break next').getByRole('listitem')).toHaveTextContent(/core-1.*in 54 min.*87 %/);
    const [first, second] = section('To do now').getAllByRole('listitem');
    expect(first).toHaveTextContent(/Acknowledge.*agg-1/);
    expect(second).toHaveTextContent(/before it happens.*core-1/);
  });

  it('leads to the page of each incident', () => {
    show([outage]);
    expect(section('Broken now').getByRole('link')).toHaveAttribute('href', '/a/presage-netops-app/incidents/out%2F1');
  });

  it('calls it well only while its data can be relied on', () => {
    const { unmount } = show([]);
    expect(screen.getByText('Nothing is broken, and nothing is foreseen')).toBeInTheDocument();
    unmount();
    show([], false);
    expect(screen.queryByText(/Nothing is broken/)).toBeNull();
    expect(screen.getByText('No open incident is known')).toBeInTheDocument();
  });

  it('does not say of one half that it is well either, while its data may be old', () => {
    show([outage], false);
    expect(section('Will break next').queryByText('Nothing is foreseen')).toBeNull();
  });

  it('tells of what operators put out of sight', () => {
    show([filling, SHELVED]);
    expect(screen.getByRole('link', { name: /out of sight/ })).toHaveTextContent('1');
  });

  it('calls nothing well that operators have only put out of sight', () => {
    show([SHELVED]);
    expect(screen.getByText('Nothing in sight; put out of sight by operators: 1')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'All incidents' })).toHaveAttribute('href', ROUTES.incidents);
    expect(screen.queryByText(/Nothing is broken/)).toBeNull();
  });
});
