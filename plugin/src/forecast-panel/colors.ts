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
  };
}
