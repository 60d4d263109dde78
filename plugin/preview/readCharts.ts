import { DataFrame } from '@grafana/data';

import { incidentTitle } from '../src/incidents/words';
import { ask, DeviceAnswer, ForecastAnswer, IncidentAnswer, SeriesAnswer, StatusAnswer } from './api';
import { Chart, isOfChart } from './charts';
import { HOUR, MINUTE } from '../src/incidents/durations';
import { forecastFrame } from './forecastFrame';
import { regionOf, thresholdIn, touches, withSymptoms } from './incidents';

/** The steps in which devices are forecast, and the tag of each. */
export const FINE_STEP = 5 * MINUTE;
const STEP_TAGS: Record<number, string> = { [FINE_STEP]: '5m', [HOUR]: '1h' };

/** What was read for a chart; without a series when the backend has none. */
export interface ReadChart {
  chart: Chart;
  series: SeriesAnswer | undefined;
  forecast: ForecastAnswer | undefined;
}

/** Charts as of one moment of the backend's clock. */
export interface ChartReading {
  now: number;
  charts: ReadChart[];
}

/**
 * Reads `span` milliseconds until now in the given step, the charts one after the other: a wall of devices is no reason to
 * hurry the backend.
 */
export async function readCharts(charts: Chart[], span: number, step: number): Promise<ChartReading> {
  const { now } = await ask<StatusAnswer>('status');
  const from = Math.floor((now - span) / step) * step;
  const read: ReadChart[] = [];
  for (const chart of charts) {
    read.push(await readChart(chart, from, step));
  }
  return { now, charts: read };
}

async function readChart(chart: Chart, from: number, step: number): Promise<ReadChart> {
  const { measurement, field, tags } = chart;
  const chosen = Object.entries(tags).map(([name, value]) => [`tag.${name}`, value]);
  const selector = new URLSearchParams([
    ['measurement', measurement],
    ['field', field],
    ...chosen,
    ['from', `${from}`],
  ]);
  const [{ series }, { forecasts }] = await Promise.all([
    ask<{ series: SeriesAnswer[] }>(`series?${selector}&step=${step}&aggregate=mean`),
    ask<{ forecasts: ForecastAnswer[] }>(`forecasts?${selector}&tag.step=${STEP_TAGS[step]}`),
  ]);
  return {
    chart,
    series: measuredOf(series, chart, STEP_TAGS[step]),
    forecast: forecasts.find((one) => isOfChart(one.series, chart)),
  };
}

/**
 * What was measured for a chart. The series in its step reaches far back but ends with the last whole step; what came since
 * is in the series as it was measured, which is kept for a few days.
 */
export function measuredOf(
  series: SeriesAnswer[],
  chart: Chart,
  stepTag: string | undefined
): SeriesAnswer | undefined {
  const inStep = (tag: string | undefined) => {
    const found = series.filter((one) => isOfChart(one, chart) && one.tags.step === tag);
    return found.find(({ times }) => times.length > 0) ?? found[0];
  };
  const [whole, fine] = [inStep(stepTag), inStep(undefined)];
  if (!whole?.times.length || !fine) {
    return fine ?? whole;
  }
  const last = whole.times[whole.times.length - 1];
  const since = fine.times.findIndex((time) => time > last);
  return since < 0
    ? whole
    : {
        ...fine,
        times: [...whole.times, ...fine.times.slice(since)],
        values: [...whole.values, ...fine.values.slice(since)],
      };
}

/** A chart of a device as a frame of the forecast panel, with the incidents that touch it. */
export function chartFrame(
  { chart, series, forecast }: ReadChart & { series: SeriesAnswer },
  device: DeviceAnswer,
  incidents: IncidentAnswer[],
  now: number
): DataFrame {
  const touching = withSymptoms(incidents).filter((incident) => touches(incident, chart, device));
  const open = touching.filter(({ endedAt }) => endedAt === null);
  return forecastFrame(chart.title, series, forecast, now, {
    incidents: touching.flatMap((incident) => regionOf(incident, incidentTitle(incident)) ?? []),
    threshold: open.map((incident) => thresholdIn(incident, chart)).find((value) => value !== undefined),
  });
}
