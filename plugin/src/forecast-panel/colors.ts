import { colorManipulator, GrafanaTheme2 } from '@grafana/data';

/**
 * Blue against orange is told apart with every kind of colour blindness (Okabe and Ito 2008); the shades have a contrast
 * of at least 3:1 with the background of their theme. Real and predicted also differ in their stroke.
 */
export function chartColors(theme: GrafanaTheme2) {
  const [broken, coming] = theme.isDark ? ['#ff7383', '#c792ea'] : ['#c4162a', '#7a2ea8'];
  const [real, predicted] = theme.isDark ? ['#6cb6ff', '#ffb357'] : ['#0b62b5', '#b85c00'];
  return {
    real,
    predicted,
    interval80: colorManipulator.alpha(predicted, theme.isDark ? 0.28 : 0.26),
    interval95: colorManipulator.alpha(predicted, theme.isDark ? 0.13 : 0.13),
    legend80: colorManipulator.alpha(predicted, 0.6),
    legend95: colorManipulator.alpha(predicted, 0.35),
    future: colorManipulator.alpha(theme.colors.text.primary, 0.045),
    now: theme.colors.text.secondary,
    broken,
    coming,
    over: theme.colors.text.secondary,
    background: theme.colors.background.primary,
  };
}

/** Of Okabe and Ito (2008), for one chart of several series; in the light theme darkened to a contrast of 3:1. */
const SEVERAL = {
  dark: ['#56b4e9', '#e69f00', '#2fc79a', '#f0e442', '#e58fc0', '#f2784b', '#8aa8ff'],
  light: ['#0072b2', '#b85c00', '#00785a', '#7a7000', '#a8457f', '#b3341f', '#4a4fc4'],
};

/** The colour of one of several series in one chart, and of its interval. */
export function seriesColors(theme: GrafanaTheme2, index: number) {
  const palette = SEVERAL[theme.isDark ? 'dark' : 'light'];
  const color = palette[index % palette.length];
  return { color, interval: colorManipulator.alpha(color, 0.16) };
}
