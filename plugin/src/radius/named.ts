import { DataFrame } from '@grafana/data';

import { targetTitles } from './targets';

/** The RADIUS series by what they mean and in the order people read them; others keep their name and come last. */
export function namedRadius(frames: DataFrame[]): DataFrame[] {
  const targets = targetTitles();
  return frames
    .map((frame) => {
      const place = targets.findIndex(([field]) => frame.name === field || frame.name?.endsWith(` ${field}`));
      if (place === -1) {
        return { frame, place: targets.length };
      }
      const [field, title] = targets[place];
      return { frame: { ...frame, name: frame.name?.replace(field, title) }, place };
    })
    .sort((one, other) => one.place - other.place)
    .map(({ frame }) => frame);
}
