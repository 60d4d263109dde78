import '@testing-library/jest-dom';

import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';

import { AccuracyOverview } from './AccuracyOverview';
import { AccuracyRow } from './AccuracyTable';
import { fitOf, verdictCounts, verdictOf, worstFirst } from './verdict';
import { seriesName } from './words';

const row = (name: string, more: Partial<AccuracyRow> = {}): AccuracyRow => ({
  ...{ id: name, name, lead: 1, learning: 0, count: 168, mae: 1, bias: 0, mase: 0.5, season: 604_800_000, skill: 0.4 },
  ...{ coverage80: 0.81, coverage95: 0.96 },
  series: { key: name, measurement: 'radius', tags: {}, field: name, unit: 'events', step: 3_600_000 },
  ...more,
});
const DOUBT = row('doubt', { coverage95: 0.6 });
const CARE = row('care', { mase: 1.1 });
const TRUST = row('trust');
const LEARNING = row('new', { count: 0, learning: 12.4, mae: null, mase: null, coverage80: null, coverage95: null });

describe('a forecast', () => {
  it('is judged by its intervals and against repeating what was', () => {
    expect([DOUBT, CARE, TRUST, LEARNING].map(verdictOf)).toEqual(['doubt', 'care', 'trust', 'unknown']);
    expect(verdictOf(row('worse than repeating', { mase: 2.1 }))).toBe('doubt');
    expect(verdictOf({ ...DOUBT, learning: 1 })).toBe('unknown');
    expect(verdictOf(row('never changes', { mase: null }))).toBe('trust');
    expect(verdictCounts([DOUBT, TRUST, TRUST, LEARNING])).toEqual({ trust: 2, care: 0, doubt: 1, unknown: 1 });
  });

  it('has intervals that are too narrow, right or wider than need be', () => {
    expect([0.6, 0.73, 0.8, 0.95].map((coverage) => fitOf(coverage, 0.8))).toEqual([
      'too-narrow',
      'narrow',
      'right',
      'wide',
    ]);
    expect([0.8, 0.88, 0.93, 0.99, 1].map((coverage) => fitOf(coverage, 0.95))).toEqual([
      'too-narrow',
      'narrow',
      'right',
      'right',
      'wide',
    ]);
  });

  it('comes the sooner the worse it is', () => {
    const rows = [LEARNING, TRUST, CARE, row('better', { mase: 0.2 }), DOUBT];
    expect(worstFirst(rows).map(({ name }) => name)).toEqual(['doubt', 'care', 'trust', 'better', 'new']);
  });
});

test('a series is called by its device and component, as people name them', () => {
  const series = { ...TRUST.series, measurement: 'cpu', field: 'load', tags: { device: 'a', component: '1' } };
  expect(seriesName(series, (device, component) => [device.toUpperCase(), `CPU ${component}`])).toBe(
    'A · CPU 1 · Processor load'
  );
  expect(seriesName(TRUST.series, () => [])).toBe('trust');
});

describe('the overview', () => {
  it('counts whom to trust, explains the measures, and shows a series that is chosen', () => {
    const onChoose = jest.fn();
    render(
      <AccuracyOverview
        rows={[TRUST, DOUBT, LEARNING]}
        measurement=""
        onMeasurement={jest.fn()}
        chosen="trust"
        onChoose={onChoose}
      />
    );
    expect(screen.getByText('Can be trusted: 1 · with care: 0 · not: 1 · not known yet: 1')).toBeInTheDocument();
    expect(screen.getByText(/MASE compares/)).toBeInTheDocument();
    expect(screen.getByText('Learning, 13 h')).toBeInTheDocument();
    expect(screen.getByText('60 %')).toBeInTheDocument();
    expect(screen.getAllByText('too narrow')[0]).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /trust/, pressed: true })).toBeInTheDocument();
    fireEvent.click(screen.getByText('doubt'));
    expect(onChoose).toHaveBeenCalledWith(DOUBT);
  });

  it('keeps a verdict on a line, lets the name of a series wrap, and scrolls what is wider within itself', () => {
    render(
      <AccuracyOverview
        rows={[DOUBT]}
        measurement=""
        onMeasurement={jest.fn()}
        chosen={undefined}
        onChoose={jest.fn()}
      />
    );
    expect(screen.getByRole('region', { name: 'Accuracy of forecasts' })).toHaveStyle({
      overflowX: 'auto',
      maxWidth: '100%',
    });
    expect(screen.getByText('Not trusted').closest('td')).toHaveStyle({ whiteSpace: 'nowrap' });
    expect(screen.getByText('doubt')).toHaveStyle({ whiteSpace: 'normal' });
    expect(screen.getByText('Gain over naive').closest('button')).toHaveStyle({ whiteSpace: 'normal' });
  });

  it('says when nothing was forecast', () => {
    render(
      <AccuracyOverview rows={[]} measurement="" onMeasurement={jest.fn()} chosen={undefined} onChoose={jest.fn()} />
    );
    expect(screen.getByText('Nothing was forecast in this time.')).toBeInTheDocument();
  });
});
