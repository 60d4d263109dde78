import '@testing-library/jest-dom';

import { createDataFrame, DataFrame, FieldType, LoadingState, PanelData, PanelProps } from '@grafana/data';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import React from 'react';
import { of, throwError } from 'rxjs';

import { PresageQuery } from '../datasource/types';
import { IncidentsPanel } from './IncidentsPanel';
import { DEFAULT_OPTIONS, Options } from './types';

const mockFetch = jest.fn();
const mockUser = { orgRole: 'Editor' };
let mockSearch = '';
jest.mock('@grafana/runtime', () => ({
  config: {
    bootData: {
      get user() {
        return mockUser;
      },
    },
  },
  getBackendSrv: () => ({ fetch: mockFetch }),
  locationService: {
    getSearch: () => new URLSearchParams(mockSearch),
    partial: (change: Record<string, string | null>) => {
      mockSearch = new URLSearchParams(
        Object.entries(change).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
      ).toString();
    },
  },
}));

beforeEach(() => {
  mockFetch.mockReset();
  mockSearch = '';
  mockUser.orgRole = 'Editor';
});

const ROWS = [
  {
    id: 'root',
    kind: 'device-down',
    severity: 'critical',
    phase: 'active',
    device: 'agg-1',
    cause: '',
    affected: 1840,
  },
  {
    id: 'leaf',
    kind: 'device-down',
    severity: 'major',
    phase: 'active',
    device: 'access-11',
    cause: 'root',
    affected: 640,
  },
  { id: 'soon', kind: 'link-load', severity: 'warning', phase: 'predicted', device: 'core-1', cause: '', affected: 5 },
];

function frame(rows: Array<(typeof ROWS)[number]> = ROWS): DataFrame {
  const text = (name: keyof (typeof ROWS)[number]) => ({
    ...{ name, type: FieldType.string, values: rows.map((row) => row[name]) },
  });
  return createDataFrame({
    fields: [
      ...(['id', 'kind', 'severity', 'phase', 'device', 'cause'] as const).map(text),
      { name: 'affected', type: FieldType.number, values: rows.map(({ affected }) => affected) },
      { name: 'changedAt', type: FieldType.time, values: rows.map(() => 1000) },
      { name: 'probability', type: FieldType.number, values: rows.map(() => 0.8) },
    ],
  });
}

/** One incident with all that the backend tells, `now` of its clock. */
function wholeFrame(now: number): DataFrame {
  const text = { id: 'one', kind: 'cpu', severity: 'major', phase: 'active', device: 'core-1', deviceName: 'Core' };
  const numbers = { since: now - 600_000, value: 95, threshold: 90 };
  const field = (name: string, type: FieldType, value: unknown) => ({ name, type, values: [value] });
  return createDataFrame({
    meta: { custom: { now } },
    fields: [
      ...Object.entries({ ...text, unit: 'percent' }).map(([name, value]) => field(name, FieldType.string, value)),
      ...Object.entries(numbers).map(([name, value]) => field(name, FieldType.number, value)),
    ],
  });
}

function panel(
  series: DataFrame[] = [frame()],
  options: Partial<Options> = {},
  query: Partial<PresageQuery> = {},
  more: Partial<PanelData> = {}
) {
  const datasource = { type: 'presage-netops-datasource', uid: 'p1' };
  const props = {
    id: 4,
    data: { series, request: { targets: [{ refId: 'A', datasource, ...query }] }, ...more },
    options: { ...DEFAULT_OPTIONS, ...options },
    timeZone: 'utc',
    width: 900,
    height: 400,
  } as unknown as PanelProps<Options>;
  return render(<IncidentsPanel {...props} />);
}
const shown = () => screen.queryAllByTestId(/^incident-/).map((row) => row.dataset.testid?.replace('incident-', ''));
const choose = (id: string) => fireEvent.click(within(screen.getByTestId(`incident-${id}`)).getByRole('checkbox'));

