import '@testing-library/jest-dom';

import { createDataFrame, DataFrame, dateTime, FieldType, LoadingState, PanelData, PanelProps } from '@grafana/data';
import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';

import { ForecastPanel } from './ForecastPanel';
import { DEFAULT_OPTIONS, Options } from './types';

// jsdom has neither canvas nor layout: the plot itself is looked at in a browser.
jest.mock('@grafana/ui', () => {
  type LayoutProps = { legend: React.ReactNode; children: (width: number, height: number) => React.ReactNode };
  const VizLayout = ({ legend, children }: LayoutProps) => (
    <>
      {children(600, 200)}
      {legend}
    </>
  );
  VizLayout.Legend = ({ children }: { children: React.ReactNode }) => children;
  return {
    ...jest.requireActual('@grafana/ui'),
    VizLayout,
    UPlotChart: ({ config }: { config: { getConfig: () => { series: Array<{ show?: boolean }> } } }) => (
      <div data-testid="plot" data-shown={config.getConfig().series.filter(({ show }) => show).length} />
    ),
  };
});

const HOUR = 3_600_000;

function frame(name: string, real: Array<number | null>, learningHours = 0): DataFrame {
  return createDataFrame({
    name,
    meta: { custom: { now: 2 * HOUR, learningHours } },
    fields: [
      { name: 'time', type: FieldType.time, values: [0, HOUR] },
      { name: 'real', type: FieldType.number, values: real },
      { name: 'mean', type: FieldType.number, values: real.map((value) => value && value + 1) },
    ],
  });
}

function panel(series: DataFrame[], options: Partial<Options> = {}, from = 0, data: Partial<PanelData> = {}) {
  const range = { from: dateTime(from), to: dateTime(from + 2 * HOUR) };
  const props = {
    data: { series, ...data },
    options: { ...DEFAULT_OPTIONS, ...options },
    timeRange: { ...range, raw: range },
    timeZone: 'utc',
    width: 600,
    height: 300,
  } as unknown as PanelProps<Options>;
  return render(<ForecastPanel {...props} />);
}

describe('the forecast panel', () => {
  it('says in words what the picture shows', () => {
    panel([frame('Failed requests', [10, 20])]);
    expect(screen.getByRole('img')).toHaveAccessibleName(
      'Failed requests: real 20, predicted 21 at 1970-01-01 01:00:00'
    );
    expect(screen.queryByTestId('panel-state')).toBeNull();
  });

  it('draws a chart with a title for each of several frames', () => {
    panel([frame('First', [1, 2]), frame('Second', [3, 4])]);
    expect(screen.getAllByTestId('plot')).toHaveLength(2);
    expect(screen.getByText('First')).toBeInTheDocument();
    expect(screen.getByText('Second')).toBeInTheDocument();
  });

  it('says how long it is still learning', () => {
    panel([frame('New', [1, 2], 5)]);
    expect(screen.getByTestId('panel-state')).toHaveTextContent(
      '5 more hours of history until forecasts can be trusted'
    );
  });

  it('says when there are no data, or none that it can draw', () => {
    const { unmount } = panel([]);
    expect(screen.getByTestId('panel-state')).toHaveTextContent('No data in this time range');
    unmount();
    const { unmount: unmountGap } = panel([frame('Gap', [null, null])]);
    expect(screen.getByTestId('panel-state')).toHaveTextContent('No data in this time range');
    unmountGap();
    const { unmount: unmountOld } = panel([frame('Old', [1, 2])], {}, 10 * HOUR);
    expect(screen.getByTestId('panel-state')).toHaveTextContent('No data in this time range');
    unmountOld();
    panel([createDataFrame({ fields: [{ name: 'value', type: FieldType.number, values: [1] }] })]);
    expect(screen.getByTestId('panel-state')).toHaveTextContent('use a Presage query');
  });

  it('switches a line off and on again by its legend', () => {
    panel([frame('Failed requests', [10, 20])]);
    const shown = () => screen.getByTestId('plot').dataset.shown;
    const before = shown();
    fireEvent.click(screen.getByText('Real'));
    expect(shown()).toBe(String(Number(before) - 1));
    fireEvent.click(screen.getByText('Real'));
    expect(shown()).toBe(before);
  });

  it('draws several frames in one chart where that is asked for, and switches each', () => {
    panel([frame('First', [1, 2]), frame('Second', [3, 4])], { layout: 'together' });
    const plot = screen.getByTestId('plot');
    const before = Number(plot.dataset.shown);
    fireEvent.click(screen.getByText('Second'));
    expect(Number(screen.getByTestId('plot').dataset.shown)).toBe(before / 2);
  });

  it('switches a line of all small multiples by their one legend', () => {
    panel([frame('First', [1, 2]), frame('Second', [3, 4])]);
    const shown = () => screen.getAllByTestId('plot').map(({ dataset }) => Number(dataset.shown));
    const before = shown();
    fireEvent.click(screen.getByRole('button', { name: 'Real' }));
    expect(shown()).toEqual(before.map((count) => count - 1));
  });

  it('says since when there are no new values', () => {
    const old = frame('Old', [1, 2]);
    old.meta = { custom: { now: 6 * HOUR } };
    panel([old], {}, 4 * HOUR - 3 * HOUR);
    expect(screen.getByTestId('panel-state')).toHaveTextContent('No new values since 1970-01-01 01:00');
  });

  it('says what went wrong', () => {
    panel([], {}, 0, { state: LoadingState.Error, errors: [{ message: 'The store is away' }] });
    expect(screen.getByTestId('panel-state')).toHaveTextContent('The store is away');
  });

  it('says when a threshold is expected to be passed, and how surely', () => {
    const rising = createDataFrame({
      name: 'Link',
      meta: { custom: { now: HOUR, threshold: 90 } },
      fields: [
        { name: 'time', type: FieldType.time, values: [0, HOUR, 2 * HOUR] },
        { name: 'real', type: FieldType.number, values: [50, null, null] },
        { name: 'mean', type: FieldType.number, values: [50, 80, 95] },
        { name: 'breach', type: FieldType.number, values: [null, 0.1, 0.88] },
      ],
    });
    panel([rising]);
    expect(screen.getByTestId('expected-crossing')).toHaveTextContent('88 % · Above 90 from 02:00');
  });

  it('has a link to the page of each incident it marks', () => {
    const one = frame('Failed requests', [10, 20]);
    const region = { from: 0, to: null, title: 'Link is full', severity: 'major', phase: 'active' };
    one.meta = { custom: { now: 2 * HOUR, incidents: [{ ...region, id: 'I 1' }, region] } };
    const { unmount } = panel([one]);
    const links = screen.getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/a/presage-netops-app/incidents/I%201']);
    expect(links[0]).toHaveTextContent('Link is full');
    unmount();
    panel([one], { showIncidents: false });
    expect(screen.queryByRole('link')).toBeNull();
  });
});
