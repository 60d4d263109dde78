import { locationService } from '@grafana/runtime';
import { useCallback, useState } from 'react';

import { readView, View, writeView } from './view';

/** What a reader has chosen in the panel of this id, kept in the URL, so that a link shows the same. */
export function useView(panelId: number): [View, (change: Partial<View>) => void] {
  const key = `incidents-${panelId}`;
  const [view, setView] = useState(() => readView(locationService.getSearch().get(key) ?? ''));
  const change = useCallback(
    (part: Partial<View>) => {
      // Another choice of rows begins at its first page.
      const next = { ...view, page: 0, ...part };
      setView(next);
      locationService.partial({ [key]: writeView(next) || null }, true);
    },
    [key, view]
  );
  return [view, change];
}
