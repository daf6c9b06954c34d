import { render } from 'lit';
import type uPlot from 'uplot';
import type { Zoom } from '../../workbench/jobs/charts/charts.protocol';
import { fill } from '../fill';
import { AlignedCurves, type Columns, type DrawnCurve } from './alignedCurves';
import { type ChartColors, readColors, watchTheme } from './chartColors';
import { keyAction } from './keys';
import { type LegendEntry, legendView } from './legend';
import { short } from './numbers';
import { drawPicture } from './picture';
import { createPlot, lastBefore } from './plot';
import { clamped, full, narrowed, panned, widened } from './zoom';

export interface LabelledCurve extends DrawnCurve {
  readonly id: string;
  readonly label: string;
  /** Which colour and dash pattern. */
  readonly style: number;
}

/** What a chart shows. */
export interface ShownChart {
  readonly title: string;
  /** What the x axis counts, such as `Step`. */
  readonly axis: string;
  /** It counts steps: there is nothing between two of them. */
  readonly wholeNumbers: boolean;
  readonly curves: readonly LabelledCurve[];
  readonly smoothing: number;
  readonly log: boolean;
  readonly zoom: Zoom | undefined;
  readonly strings: {
    readonly chartHelp: string;
    readonly noPoints: string;
    readonly notANumber: string;
    readonly smoothed: string;
  };
}

const height = 240;

/**
 * `<curve-chart>`: curves on a canvas, with a legend that tells the values under the pointer. The canvas is a slider to
 * the keyboard and to screen readers: arrow keys go from point to point, and each point is read out.
 * Fires `zoom` with the range that a person asks for (`detail: Zoom | undefined`); who shows the chart sets it.
 */
export class CurveChart extends HTMLElement {
  #shown: ShownChart | undefined;
  #columns: Columns = [[]];
  #aligned = new AlignedCurves(0);
  #plot: uPlot | undefined;
  /** What `#plot` was made for. */
  #look = '';
  #colors: ChartColors | undefined;
  #point: number | undefined;
  readonly #canvas = document.createElement('div');
  readonly #legend = document.createElement('div');
  readonly #resize = new ResizeObserver(() => this.#fit());
  #stopWatching = () => {};

  /** Shows curves, and keeps what the person points at. */
  set shown(shown: ShownChart) {
    this.#shown = shown;
    if (this.isConnected) this.#update();
  }

