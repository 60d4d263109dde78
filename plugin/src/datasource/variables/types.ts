import { DataQuery } from '@grafana/schema';

export const CHOICES = [
  'devices',
  'components',
  'nas',
  'sites',
  'incidentKinds',
  'measurements',
  'fields',
  'tagValues',
] as const;
export type Choice = (typeof CHOICES)[number];

/** What a variable of a dashboard offers. Every text may hold other variables, so that one follows another. */
export interface VariableQuery extends DataQuery {
  choice?: Choice;
  /** Only devices of this site; only components and NAS of this device. Empty or "All": any. */
  site?: string;
  device?: string;
  /** Where fields and tags are looked for. */
  measurement?: string;
  tag?: string;
}

export const DEFAULT_CHOICE: Choice = 'devices';
