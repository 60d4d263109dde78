/** What a small multiple needs in order to be read, CSS pixels. */
const SMALLEST_WIDTH = 320;
const SMALLEST_HEIGHT = 140;
const GAP = 8;

export interface Grid {
  columns: number;
  /** Of one chart with its title, CSS pixels. */
  width: number;
  height: number;
}

/**
 * How several charts share a panel: as few columns as let all be seen at once, or as many as there is room for; then they
 * scroll.
 */
export function gridFor(count: number, width: number, height: number, scrollbar: number): Grid {
  if (count <= 1) {
    return { columns: 1, width, height };
  }
  const most = Math.min(count, Math.max(1, Math.floor((width + GAP) / (SMALLEST_WIDTH + GAP))));
  const heightOf = (columns: number) => height / Math.ceil(count / columns);
  let columns = 1;
  while (columns < most && heightOf(columns) < SMALLEST_HEIGHT) {
    columns++;
  }
  const scrolls = heightOf(columns) < SMALLEST_HEIGHT;
  return {
    columns,
    width: Math.floor((width - (scrolls ? scrollbar : 0) - GAP * (columns - 1)) / columns),
    height: Math.floor(Math.max(SMALLEST_HEIGHT, heightOf(columns))),
  };
}

/** Which of several charts are in sight or nearly so: the first, and the one after the last. */
export function inSight(count: number, grid: Grid, height: number, scrolled: number): [first: number, end: number] {
  const rows = Math.ceil(height / grid.height) + 2;
  const row = Math.max(0, Math.floor(scrolled / grid.height) - 1);
  return [Math.min(count, row * grid.columns), Math.min(count, (row + rows) * grid.columns)];
}

export const GRID_GAP = GAP;
