import { toCsv } from './csv';
import { Incident } from './types';
import { arrange, COLUMNS, DEFAULT_VIEW, movedLeft, readView, View, writeView } from './view';

const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  ...{ id, kind: 'cpu', title: 'Processor', phase: 'active', severity: 'major', place: 'core-1', since: 100 },
  ...{ device: 'core-1', value: null, threshold: null, unit: '', href: '', deviceHref: '' },
  ...{ expectedAt: null, endedAt: null, changedAt: 100, affected: null, probability: null },
  ...{ operator: 'none', operatorBy: '', cause: null },
  ...more,
});
const ids = (incidents: Incident[], view: Partial<View> = {}, tree = true) =>
  arrange(incidents, { ...DEFAULT_VIEW, ...view }, tree).map((family) =>
    family.map((row) => '>'.repeat(row.depth) + row.incident.id).join(' ')
  );

describe('the rows', () => {
  const family = [
    incident('symptom', { cause: 'root', affected: 900, place: 'access-3' }),
    incident('deep', { cause: 'symptom' }),
    incident('root', { severity: 'critical', place: 'agg-1' }),
    incident('few', { affected: 5 }),
    incident('many', { affected: 50 }),
  ];

  it('have causes over their symptoms, the most severe first, then those that touch most', () => {
    expect(ids(family)).toEqual(['root >symptom >>deep', 'many', 'few']);
    expect(ids(family, {}, false)).toEqual(['root', 'symptom', 'many', 'few', 'deep']);
  });

  it('show a symptom whose cause is not among them by itself', () => {
    expect(ids([incident('orphan', { cause: 'gone' })])).toEqual(['orphan']);
  });

  it('keep a family of which one is searched for', () => {
    expect(ids(family, { search: 'ACCESS proc' })).toEqual(['root >symptom >>deep']);
    expect(ids(family, { severities: ['critical'] }, false)).toEqual(['root']);
  });

  it('leave out what an operator has put out of sight, unless it is asked for', () => {
    const all = (['none', 'acknowledged', 'snoozed', 'shelved', 'closed'] as const).map((operator) =>
      incident(operator, { operator })
    );
    expect(ids(all)).toEqual(['none', 'acknowledged']);
    expect(ids(all, { hidden: true })).toHaveLength(5);
  });

  it('are sorted by any column, both ways', () => {
    expect(ids(family, { sort: 'affected', descending: false }, false)[4]).toBe('symptom');
    expect(ids(family, { sort: 'affected' }, false)[0]).toBe('symptom');
    expect(ids([incident('old', { since: 1 }), incident('new', { since: 9 })], { sort: 'duration' })[0]).toBe('old');
  });
});

describe('a view', () => {
  it('goes through the URL and comes back', () => {
    const view: View = {
      ...{ search: 'a & b', severities: ['critical', 'warning'], hidden: true, sort: 'since', descending: false },
      ...{ without: ['probability'], order: movedLeft([...COLUMNS], 'probability'), page: 3 },
    };
    expect(readView(writeView(view))).toEqual(view);
    expect(writeView(DEFAULT_VIEW)).toBe('');
  });

  it('moves columns to the left, the first nowhere, and adds to an old order what is new', () => {
    expect(movedLeft(['title', 'since', 'value'], 'value')).toEqual(['title', 'value', 'since']);
    expect(movedLeft(['title', 'since'], 'title')).toEqual(['title', 'since']);
    const { order } = readView('order=since,title');
    expect(order.slice(0, 2)).toEqual(['since', 'title']);
    expect([...order].sort()).toEqual([...COLUMNS].sort());
  });

  it('passes over what it does not know', () => {
    expect(readView('sort=-nothing&page=-4&severity=loud&without=x&order=y&foo=1')).toEqual(DEFAULT_VIEW);
  });
});

describe('CSV', () => {
  it('quotes what has to be, and begins no cell with what a spreadsheet computes', () => {
    const [head, row] = toCsv([incident('x', { title: 'say "a", b', place: '=1+1', affected: 7 })]).split('\r\n');
    expect(head.split(',')[0]).toBe('id');
    expect(row).toContain('"say ""a"", b"');
    expect(row).toContain("'=1+1");
    expect(row).toContain(',7,');
  });
});
