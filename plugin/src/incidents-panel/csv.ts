import { Incident } from './types';

const CELLS: Array<keyof Incident> = [
  ...(['id', 'severity', 'phase', 'kind', 'title', 'place'] as const),
  ...([
    'since',
    'expectedAt',
    'endedAt',
    'value',
    'threshold',
    'unit',
    'affected',
    'probability',
    'operator',
    'operatorBy',
    'cause',
  ] as const),
];
const TIMES = new Set<keyof Incident>(['since', 'expectedAt', 'endedAt']);

/** Incidents as CSV (RFC 4180); times are ISO 8601 in UTC. */
export function toCsv(incidents: Incident[]): string {
  const rows = incidents.map((incident) => CELLS.map((name) => cell(name, incident[name])));
  return [CELLS, ...rows].map((row) => row.join(',')).join('\r\n');
}

function cell(name: keyof Incident, value: string | number | null): string {
  if (value === null) {
    return '';
  }
  if (typeof value === 'number') {
    return TIMES.has(name) ? new Date(value).toISOString() : String(value);
  }
  // A spreadsheet computes what begins so.
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
