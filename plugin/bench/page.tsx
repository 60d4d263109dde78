import 'uplot/dist/uPlot.min.css';

import {
  applyFieldOverrides,
  createTheme,
  DataFrame,
  dateTime,
  LoadingState,
  PanelProps,
  ThemeContext,
} from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { PortalContainer, UPlotChart } from '@grafana/ui';
import i18next from 'i18next';
import React from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';

import { chartSeries, plotColumns } from '../src/forecast-panel/chartSeries';
import { chartColors } from '../src/forecast-panel/colors';
import { ForecastPanel } from '../src/forecast-panel/ForecastPanel';
import { plotConfig } from '../src/forecast-panel/plotConfig';
import { DEFAULT_OPTIONS, ForecastMeta, Options } from '../src/forecast-panel/types';
import english from '../src/locales/en-US/presage-netops-app.json';
import russian from '../src/locales/ru-RU/presage-netops-app.json';
import pluginJson from '../src/plugin.json';
import { NOW, rangeOf, waveFrame } from './frames';

const asked = new URLSearchParams(location.search);
const number = (name: string, otherwise: number) => Number(asked.get(name) ?? otherwise);
const count = number('series', 10);
const points = number('points', 1000);
const [width, height] = [number('width', 1280), number('height', 900)];
const theme = createTheme({ colors: { mode: asked.get('theme') === 'light' ? 'light' : 'dark' } });
const options: Options = { ...DEFAULT_OPTIONS, ...JSON.parse(asked.get('options') ?? '{}') };
const custom: ForecastMeta = JSON.parse(asked.get('custom') ?? '{}');
const bare = asked.has('bare');
const range = rangeOf(points);

function framesOf(turn: number): DataFrame[] {
  return applyFieldOverrides({
    data: Array.from({ length: count }, (_, index) => waveFrame(index, points, turn, custom)),
    fieldConfig: { defaults: {}, overrides: [] },
    theme,
    replaceVariables: (text) => text,
    timeZone: 'utc',
  });
}

function Panel({ frames }: { frames: DataFrame[] }) {
  const timeRange = { from: dateTime(range[0]), to: dateTime(range[1]) };
  const props = {
    data: { state: LoadingState.Done, series: frames, timeRange: { ...timeRange, raw: timeRange } },
    timeRange: { ...timeRange, raw: timeRange },
    ...{ timeZone: 'utc', options, width, height },
    onChangeTimeRange: () => {},
  } as unknown as PanelProps<Options>;
  return <ForecastPanel {...props} />;
}

const bareConfigs = Array.from({ length: count }, () => {
  const config = plotConfig({
    ...{ theme, timeZone: 'utc', earlier: [], axes: [{}], nowLabel: '', compact: { x: false, y: false } },
    series: [{ colors: chartColors(theme), hidden: new Set(), axis: 0 }],
    state: () => ({
      ...{ range: [range[0], NOW + (NOW - range[0]) / 2], now: 0, regions: [], thresholds: [], crossing: undefined },
      ...{ fields: [], onOpen: () => {} },
    }),
  });
  config.setCursor({ sync: { key: 'bare', scales: ['x', null] } });
  return config;
});

/** Grafana's chart alone, with the same columns: what the panel is measured against. */
function Bare({ frames }: { frames: DataFrame[] }) {
  return (
    <div style={{ display: 'grid', gridTemplateColumns: `repeat(2, ${width / 2}px)` }}>
      {frames.map((frame, index) => (
        <UPlotChart
          key={index}
          config={bareConfigs[index]}
          data={plotColumns([chartSeries(frame)], [])}
          width={width / 2}
          height={height / 5}
        />
      ))}
    </div>
  );
}

/** Waits for what was begun before: React and the plots do their work in tasks of their own. */
const nextTask = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });

/** Waits until what was drawn is painted. */
const painted = async () => {
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await nextTask();
};

/** Waits until the frames before are on the screen: a browser without a graphics processor falls behind. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));

async function start() {
  const language = asked.get('lang') === 'ru' ? 'ru-RU' : 'en-US';
  await i18next.use(initReactI18next).init({
    resources: { [language]: { [pluginJson.id]: language === 'ru-RU' ? russian : english } },
    ...{ lng: language, ns: [pluginJson.id], returnEmptyString: false },
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  });
  await initPluginTranslations(pluginJson.id);
  const element = document.getElementById('root')!;
  document.body.style.background = theme.colors.background.primary;
  document.body.style.fontFamily = 'Inter, "DejaVu Sans", sans-serif';
  document.body.style.color = theme.colors.text.primary;
  const root = createRoot(element);
  const show = (frames: DataFrame[]) =>
    flushSync(() =>
      root.render(
        <ThemeContext.Provider value={theme}>
          {bare ? <Bare frames={frames} /> : <Panel frames={frames} />}
          <PortalContainer />
        </ThemeContext.Provider>
      )
    );
  show(framesOf(0));
  await painted();
  const measures = {
    /** Milliseconds from new values to their picture. */
    async draw(turn: number): Promise<number> {
      const frames = framesOf(turn);
      await settled();
      const begun = performance.now();
      show(frames);
      await painted();
      return performance.now() - begun;
    },
    /** Milliseconds from a move of the mouse to the picture of what it brings. */
    async hover(share: number): Promise<number> {
      const over = document.querySelector<HTMLElement>('.u-over')!;
      const box = over.getBoundingClientRect();
      const at = { clientX: box.left + box.width * share, clientY: box.top + box.height / 2, bubbles: true };
      const shown = () => document.querySelector<HTMLElement>('[data-testid="tooltip"]')?.dataset.time;
      const before = shown();
      await settled();
      const begun = performance.now();
      over.dispatchEvent(new MouseEvent('mousemove', at));
      while (!bare && shown() === before) {
        await nextTask();
      }
      await painted();
      return performance.now() - begun;
    },
  };
  Object.assign(globalThis, { measures });
}

start();
