import { Severity } from '../incidents/words';
import { Incident } from './types';

export const SEVERITIES: Severity[] = ['critical', 'major', 'minor', 'warning'];
export const COLUMNS = [
  'severity',
  'title',
  'place',
  'duration',
  'since',
  'value',
  'affected',
  'probability',
  'operator',
] as const;
export type Column = (typeof COLUMNS)[number];

/** What a reader has chosen; it is kept in the URL. */
export interface View {
  search: string;
  /** Empty: all. */
  severities: Severity[];
  /** Also those that an operator has put out of sight. */
  hidden: boolean;
  sort: Column;
  descending: boolean;
  /** All columns, from the first to the last. */
  order: Column[];
  /** Columns that are left out. */
  without: Column[];
  page: number;
}

export const DEFAULT_VIEW: View = {
  search: '',
  severities: [],
  hidden: false,
  sort: 'severity',
  descending: true,
  order: [...COLUMNS],
  without: [],
  page: 0,
};

/** The columns with one moved before the one on its left. */
export function movedLeft(order: Column[], column: Column): Column[] {
  const index = order.indexOf(column);
  return index < 1 ? order : order.toSpliced(index - 1, 2, column, order[index - 1]);
}

/** A view as the value of a parameter of the URL; only what differs from the default, so that the default is empty. */
export function writeView(view: View): string {
  const parameters = new URLSearchParams();
  const put = (name: string, value: string, whenDefault: string) =>
    value !== whenDefault && parameters.set(name, value);
  put('search', view.search, '');
  put('severity', view.severities.join(','), '');
  put('hidden', view.hidden ? '1' : '', '');
  put('sort', `${view.descending ? '-' : ''}${view.sort}`, '-severity');
  put('order', view.order.join(','), COLUMNS.join(','));
  put('without', view.without.join(','), '');
  put('page', String(view.page), '0');
  return parameters.toString();
}

/** The view of such a value; whatever is not known in it is passed over. */
export function readView(value: string): View {
  const parameters = new URLSearchParams(value);
  const list = (name: string) => (parameters.get(name) ?? '').split(',');
  const sort = parameters.get('sort') ?? '-severity';
  const column = COLUMNS.find((one) => one === sort.replace(/^-/, ''));
  const ordered = list('order').flatMap((name) => COLUMNS.find((one) => one === name) ?? []);
  const page = Number(parameters.get('page'));
  return {
    search: parameters.get('search') ?? '',
    severities: SEVERITIES.filter((one) => list('severity').includes(one)),
    hidden: parameters.get('hidden') === '1',
    sort: column ?? DEFAULT_VIEW.sort,
    descending: column ? sort.startsWith('-') : DEFAULT_VIEW.descending,
    order: [...new Set([...ordered, ...COLUMNS])],
    without: COLUMNS.filter((one) => list('without').includes(one)),
    page: Number.isInteger(page) && page > 0 ? page : 0,
  };
}

export const isOutOfSight = ({ operator }: Incident) => operator !== 'none' && operator !== 'acknowledged';

/** An incident in the table; in a tree, deeper than what explains it. */
export interface Row {
  incident: Incident;
  depth: number;
}

/** The families of rows in the order of the view: a cause and its symptoms, or in a list each incident by itself. */
export function arrange(incidents: Incident[], view: View, tree: boolean): Row[][] {
  const sorted = incidents.filter((one) => view.hidden || !isOutOfSight(one)).sort(comparing(view));
  const known = new Set(sorted.map(({ id }) => id));
  const causeOf = ({ cause }: Incident) => (tree && cause !== null && known.has(cause) ? cause : null);
  const below = (incident: Incident, depth: number): Row[] => [
    { incident, depth },
    ...sorted.filter((one) => causeOf(one) === incident.id).flatMap((one) => below(one, depth + 1)),
  ];
  const matches = matching(view);
  return sorted
    .filter((one) => causeOf(one) === null)
    .map((root) => below(root, 0))
    .filter((family) => family.some(({ incident }) => matches(incident)));
}

function matching({ search, severities }: View): (incident: Incident) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ title, kind, place, severity, phase, operatorBy }) => {
    const text = [title, kind, place, severity, phase, operatorBy].join(' ').toLowerCase();
    return words.every((word) => text.includes(word)) && (severities.length === 0 || severities.includes(severity));
  };
}

function comparing({ sort, descending }: View): (one: Incident, other: Incident) => number {
  const sign = descending ? -1 : 1;
  return (one, other) =>
    sign * compare(valueOf(one, sort), valueOf(other, sort)) || (other.affected ?? -1) - (one.affected ?? -1);
}

function valueOf(incident: Incident, column: Column): number | string {
  switch (column) {
    case 'severity':
      return -SEVERITIES.indexOf(incident.severity);
    case 'duration':
      return -(incident.since ?? 0);
    case 'since':
    case 'value':
    case 'affected':
    case 'probability':
      return incident[column] ?? -1;
    default:
      return incident[column];
  }
}

const compare = (one: number | string, other: number | string) =>
  typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other));
