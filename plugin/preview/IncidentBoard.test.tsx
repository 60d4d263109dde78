import '@testing-library/jest-dom';

import { render, screen, within } from '@testing-library/react';
import React from 'react';

import { IncidentBoard } from './IncidentBoard';
import { devices, incidents } from './testAnswers';

/** The clock of the fixture. */
const NOW = 1795524756880;
const board = (shown = incidents) => render(<IncidentBoard incidents={shown} devices={devices} now={NOW} zone="UTC" />);

describe('the list of incidents', () => {
  it('says what is broken, whom it hurts and since when, with what it explains folded below', () => {
    board();
    const broken = screen.getByTestId('incidents-broken');
    expect(broken).toHaveTextContent('Broken now2');
    const [down] = within(broken).getAllByRole('listitem');
    expect(down).toHaveTextContent('Device not answering');
    expect(down).toHaveTextContent('agg-1');
    expect(down).toHaveTextContent('1,840 subscribers');
    expect(down).toHaveTextContent('for 15 min');
    expect(down).toHaveTextContent('since 12:38');
    expect(within(down).getByText('Explains 2 more').closest('details')).not.toHaveAttribute('open');
  });

  it('says what will break, the soonest first, how soon, how likely and how near it is', () => {
    board();
    const coming = screen.getByTestId('incidents-coming');
    expect(coming).toHaveTextContent('first in 1 hr 24 min');
    const [link, heat] = within(coming).getAllByRole('listitem');
    expect(link).toHaveTextContent('Link will be full');
    expect(link).toHaveTextContent('limit 90%');
    expect(link).toHaveTextContent('87% likely');
    expect(heat).toHaveTextContent('Will overheat');
  });

  it('leads to the chart of an incident, or to its device', () => {
    board();
    const links = screen.getAllByRole('link').map((link) => link.getAttribute('href'));
    expect(links[0]).toBe('#device/agg-1');
    expect(links).toContain('#device/core-1/interface%20ether1%20out_bits_per_second');
  });

  it('says in one line when nothing is broken and nothing is foreseen, with what is over folded below', () => {
    board(incidents.filter(({ endedAt }) => endedAt !== null));
    expect(screen.getByTestId('all-clear')).toHaveTextContent('Nothing is broken, nothing is foreseen.');
    expect(screen.getByTestId('all-clear')).toHaveTextContent('6 devices are watched.');
    expect(screen.queryByTestId('incidents-broken')).toBeNull();
    expect(screen.getByTestId('incidents-ended')).toHaveTextContent('did not happen');
  });
});
