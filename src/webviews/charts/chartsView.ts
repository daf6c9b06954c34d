import { fill } from '../fill';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import './charts.css';
import { html, nothing, type TemplateResult } from 'lit';
import type { ChartRequest } from '../../workbench/jobs/charts/chartMessages.protocol';
import {
  type Chart,
  type ChartStrings,
  type ChartView,
  type Curve,
  greatestSmoothing,
} from '../../workbench/jobs/charts/charts.protocol';
import { CurveChart, type LabelledCurve } from './curveChart';
import { metricTable } from './metricTable';
import { short } from './numbers';

export interface ShownCharts {
  readonly charts: readonly Chart[];
  readonly curves: readonly Curve[];
  readonly view: ChartView;
  readonly strings: ChartStrings;
}

/** The page that the charts are on. */
export interface ChartPage {
  change(changes: Partial<ChartView>): void;
  send(request: ChartRequest): void;
}

/** Of the charts of a page so many are always open: the loss and the accuracy, or what other methods have in their place. */
const mostOpen = 2;

/** All charts of a page with their controls, and the same numbers as a table. */
export function chartsView(shown: ShownCharts, page: ChartPage): TemplateResult {
  const { charts, strings } = shown;
  const row = (some: readonly Chart[]) =>
    html`<div class="charts">${some.map((chart) => chartView(chart, shown, page))}</div>`;
  return html`
    ${controls(shown, page)} ${row(charts.slice(0, mostOpen))}
    ${
      charts.length > mostOpen
        ? html`<details class="numbers">
            <summary dir="auto">${strings.otherCharts}</summary>
            ${row(charts.slice(mostOpen))}
          </details>`
        : nothing
    }
    ${metricTable(shown, page)}
  `;
}

function controls({ curves, charts, view, strings }: ShownCharts, page: ChartPage): TemplateResult {
  const hasEpochs = curves.some(({ stepsPerEpoch }) => stepsPerEpoch !== undefined);
  const axis = (value: ChartView['axis'], label: string) => html`<label>
    <input dir="auto" type="radio" name="axis" .checked=${axisOf(view, hasEpochs) === value}
      ?disabled=${value === 'epoch' && !hasEpochs}
      @change=${() => page.change(withAxis(view, value, curves))}>${label}
  </label>`;
  const onSmoothing = (event: { currentTarget: HTMLInputElement }) =>
    page.change({ smoothing: Number(event.currentTarget.value) });
  return html`
    <div class="chart-controls">
      <fieldset>
        <legend class="visually-hidden">${strings.axis}</legend>
        ${axis('step', strings.step)} ${axis('epoch', strings.epoch)}
      </fieldset>
      <label>
        ${strings.smoothing}
        <input dir="auto" type="range" min="0" max=${greatestSmoothing} step="0.01" .value=${String(view.smoothing)}
          @input=${onSmoothing}>
        <output>${short(view.smoothing)}</output>
      </label>
      ${
        charts.some(({ takesLog }) => takesLog)
          ? html`<label>
              <input dir="auto" type="checkbox" .checked=${view.log} @change=${() => page.change({ log: !view.log })}>
              ${strings.logScale}
            </label>`
          : nothing
      }
      ${zoomControls(view, strings, page)}
    </div>
  `;
}

function zoomControls({ zoom }: ChartView, strings: ChartStrings, page: ChartPage): TemplateResult {
  const by = (direction: 'in' | 'out') => () => firstChart()?.zoomBy(direction);
  return html`<span dir="auto" class="zoom">
    <vscode-button secondary icon-only aria-label=${strings.zoomIn} title=${strings.zoomIn} @click=${by('in')}>+</vscode-button>
    <vscode-button secondary icon-only aria-label=${strings.zoomOut} title=${strings.zoomOut} @click=${by('out')}>−</vscode-button>
    <vscode-button secondary ?disabled=${zoom === undefined} @click=${() => page.change({ zoom: undefined })}>
      ${strings.resetZoom}
    </vscode-button>
    <span dir="auto" class="quiet" role="status">
      ${zoom ? fill(strings.zoomedTo, short(zoom.min), short(zoom.max)) : nothing}
    </span>
  </span>`;
}

/** All charts show the same range: any of them can find the next one. */
function firstChart(): CurveChart | undefined {
  return document.querySelector<CurveChart>('curve-chart') ?? undefined;
}

function chartView(chart: Chart, shown: ShownCharts, page: ChartPage): TemplateResult {
  const { view, strings, curves } = shown;
  const axis = axisOf(
    view,
    curves.some(({ stepsPerEpoch }) => stepsPerEpoch !== undefined),
  );
  const onPng = (event: { currentTarget: Element }) => {
    const drawn = event.currentTarget.closest('section')?.querySelector('curve-chart');
    const png = drawn instanceof CurveChart ? drawn.picture() : undefined;
    if (png) page.send({ type: 'savePng', chart: chart.id, png });
  };
  const onZoom = ({ detail }: CustomEvent<ChartView['zoom']>) => page.change({ zoom: detail });
  return html`<section class="chart" aria-labelledby=${`chart-${chart.id}`}>
    <div class="chart-head">
      <h3 dir="auto" id=${`chart-${chart.id}`}>${chart.title}</h3>
      <vscode-button secondary aria-label=${`${strings.savePng}: ${chart.title}`} @click=${onPng}>
        ${strings.savePng}
      </vscode-button>
    </div>
    <curve-chart
      @zoom=${onZoom}
      .shown=${{
        title: chart.title,
        axis: axis === 'epoch' ? strings.epoch : strings.step,
        wholeNumbers: axis === 'step',
        curves: curves.filter((curve) => curve.chart === chart.id).map((curve) => drawn(curve, axis)),
        smoothing: view.smoothing,
        log: view.log && chart.takesLog,
        zoom: view.zoom,
        strings,
      }}
    ></curve-chart>
  </section>`;
}

function axisOf({ axis }: ChartView, hasEpochs: boolean): ChartView['axis'] {
  return hasEpochs ? axis : 'step';
}

/** The zoom stays where it was, as far as all curves count epochs alike. */
function withAxis(view: ChartView, axis: ChartView['axis'], curves: readonly Curve[]): Partial<ChartView> {
  if (axis === view.axis) return {};
  const [perEpoch, ...others] = new Set(curves.map(({ stepsPerEpoch }) => stepsPerEpoch));
  const { zoom } = view;
  if (zoom === undefined || perEpoch === undefined || others.length > 0) return { axis, zoom: undefined };
  const factor = axis === 'epoch' ? 1 / perEpoch : perEpoch;
  return { axis, zoom: { min: zoom.min * factor, max: zoom.max * factor } };
}

/** Epochs of a column of steps: computed once for each column. */
const epochs = new WeakMap<readonly number[], readonly number[]>();

function drawn(curve: Curve, axis: ChartView['axis']): LabelledCurve {
  const { id, label, style, steps, values, stepsPerEpoch } = curve;
  if (axis === 'step' || stepsPerEpoch === undefined) return { id, label, style, xs: steps, ys: values };
  const xs = epochs.get(steps) ?? steps.map((step) => step / stepsPerEpoch);
  epochs.set(steps, xs);
  return { id, label, style, xs, ys: values };
}
