// A job in a line, and as data.
import type { TuningJob } from './job';

export function jobFacts(job: TuningJob) {
  const { service, name, displayName, baseModel, state, progress, createTime, endTime, error } = job;
  const { tunedModel } = job;
  return {
    job: `${service}:${name}`,
    displayName,
    baseModel,
    state,
    created: timeOf(createTime),
    ended: timeOf(endTime),
    progress: progress?.fraction ?? null,
    step: progress?.step ?? null,
    loss: progress?.loss ?? null,
    error: error ?? null,
    model: tunedModel ? `${service}:${tunedModel.name}` : null,
  };
}

export function jobLine(job: TuningJob): string {
  const { service, name, displayName, baseModel, createTime, error, tunedModel } = job;
  const created = timeOf(createTime);
  return [
    `${service}:${name}`,
    stateText(job),
    displayName,
    baseModel.split('/').at(-1) ?? baseModel,
    ...(created === null ? [] : [created]),
    ...(tunedModel ? [`model ${service}:${tunedModel.name}`] : []),
    ...(error === undefined ? [] : [error]),
  ].join('  ');
}

export function stateText({ state, progress }: Pick<TuningJob, 'state' | 'progress'>): string {
  const share = progress?.fraction;
  return state === 'RUNNING' && share !== undefined ? `${state} ${Math.floor(share * 100)}%` : state;
}

function timeOf(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
