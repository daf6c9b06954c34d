// What pages with charts ask for, and keep of how the charts are set.
import * as v from 'valibot';
import { place, type Schema } from '../../ui/page/page.protocol';
import { type ChartView, greatestSmoothing, usualView } from './charts.protocol';

const zoom = v.pipe(
  v.object({ min: v.pipe(v.number(), v.finite()), max: v.pipe(v.number(), v.finite()) }),
  v.check(({ min, max }) => min < max),
);

/** The settings that a page kept; what is missing or not in range is as usual. */
export const chartView: Schema<ChartView> = v.fallback(
  v.pipe(
    v.object({
      axis: v.fallback(v.picklist(['step', 'epoch']), usualView.axis),
      smoothing: v.fallback(
        v.pipe(v.number(), v.minValue(0), v.maxValue(greatestSmoothing)),
        usualView.smoothing,
      ),
      log: v.fallback(v.boolean(), usualView.log),
      zoom: v.fallback(v.optional(zoom), undefined),
      tableOpen: v.fallback(v.boolean(), usualView.tableOpen),
      tablePage: v.fallback(place, usualView.tablePage),
    }),
    v.transform((kept) => ({ ...usualView, ...kept })),
  ),
  usualView,
);

/** What people do with the numbers of charts. `png` is a data URL. */
export const chartRequests = v.variant('type', [
  v.object({ type: v.literal('saveCsv') }),
  v.object({ type: v.literal('savePng'), chart: v.string(), png: v.string() }),
]);
export type ChartRequest = v.InferOutput<typeof chartRequests>;
