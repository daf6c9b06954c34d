import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chartView } from '../../../src/workbench/jobs/charts/chartMessages.protocol';
import {
  type Curve,
  metricRows,
  newsOf,
  usualView,
  withNews,
} from '../../../src/workbench/jobs/charts/charts.protocol';
import { read } from '../../../src/workbench/ui/page/page.protocol';

const readChartView = (kept: unknown) => read(chartView, kept) ?? assert.fail('it has a fallback');

const column = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 })
  .map((steps) => steps.sort((a, b) => a - b));

function curve(id: string, steps: readonly number[], measured: (step: number) => number | null): Curve {
  return {
    id,
    label: id,
    chart: 'loss',
    style: 0,
    stepsPerEpoch: undefined,
    steps,
    values: steps.map(measured),
    times: steps.map(() => null),
  };
}

const curves = fc
  .record({ train: column, validation: column, shift: fc.integer({ min: 0, max: 3 }), gone: fc.boolean() })
  .map(({ train, validation, shift, gone }) => [
    curve('train', train, (step) => (step % 7 === 0 ? null : step + shift)),
    ...(gone ? [] : [curve('validation', validation, (step) => step / 2)]),
  ]);

describe('the curves of a page', () => {
  it('are after any news as the host has them', () => {
    fc.assert(
      fc.property(fc.array(curves, { maxLength: 5 }), (states) => {
        let host: readonly Curve[] = [];
        let page: readonly Curve[] = [];
        for (const state of states) {
          const news = JSON.parse(JSON.stringify(newsOf(host, state)), (_, value) => value ?? null);
          const ids = state.map(({ id }) => id);
          page = withNews(page, news, ids);
          host = state;
          assert.deepEqual(page, JSON.parse(JSON.stringify(state)));
        }
      }),
    );
  });

  it('bring only the points that are new', () => {
    const steps = Array.from({ length: 100 }, (_, at) => at);
    const before = curve('train', steps.slice(0, 98), (step) => step);
    const news = newsOf([before], [curve('train', steps, (step) => step)]);
    assert.deepEqual(
      news.map(({ from, steps: added }) => ({ from, added })),
      [{ from: 98, added: [98, 99] }],
    );
    assert.deepEqual(newsOf([before], [{ ...before }]), []);
  });

  it('make one row for each step, with a column for each curve', () => {
    const rows = metricRows([
      { ...curve('train', [1, 2, 4], (step) => step / 10), stepsPerEpoch: 2 },
      { ...curve('validation', [2, 3], () => null), stepsPerEpoch: 2 },
    ]);
    assert.deepEqual(
      rows.map(({ step, epoch, values }) => ({ step, epoch, values })),
      [
        { step: 1, epoch: 1, values: [0.1, undefined] },
        { step: 2, epoch: 1, values: [0.2, null] },
        { step: 3, epoch: 2, values: [undefined, null] },
        { step: 4, epoch: 2, values: [0.4, undefined] },
      ],
    );
    const runs = [2, 3].map((stepsPerEpoch) => ({ ...curve('train', [4], () => 1), stepsPerEpoch }));
    assert.deepEqual(
      metricRows(runs).map(({ epoch }) => epoch),
      [undefined],
    ); // they have no epochs in common
    fc.assert(
      fc.property(curves, (some) => {
        const told = metricRows(some).flatMap(({ step, values }) =>
          values.flatMap((value, at) => (value === undefined ? [] : [[some[at]?.id, step, value]])),
        );
        const all = some.flatMap(({ id, steps, values }) => steps.map((step, at) => [id, step, values[at]]));
        const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).sort();
        assert.deepEqual(sorted(told), sorted(all));
      }),
    );
  });
});

describe('the settings of charts that a page kept', () => {
  it('are read as they were kept', () => {
    const view = {
      ...usualView,
      axis: 'epoch',
      smoothing: 0.6,
      log: true,
      zoom: { min: 1, max: 2.5 },
      tablePage: 3,
    };
    assert.deepEqual(readChartView(JSON.parse(JSON.stringify(view))), view);
  });

  it('are the usual ones for anything else', () => {
    for (const broken of [
      { zoom: { min: 2, max: 1 } },
      { zoom: { min: 0, max: null } },
      { smoothing: 1 },
      { tablePage: -1 },
    ])
      assert.deepEqual(readChartView(broken), usualView);
    fc.assert(
      fc.property(fc.anything(), (kept) => {
        const { smoothing, zoom, tablePage } = readChartView(kept);
        assert.ok(smoothing >= 0 && smoothing < 1 && Number.isInteger(tablePage));
        assert.ok(zoom === undefined || zoom.min < zoom.max);
      }),
    );
  });
});
