import '@testing-library/jest-dom';

import { render, screen } from '@testing-library/react';
import React from 'react';

import { ForecastTooltip } from './ForecastTooltip';
import { ForecastData, IncidentRegion } from './types';

const data: ForecastData = {
  times: [Date.UTC(2026, 10, 24, 10), Date.UTC(2026, 10, 24, 11)],
  columns: {
    real: [10, null],
    mean: [8, 9],
    lower80: [7, null],
    upper80: [9, null],
    lower95: [5, null],
    upper95: [11, null],
  },
};
const ENDED = Date.UTC(2026, 10, 24, 12);
const tooltip = (index: number, now = ENDED, incidents: IncidentRegion[] = []) =>
  render(
    <ForecastTooltip
      series={[{ name: '', data, field: undefined }]}
      time={data.times[index]}
      timeZone="Europe/Ulyanovsk"
      now={now}
      incidents={incidents}
    />
  );

describe('the tooltip', () => {
  it('says time in the zone, real, predicted, both intervals and the residual', () => {
    tooltip(0);
    expect(screen.getByTestId('tooltip-time')).toHaveTextContent('2026-11-24 14:00');
    expect(screen.getByTestId('tooltip-real')).toHaveAttribute('data-value', '10');
    expect(screen.getByTestId('tooltip-predicted')).toHaveAttribute('data-value', '8');
    expect(screen.getByTestId('tooltip-interval80')).toHaveTextContent('7 – 9');
    expect(screen.getByTestId('tooltip-interval95')).toHaveTextContent('5 – 11');
    expect(screen.getByTestId('tooltip-residual')).toHaveTextContent('+2');
  });

  it('calls a gap missing and leaves out what is not known', () => {
    tooltip(1);
    expect(screen.getByTestId('tooltip-real')).toHaveTextContent('missing');
    expect(screen.queryByTestId('tooltip-interval80')).toBeNull();
    expect(screen.queryByTestId('tooltip-residual')).toBeNull();
  });

  it('calls nothing missing before its hour has ended', () => {
    tooltip(1, ENDED - 1);
    expect(screen.getByTestId('tooltip-real')).toHaveTextContent('–');
    expect(screen.getByTestId('tooltip-real')).toHaveAttribute('data-value', '');
  });

  it('names the incidents of its step, and no others', () => {
    const [first, second] = data.times;
    const region = { title: 'Link is full', severity: 'major', phase: 'cleared' } as const;
    tooltip(0, ENDED, [
      { ...region, from: first + 1000, to: first + 2000 },
      { ...region, from: second, to: null, title: 'Overheating', phase: 'active' },
    ]);
    expect(screen.getAllByTestId('tooltip-incident').map(({ textContent }) => textContent)).toEqual(['Link is full']);
  });
});
