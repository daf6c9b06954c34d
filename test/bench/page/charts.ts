// Runs in Chromium: our chart and the chart library alone, drawing the same curves with the same looks.
import '../../../src/webviews/theme.css';
import '../../../src/webviews/charts/charts.css';
import type { Columns } from '../../../src/webviews/charts/alignedCurves';
import { readColors } from '../../../src/webviews/charts/chartColors';
import { CurveChart, type ShownChart } from '../../../src/webviews/charts/curveChart';
import { createPlot } from '../../../src/webviews/charts/plot';
import { Smoothing } from '../../../src/webviews/charts/smoothing';
import { type Curve, newsOf, withNews } from '../../../src/workbench/jobs/charts/charts.protocol';
import type { ChartFigures } from '../chartFigures';

declare global {
  interface Window {
    measureCharts(points: number, updates: number, smoothing: number): Promise<ChartFigures>;
  }
}

const none = () => {};

/** Each update brings one point of the training curve; every tenth is measured on the validation file too. */
window.measureCharts = async (points, updates, smoothing) => {
  document.body.replaceChildren();
  const ours = ourChart(points, smoothing);
  const library = libraryAlone(points, smoothing);
  const times: { ours: number[]; library: number[] } = { ours: [], library: [] };
  for (let step = points + 1; step <= points + updates; step++) {
    // In turn, and each first as often as second.
    if (step % 2 === 0) times.ours.push(await timeOf(() => ours.add(step), ours.canvas));
    times.library.push(await timeOf(() => library.add(step), library.canvas));
    if (step % 2 !== 0) times.ours.push(await timeOf(() => ours.add(step), ours.canvas));
  }
  return { ours: median(times.ours), library: median(times.library) };
};

/** Until the pixels are there: reading one makes the browser draw all. */
async function timeOf(update: () => void, canvas: () => HTMLCanvasElement): Promise<number> {
  const start = performance.now();
  update();
  await undefined; // the library draws in a microtask
  await undefined;
  canvas().getContext('2d')?.getImageData(0, 0, 1, 1);
  const time = performance.now() - start;
  await new Promise(requestAnimationFrame);
  return time;
}

function ourChart(points: number, smoothing: number) {
  const host = document.body.appendChild(document.createElement('div'));
  host.style.width = '600px';
  const chart = new CurveChart();
  host.append(chart);
  let known = withNews([], newsOf([], curvesUpTo(points)), ['train', 'validation']);
  const show = () => {
    const curves = known.map(({ id, label, style, steps, values }) => ({
      id,
      label,
      style,
      xs: steps,
      ys: values,
    }));
    chart.shown = { ...shown, smoothing, curves };
  };
  show();
  return {
    /** As news come to the page: only the new points travel. */
    add(step: number): void {
      const news = known.map((curve) => ({
        ...curve,
        from: curve.steps.length,
        steps: curve.id === 'train' || step % 10 === 0 ? [step] : [],
        values: curve.id === 'train' || step % 10 === 0 ? [valueAt(step, curve.style)] : [],
        times: [],
      }));
      known = withNews(known, news, ['train', 'validation']);
      show();
    },
    canvas: () => canvasIn(chart),
  };
}

function libraryAlone(points: number, smoothing: number) {
  const host = document.body.appendChild(document.createElement('div'));
  const xs: number[] = [];
  const ys: (number | null | undefined)[][] = smoothing > 0 ? [[], [], [], []] : [[], []];
  const columns: Columns = [xs, ...ys];
  const averages = [new Smoothing(smoothing), new Smoothing(smoothing)];
  const push = (step: number) => {
    xs.push(step);
    for (const style of [0, 1]) {
      const value = style === 0 || step % 10 === 0 ? valueAt(step, style) : undefined;
      ys[style]?.push(value);
      ys[style + 2]?.push(value === undefined ? value : averages[style]?.next(value));
    }
  };
  for (let step = 1; step <= points; step++) push(step);
  const look = {
    styles: [0, 1],
    smoothed: smoothing > 0,
    log: false,
    wholeNumbers: true,
    colors: readColors(host),
  };
  const size = { width: 600, height: 240 };
  const plot = createPlot(host, size, look, columns, { onPoint: none, onSelect: none, onReset: none });
  return {
    add(step: number): void {
      push(step);
      plot.setData(columns);
    },
    canvas: () => canvasIn(host),
  };
}

function curvesUpTo(points: number): Curve[] {
  const steps = Array.from({ length: points }, (_, at) => at + 1);
  const curve = (id: string, style: number, of: number[]): Curve => ({
    id,
    label: id,
    chart: 'loss',
    style,
    stepsPerEpoch: undefined,
    steps: of,
    values: of.map((step) => valueAt(step, style)),
    times: of.map(() => null),
  });
  return [
    curve('train', 0, steps),
    curve(
      'validation',
      1,
      steps.filter((step) => step % 10 === 0),
    ),
  ];
}

/** Falls and jitters, the same in each run. */
function valueAt(step: number, style: number): number {
  return 3 * Math.exp(-step / 4000) + style * 0.2 + 0.2 * Math.sin(step * 12.9898) ** 2;
}

function canvasIn(host: Element): HTMLCanvasElement {
  const canvas = host.querySelector('canvas');
  if (canvas === null) throw new Error('Nothing was drawn.');
  return canvas;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

const shown: ShownChart = {
  title: 'Loss',
  axis: 'Step',
  wholeNumbers: true,
  curves: [],
  smoothing: 0,
  log: false,
  zoom: undefined,
  strings: { chartHelp: '{0}', noPoints: '', notANumber: 'NaN', smoothed: '{0} ({1})' },
};
