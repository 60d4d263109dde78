import '@testing-library/jest-dom';

import { render, screen, within } from '@testing-library/react';
import React from 'react';

import { AnomalyList, SubscriberAnomalies } from './anomalies';
import { SubscriberList } from './SubscriberList';

const NONE: AnomalyList = { unit: 'events', count: 0, subscribers: [] };
const NOBODY: SubscriberAnomalies['anomalies'] = {
  ...{ failed: NONE, stops: NONE, zero_input: NONE, zero_output: NONE },
  ...{ input: { ...NONE, unit: 'octets' }, output: { ...NONE, unit: 'octets' } },
};
const show = (anomalies: Partial<SubscriberAnomalies['anomalies']>) =>
  render(<SubscriberList start={1_795_528_800_000} anomalies={{ ...NOBODY, ...anomalies }} />);

describe('the subscribers who stood out', () => {
  it('are shown by kind, the largest values first, and how many there are', () => {
    const failed: AnomalyList = {
      ...{ unit: 'events', count: 12 },
      subscribers: [
        { subscriber: 'user7@example.net', value: 1400 },
        { subscriber: 'user3@example.net', value: 3 },
      ],
    };
    const output: AnomalyList = {
      unit: 'octets',
      count: 1,
      subscribers: [{ subscriber: 'much', value: 91_200_000_000 }],
    };
    show({ failed, output });
    const [failures, much, ...others] = screen.getAllByRole('table');
    expect(others).toEqual([]);
    expect(within(failures).getByText('Failures: 12')).toBeInTheDocument();
    expect(
      within(failures)
        .getAllByRole('row')
        .map(({ textContent }) => textContent)
    ).toEqual(['user7@example.net1,400', 'user3@example.net3', 'and 10 more']);
    expect(much).toHaveTextContent(/Much output: 1.*much91.2 GB/);
  });

  it('are nobody where all lists are empty', () => {
    show({});
    expect(screen.getByText('Nobody did')).toBeInTheDocument();
    expect(screen.queryByRole('table')).toBeNull();
  });
});
