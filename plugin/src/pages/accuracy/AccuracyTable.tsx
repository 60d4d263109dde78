import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, BadgeColor, Button, CellProps, Column, IconName, InteractiveTable, useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';

import { localNumber } from '../../incidents/words';
import { Accuracy } from './answers';
import { CoverageBar } from './CoverageBar';
import { Verdict, verdictOf, verdictRank } from './verdict';
import { aheadWord, measured, verdictWord } from './words';

const PAGE_SIZE = 25;

/** A row of the table: what is measured, under the name that people know. */
export type AccuracyRow = Accuracy & { id: string; name: string };

interface Props {
  rows: AccuracyRow[];
  onChoose: (row: AccuracyRow) => void;
  chosen: string | undefined;
}

/** How good the forecasts of each series were, in the order given. */
export function AccuracyTable({ rows, onChoose, chosen }: Props) {
  const styles = useStyles2(getStyles);
  const columns = useMemo(() => columnsOf(onChoose, chosen), [onChoose, chosen]);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('accuracy.list', 'Accuracy of forecasts')}>
      <InteractiveTable columns={columns} data={rows} getRowId={({ id }) => id} pageSize={PAGE_SIZE} />
    </div>
  );
}

type Cell = CellProps<AccuracyRow>;
type Sorted = { original: AccuracyRow };
const byNumber = (of: (row: AccuracyRow) => number | null) => (a: Sorted, b: Sorted) =>
  (of(a.original) ?? -Infinity) - (of(b.original) ?? -Infinity) || 0;

const COLORS: Record<Verdict, BadgeColor> = { trust: 'green', care: 'orange', doubt: 'red', unknown: 'blue' };
const ICONS: Record<Verdict, IconName> = {
  trust: 'check',
  care: 'exclamation-triangle',
  doubt: 'times-circle',
  unknown: 'hourglass',
};

function columnsOf(onChoose: (row: AccuracyRow) => void, chosen: string | undefined): Array<Column<AccuracyRow>> {
  const coverage = (name: 'coverage80' | 'coverage95', nominal: number, header: string): Column<AccuracyRow> => ({
    id: name,
    header,
    cell: ({ row: { original } }: Cell) => <CoverageBar value={original[name]} nominal={nominal} />,
    sortType: byNumber((row) => row[name]),
  });
  return [
    {
      id: 'verdict',
      header: t('accuracy.column.verdict', 'Verdict'),
      cell: ({ row: { original } }: Cell) => {
        const verdict = verdictOf(original);
        return <Badge text={verdictWord(verdict, original)} color={COLORS[verdict]} icon={ICONS[verdict]} />;
      },
      sortType: byNumber((row) => verdictRank(verdictOf(row))),
    },
    {
      id: 'name',
      header: t('accuracy.column.series', 'Series'),
      cell: ({ row: { original } }: Cell) => (
        <Button
          fill="text"
          size="sm"
          aria-pressed={original.series.key === chosen}
          tooltip={t('accuracy.show', 'Show what was forecast and what came')}
          onClick={() => onChoose(original)}
        >
          {original.name}
        </Button>
      ),
      sortType: (a: Sorted, b: Sorted) => a.original.name.localeCompare(b.original.name, undefined, { numeric: true }),
    },
    {
      id: 'ahead',
      header: t('accuracy.column.ahead', 'Made'),
      cell: ({ row: { original } }: Cell) => <>{aheadWord(original)}</>,
      sortType: byNumber(({ lead, series }) => lead * series.step),
    },
    {
      id: 'mase',
      header: t('accuracy.column.mase', 'MASE'),
      cell: ({ row: { original } }: Cell) => <>{measured(original.mase, 2)}</>,
      sortType: byNumber(({ mase }) => mase),
    },
    {
      id: 'skill',
      header: t('accuracy.column.skill', 'Gain over naive'),
      cell: ({ row: { original } }: Cell) => (
        <>{original.skill === null ? '–' : `${localNumber(Math.round(original.skill * 100))} %`}</>
      ),
      sortType: byNumber(({ skill }) => skill),
    },
    coverage('coverage80', 0.8, t('accuracy.column.coverage80', 'Within 80 %')),
    coverage('coverage95', 0.95, t('accuracy.column.coverage95', 'Within 95 %')),
    {
      id: 'count',
      header: t('accuracy.column.count', 'Forecasts'),
      cell: ({ row: { original } }: Cell) => <>{localNumber(original.count)}</>,
      sortType: byNumber(({ count }) => count),
    },
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({
    minWidth: 0,
    maxWidth: '100%',
    overflowX: 'auto',
    // Heads and names of series wrap, so that all columns are in sight; what is read at a glance stays on a line.
    '& td': { whiteSpace: 'nowrap' },
    '& th, & th > button': { whiteSpace: 'normal', verticalAlign: 'bottom' },
    '& td:nth-child(2) button': { height: 'auto', padding: 0, textAlign: 'left' },
    '& td:nth-child(2) button > span': { minWidth: 140, whiteSpace: 'normal', overflowWrap: 'anywhere' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
});
