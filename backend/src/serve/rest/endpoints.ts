import { accuracyEndpoint } from './accuracy.ts';
import { alertUsersEndpoint } from './alert-users.ts';
import { deviceLoadsEndpoint } from './device-loads.ts';
import { deviceEndpoint, devicesEndpoint } from './devices.ts';
import { distributionEndpoint } from './distribution.ts';
import { documentationEndpoint } from './documentation.ts';
import { eventsEndpoint } from './events.ts';
import { explanationEndpoint } from './explanation.ts';
import { faultEndpoint, faultsEndpoint } from './faults.ts';
import { forecastsEndpoint } from './forecasts.ts';
import { healthEndpoint, metricsEndpoint, readinessEndpoint } from './health.ts';
import { incidentActionsEndpoint } from './incident-actions.ts';
import { incidentEndpoint, incidentsEndpoint } from './incidents.ts';
import { openApiEndpoint } from './openapi.ts';
import type { Endpoint } from './operation.ts';
import { outlookEndpoint } from './outlook.ts';
import { realAndPredictedEndpoint } from './real-and-predicted.ts';
import { seriesEndpoint } from './series.ts';
import { snmpDataEndpoint } from './snmp-data.ts';
import { sourceEndpoint, sourcesEndpoint } from './sources.ts';
import { statusEndpoint } from './status.ts';
import { subscriberAnomaliesEndpoint } from './subscriber-anomalies.ts';
import { topologyEndpoint } from './topology.ts';
import { trapsEndpoint } from './traps.ts';

/** Every path of the service but the page. */
export const ENDPOINTS: readonly Endpoint[] = [
  realAndPredictedEndpoint,
  snmpDataEndpoint,
  alertUsersEndpoint,
  statusEndpoint,
  sourcesEndpoint,
  sourceEndpoint,
  seriesEndpoint,
  forecastsEndpoint,
  distributionEndpoint,
  explanationEndpoint,
  outlookEndpoint,
  accuracyEndpoint,
  devicesEndpoint,
  deviceLoadsEndpoint,
  trapsEndpoint,
  subscriberAnomaliesEndpoint,
  deviceEndpoint,
  topologyEndpoint,
  incidentsEndpoint,
  incidentEndpoint,
  incidentActionsEndpoint,
  eventsEndpoint,
  faultsEndpoint,
  faultEndpoint,
  healthEndpoint,
  readinessEndpoint,
  metricsEndpoint,
  openApiEndpoint(() => ENDPOINTS),
  documentationEndpoint(() => ENDPOINTS),
];
