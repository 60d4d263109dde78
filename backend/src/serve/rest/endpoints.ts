import { documentationEndpoint } from './documentation.ts';
import { forecastsEndpoint } from './forecasts.ts';
import { healthEndpoint, metricsEndpoint, readinessEndpoint } from './health.ts';
import { openApiEndpoint } from './openapi.ts';
import type { Endpoint } from './operation.ts';
import { realAndPredictedEndpoint } from './real-and-predicted.ts';
import { seriesEndpoint } from './series.ts';
import { statusEndpoint } from './status.ts';

/** Every path of the service but the page. */
export const ENDPOINTS: readonly Endpoint[] = [
  realAndPredictedEndpoint,
  statusEndpoint,
  seriesEndpoint,
  forecastsEndpoint,
  healthEndpoint,
  readinessEndpoint,
  metricsEndpoint,
  openApiEndpoint(() => ENDPOINTS),
  documentationEndpoint(() => ENDPOINTS),
];
