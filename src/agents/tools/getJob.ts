import { hasEnded, modelOf } from '../../tuning/contract/job';
import { jobLine } from '../../tuning/contract/jobText';
import type { MetricSeries } from '../../tuning/contract/metrics';
import { readCurves } from '../../tuning/curves/curveReading';
import { summaryOf } from '../../tuning/curves/metricSummary';
import { asData, sentenceOfError, shortened } from '../answer';
import { named } from '../services';
import { tool } from '../tool';

const mostDropped = 20;

export const getJob = tool({
  name: 'get_job',
  title: 'Get Tuning Job',
  description:
    "Tells how a tuning job stands: state, progress, the curves in words (overfitting, no learning, divergence) with advice, checkpoints, and examples that the service dropped. Asks Google's services and costs nothing.",
  sends: true,
  input: {
    type: 'object',
    properties: {
      job: { type: 'string', minLength: 3, description: 'SERVICE:NAME, as list_jobs prints it.' },
    },
    required: ['job'],
    additionalProperties: false,
  },
  async run({ job: text }, host, signal) {
    const { service, name } = await named(host, text);
    const job = await service.get({ name }, signal);
    const curves = await service.metrics(job, signal).catch(sentenceOfError);
    const series = typeof curves === 'string' ? [] : curves;
    const checkpoints = modelOf(job)?.checkpoints ?? [];
    const findings = readCurves(series, checkpoints, hasEnded(job.state));
    const dropped = job.dataStats?.dropped.slice(0, mostDropped) ?? [];
    return [
      ...(typeof curves === 'string' ? [`The curves can't be read: ${curves}`] : []),
      ...series.map(curveLine),
      ...findings.map(({ message, advice }) => `${message} ${advice}`),
      ...(series.length > 0 && findings.length === 0
        ? ['The curves show nothing to worry about, or are too short to tell.']
        : []),
      ...(job.dataStats?.droppedCount
        ? [`Examples that the service dropped or cut: ${job.dataStats.droppedCount}.`]
        : []),
      asData('what the service says of the job', [
        jobLine(job),
        ...checkpoints.map((one) => `checkpoint ${one.id}: model ${job.service}:${one.endpoint}`),
        ...dropped.map(({ index, reason }) => `example ${index}: ${shortened(reason ?? 'no reason', 200)}`),
      ]),
    ].join('\n');
  },
});

function curveLine(series: MetricSeries): string {
  const summary = summaryOf(series);
  if (!summary) return `${series.name} (${series.side}): no values yet.`;
  const { final, best } = summary;
  const bestText = best ? `, best ${figure(best.value)} at step ${best.step}` : '';
  return `${series.name} (${series.side}): ${figure(final.value)} at step ${final.step}${bestText}, points: ${series.points.length}.`;
}

function figure(value: number): string {
  return value.toPrecision(4);
}
