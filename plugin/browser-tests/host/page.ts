/** What a test asks of the page, in its address. */
const asked = new URLSearchParams(location.search);

export const VIEW = asked.get('view') ?? '';
export const THEME = asked.get('theme') === 'light' ? 'light' : 'dark';
export const LANGUAGE = asked.get('lang') ?? 'en-US';
export const ROLE = asked.get('role') ?? 'Editor';
/** Milliseconds: the clock of the demo network runs fast, and away from that of this page. */
export const NOW = Number(asked.get('now') ?? Date.now());
/** A query of the data source, as it is stored. */
export const QUERY = { refId: 'A', ...JSON.parse(asked.get('query') ?? '{}') };
/** Options of a panel, without those it has by default. */
export const OPTIONS: object = JSON.parse(asked.get('options') ?? '{}');
/** Values of the dashboard's variables, by name. */
export const VARIABLES: Record<string, string> = JSON.parse(asked.get('variables') ?? '{}');
