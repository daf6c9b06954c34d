// Curves as pages draw them, and how a person has set the charts. Shared by the page of a job and by the comparison.

/** One curve. The columns have one length; a point that is not a number (a loss that overflowed) has the value null. */
export interface Curve {
  /** Unique on the page. */
  readonly id: string;
  /** In the legend and at the head of its column. */
  readonly label: string;
  /** Curves of one chart share it. */
  readonly chart: string;
  /** Which colour and dash pattern, from 0. */
  readonly style: number;
  /** So that steps can be shown as epochs; undefined when nobody knows. */
  readonly stepsPerEpoch: number | undefined;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  /** Milliseconds since 1970; null where the service does not tell. */
  readonly times: readonly (number | null)[];
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** Its values can be shown on a logarithmic scale: a loss, not an accuracy. */
  readonly takesLog: boolean;
}

/** A curve from its `from`th point on: what came before is known. */
export interface CurveNews extends Curve {
  readonly from: number;
}

/** How the charts of a page are set. */
export interface ChartView {
  readonly axis: 'step' | 'epoch';
  /** Weight of what came before in the exponential moving average: 0 (off) to 0.99. */
  readonly smoothing: number;
  readonly log: boolean;
  /** What part of the axis is shown, in its units; undefined: all. */
  readonly zoom: Zoom | undefined;
  readonly tableOpen: boolean;
  /** From 0. */
  readonly tablePage: number;
}

export interface Zoom {
  readonly min: number;
  readonly max: number;
}

export const usualView: ChartView = {
  axis: 'step',
  smoothing: 0,
  log: false,
  zoom: undefined,
  tableOpen: false,
  tablePage: 0,
};

export const greatestSmoothing = 0.99;

/** The texts of the charts' controls, translated by the host. `{0}` and so on are filled in by the page. */
export interface ChartStrings {
  readonly axis: string;
  readonly step: string;
  readonly epoch: string;
  readonly smoothing: string;
  readonly logScale: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly resetZoom: string;
  readonly zoomedTo: string;
  readonly savePng: string;
  readonly saveCsv: string;
  readonly otherCharts: string;
  readonly table: string;
  readonly tablePage: string;
  readonly previousPage: string;
  readonly nextPage: string;
  readonly notANumber: string;
  readonly chartHelp: string;
  readonly noPoints: string;
  readonly smoothed: string;
}

/** What of `curves` is news to a page that knows `known`; curves that are unchanged are left out. */
export function newsOf(known: readonly Curve[], curves: readonly Curve[]): readonly CurveNews[] {
  const old = new Map(known.map((curve) => [curve.id, curve]));
  return curves.flatMap((curve) => {
    const before = old.get(curve.id);
    const from = before === undefined ? 0 : commonLength(before, curve);
    const sameHead = before?.label === curve.label && before.stepsPerEpoch === curve.stepsPerEpoch;
    if (sameHead && from === curve.steps.length && from === before.steps.length) return [];
    const { steps, values, times } = curve;
    return [
      { ...curve, from, steps: steps.slice(from), values: values.slice(from), times: times.slice(from) },
    ];
  });
}

/** The curves that a page knows after the news; `ids` are those that there are, in their order. */
export function withNews(
  known: readonly Curve[],
  news: readonly CurveNews[],
  ids: readonly string[],
): readonly Curve[] {
  const curves = new Map(known.map((curve) => [curve.id, curve]));
  for (const { from, ...curve } of news) {
    const before = curves.get(curve.id);
    curves.set(curve.id, before === undefined || from === 0 ? curve : joined(before, curve, from));
  }
  return ids.flatMap((id) => curves.get(id) ?? []);
}

function joined(before: Curve, tail: Curve, from: number): Curve {
  return {
    ...tail,
    steps: before.steps.slice(0, from).concat(tail.steps),
    values: before.values.slice(0, from).concat(tail.values),
    times: before.times.slice(0, from).concat(tail.times),
  };
}

/** How many points two curves begin with in common. */
function commonLength(a: Pick<Curve, 'steps' | 'values'>, b: Pick<Curve, 'steps' | 'values'>): number {
  const most = Math.min(a.steps.length, b.steps.length);
  if (a.steps === b.steps && a.values === b.values) return most;
  let length = 0;
  while (length < most && a.steps[length] === b.steps[length] && a.values[length] === b.values[length])
    length++;
  return length;
}

/** One row of the table and of the CSV file. */
export interface MetricRow {
  readonly step: number;
  /** The epoch that the step is in, from 1; undefined when the curves do not agree. */
  readonly epoch: number | undefined;
  readonly time: number | undefined;
  /** By curve; undefined where it was not measured, null where it is not a number. */
  readonly values: readonly (number | null | undefined)[];
}

/** All points of the curves, one row for each step. */
export function metricRows(curves: readonly Curve[]): readonly MetricRow[] {
  const rows = new Map<number, { time: number | undefined; values: (number | null | undefined)[] }>();
  curves.forEach((curve, column) => {
    curve.steps.forEach((step, at) => {
      let row = rows.get(step);
      if (row === undefined) {
        row = { time: undefined, values: new Array<undefined>(curves.length).fill(undefined) };
        rows.set(step, row);
      }
      row.time ??= curve.times[at] ?? undefined;
      row.values[column] = curve.values[at];
    });
  });
  const [stepsPerEpoch, ...others] = new Set(curves.map((curve) => curve.stepsPerEpoch));
  const perEpoch = others.length === 0 ? stepsPerEpoch : undefined; // runs that differ have no epochs in common
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([step, { time, values }]) => ({ step, epoch: epochOf(step, perEpoch), time, values }));
}

function epochOf(step: number, stepsPerEpoch: number | undefined): number | undefined {
  return stepsPerEpoch === undefined ? undefined : Math.max(1, Math.ceil(step / stepsPerEpoch));
}
