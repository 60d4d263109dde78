import { t } from '@grafana/i18n';

import { Aggregate, Direction, Format, Horizon, Kind, Lead, Measure, Phase } from '../types';

/** What is shown of a window's samples, in words. */
export function aggregateName(aggregate: Aggregate): string {
  switch (aggregate) {
    case 'mean':
      return t('datasource.aggregate.mean', 'Mean');
    case 'min':
      return t('datasource.aggregate.min', 'Minimum');
    case 'max':
      return t('datasource.aggregate.max', 'Maximum');
    case 'sum':
      return t('datasource.aggregate.sum', 'Sum');
    case 'count':
      return t('datasource.aggregate.count', 'Count');
    case 'last':
      return t('datasource.aggregate.last', 'Last');
  }
}

/** When a forecast was made, in words. */
export function leadName(lead: Lead, kind: Kind): string {
  switch (lead) {
    case 'newest':
      return kind === 'accuracy'
        ? t('datasource.lead.both', 'One and 24 steps before')
        : t('datasource.lead.newest', 'The newest');
    case '1':
      return t('datasource.lead.one', 'One step before');
    case '24':
      return t('datasource.lead.day', '24 steps before');
  }
}

/** How far the newest forecast reaches, in words. */
export function horizonName(horizon: Horizon): string {
  switch (horizon) {
    case 'stored':
      return t('datasource.horizon.stored', '24 steps ahead');
    case 'week':
      return t('datasource.horizon.week', '7 days ahead');
  }
}

/** The side of a threshold on which a value is a breach, in words. */
export function directionName(direction: Direction): string {
  switch (direction) {
    case 'above':
      return t('datasource.direction.above', 'Above the threshold');
    case 'below':
      return t('datasource.direction.below', 'Below the threshold');
  }
}

/** A measure of the accuracy of forecasts, in words. */
export function measureName(measure: Measure): string {
  switch (measure) {
    case 'coverage95':
      return t('datasource.measure.coverage95', 'Within the 95 % interval');
    case 'coverage80':
      return t('datasource.measure.coverage80', 'Within the 80 % interval');
    case 'mase':
      return t('datasource.measure.mase', 'MASE');
    case 'skill':
      return t('datasource.measure.skill', 'Skill against naive');
    case 'mae':
      return t('datasource.measure.mae', 'Mean absolute error');
    case 'bias':
      return t('datasource.measure.bias', 'Bias');
    case 'count':
      return t('datasource.measure.count', 'Number of forecasts');
  }
}

/** The shape of an answer, in words. */
export function formatName(format: Format): string {
  switch (format) {
    case 'timeseries':
      return t('datasource.format.timeseries', 'Time series');
    case 'table':
      return t('datasource.format.table', 'Table');
    case 'numeric':
      return t('datasource.format.numeric', 'Numbers');
  }
}

/** The phase of an incident, in words. */
export function phaseName(phase: Phase): string {
  switch (phase) {
    case 'predicted':
      return t('datasource.phase.predicted', 'Predicted');
    case 'active':
      return t('datasource.phase.active', 'Active');
    case 'clearing':
      return t('datasource.phase.clearing', 'Clearing');
    case 'cleared':
      return t('datasource.phase.cleared', 'Cleared');
    case 'expired':
      return t('datasource.phase.expired', 'Did not come true');
  }
}
