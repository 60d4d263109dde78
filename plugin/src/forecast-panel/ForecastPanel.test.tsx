import '@testing-library/jest-dom';

import { createDataFrame, DataFrame, dateTime, FieldType, PanelProps } from '@grafana/data';
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

function panel(series: DataFrame[], options: Partial<Options> = {}, from = 0) {
  const range = { from: dateTime(from), to: dateTime(from + 2 * HOUR) };
  const props = {
    data: { series },
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
    expect(screen.getByTestId('panel-state')).toHaveTextContent('5 more hours of history');
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
});
