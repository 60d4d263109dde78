import { GrafanaTheme2 } from '@grafana/data';

import { Switch } from './ChartLegend';
import { chartColors, seriesColors } from './colors';
import { SeriesStyle } from './plotConfig';
import { Options, Part, PARTS } from './types';

type Shown = Pick<Options, 'showInterval80' | 'showInterval95'>;

/** How each of so many series is drawn: the only one in two colours, several in one colour each with one interval. */
export function seriesStyles(
  theme: GrafanaTheme2,
  count: number,
  options: Shown,
  switched: ReadonlySet<Switch>
): Array<Omit<SeriesStyle, 'axis'>> {
  if (count === 1) {
    return [{ colors: chartColors(theme), hidden: hiddenParts(options, switched) }];
  }
  return Array.from({ length: count }, (_, index) => {
    const { color, interval } = seriesColors(theme, index);
    return {
      colors: { real: color, predicted: color, interval80: interval, interval95: interval },
      hidden: switched.has(index) ? new Set(PARTS) : hiddenTogether(options),
    };
  });
}

/** The options, with what the legend has switched the other way. */
function hiddenParts(options: Shown, switched: ReadonlySet<Switch>): ReadonlySet<Part> {
  const hidden = new Set<Part>();
  if (!options.showInterval80) {
    hidden.add('interval80');
  }
  if (!options.showInterval95) {
    hidden.add('interval95');
  }
  for (const part of PARTS.filter((one) => switched.has(one))) {
    if (!hidden.delete(part)) {
      hidden.add(part);
    }
  }
  return hidden;
}

/** Two intervals of several series would be a mist: the narrower one is enough. */
function hiddenTogether({ showInterval80, showInterval95 }: Shown): ReadonlySet<Part> {
  const hidden = new Set<Part>(['earlier']);
  if (!showInterval80) {
    hidden.add('interval80');
  }
  if (showInterval80 || !showInterval95) {
    hidden.add('interval95');
  }
  return hidden;
}