describe('the incidents panel', () => {
  it('shows causes over their symptoms, with words, numbers and probability', () => {
    panel();
    expect(shown()).toEqual(['root', 'leaf', 'soon']);
    expect(screen.getByTestId('incident-root')).toHaveTextContent(/critical.*Device not answering.*agg-1.*1,840/);
    expect(screen.getByTestId('incident-root')).not.toHaveTextContent('80%');
    expect(screen.getByTestId('incident-soon')).toHaveTextContent(/predicted.*Link will be full.*80%/);
    fireEvent.click(screen.getByText('explains 1 more'));
    expect(shown()).toEqual(['root', 'soon']);
  });

  it('searches, filters, sorts and chooses columns, and keeps that in the URL', () => {
    const { unmount } = panel(undefined, { tree: false });
    fireEvent.click(screen.getByRole('button', { name: '1 warning' }));
    expect(shown()).toEqual(['soon']);
    fireEvent.click(screen.getByRole('button', { name: '1 warning' }));
    fireEvent.click(screen.getByRole('button', { name: 'Subscribers' }));
    fireEvent.click(screen.getByRole('button', { name: /^Subscribers/ }));
    expect(shown()).toEqual(['soon', 'leaf', 'root']);
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'device' } });
    expect(shown()).toEqual(['leaf', 'root']);
    fireEvent.click(screen.getByLabelText('Probability'));
    unmount();
    panel(undefined, { tree: false });
    expect(shown()).toEqual(['leaf', 'root']);
    expect(screen.queryByRole('columnheader', { name: 'Probability' })).toBeNull();
  });

  it('names the device, links to both, and tells the value, its limit and what is new by the clock of the backend', () => {
    panel([wholeFrame(1_000_000_000)]);
    const row = within(screen.getByTestId('incident-one'));
    expect(row.getByRole('link', { name: 'Processor overloaded' })).toHaveAttribute(
      'href',
      '/a/presage-netops-app/incidents/one'
    );
    expect(row.getByRole('link', { name: 'Core' })).toHaveAttribute('href', '/a/presage-netops-app/devices/core-1');
    expect(screen.getByTestId('incident-one')).toHaveTextContent(/new.*10 min.*95% \(90%\)/);
  });

  it('puts columns in another order', () => {
    panel();
    const titles = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    const before = titles();
    fireEvent.click(screen.getByRole('button', { name: 'Move the column Where to the left' }));
    expect(titles().indexOf('Where')).toBe(before.indexOf('Where') - 1);
  });

  it('snoozes until a time that is chosen', async () => {
    mockFetch.mockReturnValue(
      of({ data: { id: 'one', changedAt: 2000, operator: { state: 'snoozed', by: 'ann' }, comments: [] } })
    );
    panel([wholeFrame(1_000_000_000)]);
    choose('one');
    fireEvent.click(screen.getByRole('button', { name: 'Snooze until …' }));
    fireEvent.click(screen.getByRole('button', { name: 'Snooze' }));
    await waitFor(() => expect(mockFetch).toHaveBeenCalled());
    const { action, until } = mockFetch.mock.calls[0][0].data;
    expect(action).toBe('snooze');
    expect(until).toBeGreaterThan(1_000_000_000 + 3_000_000);
    expect(until).toBeLessThan(1_000_000_000 + 4_000_000);
  });

  it('turns pages', () => {
    panel(undefined, { pageSize: 1 });
    expect(shown()).toEqual(['root', 'leaf']);
    fireEvent.click(screen.getByRole('button', { name: '2' }));
    expect(shown()).toEqual(['soon']);
  });

  it('acknowledges several at once with a comment, and shows it at once', async () => {
    mockFetch.mockImplementation(({ url }: { url: string }) => {
      const id = url.split('/').at(-2);
      return of({ data: { id, changedAt: 2000, operator: { state: 'acknowledged', by: 'ann' }, comments: [] } });
    });
    panel();
    choose('root');
    choose('soon');
    fireEvent.change(screen.getByLabelText('Comment'), { target: { value: 'on it' } });
    fireEvent.click(screen.getByRole('button', { name: 'Acknowledge' }));
    await waitFor(() => expect(screen.getAllByText('acknowledged · ann')).toHaveLength(2));
    expect(mockFetch.mock.calls.map(([{ url, data }]) => [url, data])).toEqual(
      ['root', 'soon'].map((id) => [
        `/api/datasources/uid/p1/resources/api/v1/incidents/${id}/actions`,
        { action: 'acknowledge', comment: 'on it' },
      ])
    );
  });

  it('offers to take back only what was done', () => {
    panel();
    choose('root');
    expect(screen.getByRole('button', { name: 'Acknowledge' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Take back' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Bring back' })).toBeNull();
  });

  it('says why an action was refused', async () => {
    mockFetch.mockReturnValue(throwError(() => ({ data: { detail: 'action: the incident is over' } })));
    panel();
    choose('root');
    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(await screen.findByText('action: the incident is over')).toBeInTheDocument();
  });

  it('keeps the comment, and chosen what it was not done to, when an action fails', async () => {
    mockFetch.mockImplementation(({ url }: { url: string }) => {
      const id = url.split('/').at(-2);
      return id === 'root'
        ? throwError(() => ({ data: { detail: 'the backend is away' } }))
        : of({ data: { id, changedAt: 2000, operator: { state: 'acknowledged', by: 'ann' }, comments: [] } });
    });
    panel();
    choose('root');
    choose('soon');
    fireEvent.change(screen.getByLabelText('Comment'), { target: { value: 'on it' } });
    fireEvent.click(screen.getByRole('button', { name: 'Acknowledge' }));
    await screen.findByText('the backend is away');
    const box = (id: string) => within(screen.getByTestId(`incident-${id}`)).getByRole('checkbox');
    await waitFor(() => expect(box('soon')).not.toBeChecked());
    expect(box('root')).toBeChecked();
    expect(screen.getByLabelText('Comment')).toHaveValue('on it');
    mockFetch.mockReturnValue(of({ data: { id: 'root', changedAt: 2000, operator: { state: 'none', by: 'ann' } } }));
    fireEvent.click(screen.getByRole('button', { name: 'Only comment' }));
    await waitFor(() => expect(box('root')).not.toBeChecked());
    expect(screen.queryByText('the backend is away')).toBeNull();
    expect(screen.getByTestId('incident-root')).not.toHaveTextContent('ann');
  });

  it('lets viewers only read', () => {
    mockUser.orgRole = 'Viewer';
    panel();
    expect(within(screen.getByTestId('incident-root')).queryByRole('checkbox')).toBeNull();
  });

  it('tells the history of an incident', async () => {
    const incident = { operator: { state: 'closed', by: 'eve' }, comments: [{ time: 2, by: 'eve', text: 'a fuse' }] };
    const history = [
      { number: 1, time: 1, type: 'active', incident },
      { number: 2, time: 2, type: 'updated', incident },
      { number: 3, time: 3, type: 'operated', incident },
    ];
    mockFetch.mockReturnValue(of({ data: { incident, history } }));
    panel();
    fireEvent.click(screen.getByRole('button', { name: 'History of Device not answering agg-1' }));
    const list = await screen.findByRole('list', { name: 'History' });
    const told = within(list).getAllByRole('listitem');
    expect(told.map(({ textContent }) => textContent?.slice('1970-01-01 00:00:00 '.length))).toEqual([
      ...['broke', 'eve: a fuse', 'closed · eve'],
    ]);
  });

  it('does not call everything well where the query asks for some incidents only', () => {
    panel([frame([])], {}, { incidentKind: '$kind' });
    expect(screen.getByTestId('panel-state')).toHaveTextContent('Nothing is broken');
    cleanup();
    panel([frame([])], {}, { incidentKind: 'cpu' });
    expect(screen.getByTestId('panel-state')).toHaveTextContent('No incident matches');
  });

  it('says why its query failed, and calls nothing well then', () => {
    const errors = [{ message: 'the backend is away' }];
    panel([], {}, {}, { state: LoadingState.Error, errors });
    expect(screen.getByTestId('panel-state')).toHaveTextContent('the backend is away');
    expect(screen.queryByRole('textbox')).toBeNull();
    cleanup();
    panel([], {}, {}, { state: LoadingState.Error });
    expect(screen.getByTestId('panel-state')).toHaveTextContent('The query failed');
    cleanup();
    panel([frame([])], {}, {}, { state: LoadingState.Done, errors });
    expect(screen.getByText('the backend is away')).toBeInTheDocument();
    expect(screen.queryByText(/Nothing is broken/)).toBeNull();
    cleanup();
    panel(undefined, {}, {}, { state: LoadingState.Error, errors });
    expect(shown()).toEqual(['root', 'leaf', 'soon']);
    expect(screen.queryByRole('button', { name: '1 critical' })).toBeNull();
  });

  it('calls nothing well before an answer has come', () => {
    panel([], {}, {}, { state: LoadingState.Loading });
    expect(screen.getByTestId('panel-state')).toHaveTextContent('Loading');
    cleanup();
    panel([], {}, {}, { state: LoadingState.Done });
    expect(screen.getByTestId('panel-state')).toHaveTextContent('no table of incidents');
  });

  it('says when there is nothing, nothing that matches, or no incidents in the data', () => {
    const { unmount } = panel([frame([])]);
    expect(screen.getByTestId('panel-state')).toHaveTextContent('Nothing is broken');
    unmount();
    const { unmount: unmountAll } = panel();
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'nowhere' } });
    expect(screen.getByTestId('panel-state')).toHaveTextContent('No incident matches');
    unmountAll();
    panel([createDataFrame({ fields: [{ name: 'x', type: FieldType.number, values: [1] }] })]);
    expect(screen.getByTestId('panel-state')).toHaveTextContent('use a Presage query');
  });
});
