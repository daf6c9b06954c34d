// Where rows stand in a box that scrolls. Browsers cap the height of an element (Chromium at 33 million pixels, less on
// fine screens): above a height of ours the scroll bar stands for more pixels than it has.

/** Pixels; all rows are alike, so that of a million only those in view are made. */
export const rowHeight = 26;
const tallest = 8_000_000;

export interface Geometry {
  readonly rows: number;
  /** Pixels in which rows are seen. */
  readonly view: number;
}

/** Of the element that is scrolled. */
export function scrolledHeight({ rows }: Geometry): number {
  return Math.min(rows * rowHeight, tallest);
}

/** The bar stands for more than it has: then each turn of the wheel is counted in rows, not in shares of the bar. */
export function isScaled({ rows }: Geometry): boolean {
  return rows * rowHeight > tallest;
}

/** Pixels of rows above the view, from where the scroll bar is. */
export function topOf(scrollTop: number, geometry: Geometry): number {
  if (!isScaled(geometry)) return scrollTop;
  return within((scrollTop / (tallest - geometry.view)) * mostTop(geometry), geometry);
}

/** Where the scroll bar stands for so many pixels of rows above the view. */
export function scrollTopOf(top: number, geometry: Geometry): number {
  if (!isScaled(geometry)) return top;
  return (top / mostTop(geometry)) * (tallest - geometry.view);
}

/** A place that rows can be scrolled to. */
export function within(top: number, geometry: Geometry): number {
  return Math.max(0, Math.min(mostTop(geometry), top));
}

/** The rows in view, and so many more above and below. */
export function rowsInView(top: number, geometry: Geometry, spare: number): { first: number; last: number } {
  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const last = Math.min(geometry.rows, Math.ceil((top + geometry.view) / rowHeight) + spare);
  return { first: Math.min(first, last), last };
}

/** Where to scroll so that a row is wholly in view; where it is when it is already. */
export function revealed(index: number, top: number, geometry: Geometry): number {
  const start = index * rowHeight;
  if (start < top) return start;
  return within(Math.max(top, start + rowHeight - geometry.view), geometry);
}

function mostTop({ rows, view }: Geometry): number {
  return Math.max(0, rows * rowHeight - view);
}
