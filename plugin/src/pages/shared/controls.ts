import { SceneObject, SceneRefreshPicker, SceneTimePicker } from '@grafana/scenes';

/** How often a page may ask again; forecasts change with each poll, which is a minute at least. */
const INTERVALS = ['10s', '30s', '1m', '5m', '15m', '1h'];

/** The time range of a page, and how often it asks again by itself, which is one of 10s, 30s, 1m, 5m, 15m and 1h. */
export const timeControls = (refresh = '30s'): SceneObject[] => [
  new SceneTimePicker({ isOnCanvas: true }),
  new SceneRefreshPicker({ refresh, intervals: INTERVALS }),
];