  connectedCallback(): void {
    this.#canvas.className = 'canvas';
    this.#canvas.tabIndex = 0;
    this.#canvas.role = 'slider';
    this.#canvas.onkeydown = (event) => this.#press(event);
    this.#canvas.onblur = () => this.#leave();
    this.#legend.className = 'legend';
    this.append(this.#canvas, this.#legend);
    this.#resize.observe(this.#canvas);
    this.#stopWatching = watchTheme(() => {
      this.#colors = undefined;
      this.#update();
    });
    this.#update();
  }

  disconnectedCallback(): void {
    this.#resize.disconnect();
    this.#stopWatching();
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#look = '';
    this.replaceChildren();
  }

  /** What the person sees, as a PNG in a data URL: with title, legend and background. */
  picture(): string | undefined {
    if (this.#plot === undefined || this.#shown === undefined) return undefined;
    const title = `${this.#shown.title} · ${this.#place()}`;
    return drawPicture(this.#plot.ctx.canvas, title, this.#entries(), this.#inks());
  }

  #update(): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    if (this.#aligned.smoothing !== shown.smoothing) this.#aligned = new AlignedCurves(shown.smoothing);
    this.#columns = this.#aligned.update(shown.log ? shown.curves.map(withoutBelowZero) : shown.curves);
    if (this.#columns[0].length === 0) {
      this.#canvas.hidden = true;
      this.#legend.textContent = shown.strings.noPoints;
      return;
    }
    this.#canvas.hidden = false;
    const styles = shown.curves.map(({ style }) => style);
    const { log, wholeNumbers } = shown;
    const look = JSON.stringify([styles, shown.smoothing > 0, log, wholeNumbers, this.#inks()]);
    if (this.#plot === undefined || look !== this.#look) this.#make(shown, styles, look);
    else this.#draw(this.#plot, shown.zoom);
    this.#tell();
  }

  #make(shown: ShownChart, styles: readonly number[], look: string): void {
    this.#plot?.destroy();
    this.#look = look;
    const colors = this.#inks();
    const size = { width: this.#canvas.clientWidth || 400, height };
    const { log, wholeNumbers } = shown;
    const plotLook = { styles, smoothed: shown.smoothing > 0, log, wholeNumbers, colors };
    this.#plot = createPlot(this.#canvas, size, plotLook, this.#columns, {
      onPoint: (point) => {
        this.#point = point;
        this.#tell();
      },
      onSelect: (zoom) => this.#ask(zoom),
      onReset: () => this.#ask(undefined),
    });
    if (shown.zoom) this.#plot.setScale('x', shown.zoom);
  }

  /** New points in a plot that there is: a range that was zoomed to stays. */
  #draw(plot: uPlot, zoom: Zoom | undefined): void {
    plot.batch(() => {
      plot.setData(this.#columns, zoom === undefined);
      if (zoom) plot.setScale('x', zoom);
    });
  }

  #fit(): void {
    const width = this.#canvas.clientWidth;
    if (this.#plot && width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height });
  }

  #press(event: KeyboardEvent): void {
    const action = keyAction(event);
    const xs = this.#columns[0];
    if (action === undefined || xs.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const last = xs.length - 1;
    switch (action.kind) {
      case 'move':
        this.#goTo(Math.min(last, Math.max(0, (this.#point ?? last) + action.by)));
        break;
      case 'goTo':
        this.#goTo(action.end === 'first' ? 0 : last);
        break;
      case 'zoom':
        this.zoomBy(action.by);
        break;
      case 'reset':
        this.#ask(undefined);
    }
  }

  /** Zooms around the point that is marked, else around the middle. */
  zoomBy(by: 'in' | 'out'): void {
    const xs = this.#columns[0];
    const all = full(xs);
    if (all === undefined) return;
    const range = this.#shown?.zoom ?? all;
    const at = this.#point === undefined ? undefined : xs[this.#point];
    this.#ask(by === 'in' ? narrowed(range, at, all) : widened(range, at, all));
  }

  /** Marks a point, as the pointer would. */
  #goTo(point: number): void {
    const plot = this.#plot;
    const x = this.#columns[0][point];
    if (plot === undefined || x === undefined) return;
    const zoom = this.#shown?.zoom;
    if (zoom && (x < zoom.min || x > zoom.max)) this.#ask(panned(zoom, x));
    const y = this.#columns
      .slice(1)
      .map((column) => column?.[point])
      .find((value) => value != null);
    plot.setCursor({ left: plot.valToPos(x, 'x'), top: y == null ? 0 : plot.valToPos(y, 'y') });
    this.#point = point;
    this.#tell();
  }

  #leave(): void {
    this.#plot?.setCursor({ left: -10, top: -10 });
  }

  #ask(zoom: Zoom | undefined): void {
    const all = full(this.#columns[0]);
    const detail = zoom && all ? clamped(zoom, all) : undefined;
    this.dispatchEvent(new CustomEvent<Zoom | undefined>('zoom', { detail }));
  }

  /** Says the values of the marked point, or the latest ones, in the legend and to screen readers. */
  #tell(): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    const entries = this.#entries();
    render(legendView(this.#place(), entries), this.#legend);
    const xs = this.#columns[0];
    const set = (name: string, value: string) => this.#canvas.setAttribute(`aria-${name}`, value);
    set('label', fill(shown.strings.chartHelp, shown.title));
    set('valuemin', String(xs[0] ?? 0));
    set('valuemax', String(xs.at(-1) ?? 0));
    set('valuenow', String(this.#x() ?? 0));
    set('valuetext', [this.#place(), ...entries.map(({ label, value }) => `${label} ${value}`)].join(', '));
  }

  #x(): number | undefined {
    return this.#point === undefined ? this.#columns[0].at(-1) : this.#columns[0][this.#point];
  }

  #place(): string {
    const x = this.#x();
    return x === undefined ? '' : `${this.#shown?.axis ?? ''} ${short(x)}`;
  }

  #entries(): readonly LegendEntry[] {
    const { curves = [], strings, smoothing = 0 } = this.#shown ?? {};
    const point = this.#point ?? this.#columns[0].length - 1;
    const text = (value: number | null | undefined) =>
      value === undefined ? '–' : value === null ? (strings?.notANumber ?? '') : short(value);
    return curves.map(({ id, label, style }, at) => {
      const value = text(latest(this.#columns[at + 1], point));
      if (smoothing === 0) return { id, label, style, value };
      const average = text(latest(this.#columns[at + 1 + curves.length], point));
      return { id, label, style, value: fill(strings?.smoothed ?? '{0} ({1})', average, value) };
    });
  }

  #inks(): ChartColors {
    this.#colors ??= readColors(this);
    return this.#colors;
  }
}

function latest(
  column: readonly (number | null | undefined)[] | undefined,
  point: number,
): number | null | undefined {
  const place = lastBefore(column, point);
  return place === undefined ? undefined : column?.[place];
}

/** A logarithmic scale has no place for zero and below. */
function withoutBelowZero<Drawn extends DrawnCurve>(curve: Drawn): Drawn {
  return { ...curve, ys: curve.ys.map((y) => (y !== null && y <= 0 ? null : y)) };
}

customElements.define('curve-chart', CurveChart);
