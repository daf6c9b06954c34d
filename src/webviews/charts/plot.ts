import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import type { Zoom } from '../../workbench/jobs/charts/charts.protocol';
import type { Columns } from './alignedCurves';
import { type ChartColors, dashOf, inkOf } from './chartColors';

/** What a plot is made of; with other looks it is made anew. */
export interface PlotLook {
  /** `Curve.style` of each curve. */
  readonly styles: readonly number[];
  /** Each curve is drawn faintly, and its moving average over it. */
  readonly smoothed: boolean;
  readonly log: boolean;
  readonly colors: ChartColors;
  /** The x axis counts steps: no labels between two of them. */
  readonly wholeNumbers: boolean;
}

export interface PlotEvents {
  /** The place of the point under the pointer or the keyboard's mark; undefined: none. */
  onPoint(index: number | undefined): void;
  /** A range was chosen by dragging. */
  onSelect(zoom: Zoom): void;
  onReset(): void;
}

/** Distances between two labels of the x axis. */
const wholeIncrements = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((one) => one * 10 ** power),
).flat();

/** CSS pixels between two points from which on each point is marked. */
const roomForMarks = 14;

export function createPlot(
  host: HTMLElement,
  size: { readonly width: number; readonly height: number },
  look: PlotLook,
  data: Columns,
  events: PlotEvents,
): uPlot {
  const { colors, styles, smoothed, log, wholeNumbers } = look;
  const axis: uPlot.Axis = {
    stroke: colors.text,
    font: colors.font,
    grid: { stroke: colors.grid, width: 1 },
    ticks: { stroke: colors.grid, width: 1 },
  };
  const curve = (style: number, faint: boolean): uPlot.Series => ({
    stroke: inkOf(colors, style),
    width: colors.lineWidth,
    dash: dashOf(style),
    alpha: faint ? colors.faint : 1,
    points: faint ? { show: false } : { show: hasRoom, size: 5, fill: inkOf(colors, style) },
  });
  return new uPlot(
    {
      ...size,
      legend: { show: false },
      padding: [8, 12, 0, 0],
      scales: { x: { time: false }, y: { distr: log ? 3 : 1 } },
      axes: [
        { ...axis, size: 34, ...(wholeNumbers ? { incrs: wholeIncrements } : {}) },
        { ...axis, size: 56 },
      ],
      series: [
        {},
        ...styles.map((style) => curve(style, smoothed)),
        ...(smoothed ? styles.map((style) => curve(style, false)) : []),
      ],
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false },
        points: { size: 8 },
        dataIdx: (plot, series, at) => (series === 0 ? at : (lastBefore(plot.data[series], at) ?? at)),
        bind: {
          dblclick: () => () => {
            events.onReset();
            return null;
          },
        },
      },
      hooks: {
        setCursor: [({ cursor }) => events.onPoint(cursor.idx ?? undefined)],
        setSelect: [
          (plot) => {
            const { left, width } = plot.select;
            if (width < 4) return; // a click
            events.onSelect({ min: plot.posToVal(left, 'x'), max: plot.posToVal(left + width, 'x') });
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
    },
    data,
    host,
  );
}

/**
 * The place of a curve's point at `at`, or of the last one before: not each curve is measured at each step. Undefined
 * where it has not begun.
 */
export function lastBefore(
  column: ArrayLike<number | null | undefined> | undefined,
  at: number,
): number | undefined {
  for (let place = at; place >= 0; place--) if (column?.[place] !== undefined) return place;
  return undefined;
}

/** Counts the curve's own points: one that was measured rarely is marked although the axis is crowded. */
function hasRoom(plot: uPlot, series: number, from: number, to: number): boolean {
  const column = plot.data[series] ?? [];
  const most = plot.bbox.width / devicePixelRatio / roomForMarks;
  let count = 0;
  for (let at = from; at <= to && count <= most; at++) if (column[at] !== undefined) count++;
  return count <= most;
}
