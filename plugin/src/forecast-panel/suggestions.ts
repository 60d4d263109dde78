import { PanelDataSummary, VisualizationSuggestion, VisualizationSuggestionScore } from '@grafana/data';

import { isForecastFrame } from './frames';
import { Options } from './types';

/** Suggests the panel for data that it can draw. */
export function suggestPanel(summary: PanelDataSummary): Array<VisualizationSuggestion<Options>> | void {
  if (summary.rawFrames?.some(isForecastFrame)) {
    return [
      {
        score: VisualizationSuggestionScore.Best,
        cardOptions: {
          previewModifier: (suggestion) => {
            suggestion.options = { ...suggestion.options, legend: 'hidden' };
          },
        },
      },
    ];
  }
}
