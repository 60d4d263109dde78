import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useId, useState } from 'react';

import { chartColors } from '../src/forecast-panel/colors';
import { Range, step } from '../src/forecast-panel/range';
import { endOf, regionsAt, toneOf } from '../src/forecast-panel/regions';
import { ForecastData, ForecastMeta } from '../src/forecast-panel/types';
import { bandPath, linePath, nearest, scalesOf, valueRange } from './sparkline';
import { useWidth } from './useWidth';
import { measure } from './wording';

interface Props {
  /** Read out in place of the picture. */
  label: string;
  data: ForecastData;
  unit: string;
  range: Range;
  now: number;
  zone: string;
  marks: Pick<ForecastMeta, 'incidents' | 'threshold'>;
}

const HEIGHT = 52;

/** A small chart, real against predicted, without axes; the value under the pointer is written above it. */
export function Sparkline({ label, data, unit, range, now, zone, marks: { incidents = [], threshold } }: Props) {
  const styles = useStyles2(getStyles);
  const colors = chartColors(useTheme2());
  const [box, width] = useWidth();
  const [hovered, setHovered] = useState<number>();
  const pattern = useId();
  const scales = scalesOf(range, valueRange(data, unit, threshold), width, HEIGHT);
  const { x, y } = scales;
  const { times, columns } = data;
  const follow = (event: React.PointerEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    setHovered(nearest(data, range[0] + ((event.clientX - left) / width) * (range[1] - range[0])));
  };
  const within = (time: number) => Math.max(0, Math.min(width, x(time)));
  return (
    <div ref={box} className={styles.box} onPointerMove={follow} onPointerLeave={() => setHovered(undefined)}>
      <svg width={width} height={HEIGHT} role="img" aria-label={label} className={styles.picture}>
        <defs>
          <pattern id={pattern} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V6" stroke={colors.coming} strokeWidth={1.5} strokeOpacity={0.55} />
          </pattern>
        </defs>
        <rect x={within(now)} width={Math.max(0, width - within(now))} height={HEIGHT} fill={colors.future} />
        {incidents.map((region) => {
          const [left, right] = [within(region.from), within(endOf(region, now))];
          const tone = toneOf(region);
          return right > 0 && left < width ? (
            <g key={`${region.from} ${region.title}`}>
              <rect
                x={left}
                width={Math.max(2, right - left)}
                height={HEIGHT}
                fill={tone === 'coming' ? `url(#${pattern})` : colors[tone]}
                fillOpacity={tone === 'coming' ? 1 : 0.2}
              />
              <path
                d={`M${left} 0V${HEIGHT}`}
                stroke={colors[tone]}
                strokeWidth={1.5}
                strokeDasharray={tone === 'coming' ? '4 3' : undefined}
              />
            </g>
          ) : null;
        })}
        <path d={bandPath(times, columns.lower80, columns.upper80, scales)} fill={colors.interval80} />
        {threshold !== undefined && (
          <path d={`M0 ${y(threshold)}H${width}`} stroke={colors.broken} strokeDasharray="7 3 2 3" />
        )}
        <path d={linePath(times, columns.mean, scales)} fill="none" stroke={colors.predicted} strokeDasharray="4 3" />
        <path d={linePath(times, columns.real, scales)} fill="none" stroke={colors.real} strokeWidth={1.75} />
        <path d={`M${x(now)} 0V${HEIGHT}`} stroke={colors.now} strokeOpacity={0.6} />
        {hovered !== undefined && <path d={`M${x(times[hovered])} 0V${HEIGHT}`} stroke={colors.now} />}
      </svg>
      {hovered !== undefined && (
        <div className={styles.hover} style={x(times[hovered]) > width / 2 ? { left: 0 } : { right: 0 }}>
          <span>{dateTimeFormat(times[hovered], { timeZone: zone, format: 'HH:mm' })}</span>
          <Value label={t('forecast-panel.real', 'Real')} value={columns.real[hovered]} unit={unit} />
          <Value label={t('forecast-panel.predicted', 'Predicted')} value={columns.mean[hovered]} unit={unit} />
          {regionsAt(incidents, times[hovered], step(data), now).map(({ from, title }) => (
            <span key={`${from} ${title}`}>{title}</span>
          ))}
        </div>
      )}
    </div>
  );
}

function Value({ label, value, unit }: { label: string; value: number | null; unit: string }) {
  return value === null ? null : (
    <span>
      {label} <strong>{measure(value, unit)}</strong>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ position: 'relative', minWidth: 0, height: HEIGHT, touchAction: 'pan-y' }),
  picture: css({ display: 'block', borderBottom: `1px solid ${theme.colors.border.weak}` }),
  hover: css({
    position: 'absolute',
    top: 0,
    display: 'flex',
    flexDirection: 'column',
    padding: theme.spacing(0.25, 0.75),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    boxShadow: theme.shadows.z1,
    fontSize: 11,
    lineHeight: 1.35,
    fontVariantNumeric: 'tabular-nums',
    pointerEvents: 'none',
    whiteSpace: 'nowrap',
  }),
});
