// What an address of the user's is told of a job that has ended: names and its state, and nothing that opens anything.
import { codeOf } from '../../../base/files/fileRefusal';
import type { TuningJob } from '../../../tuning/contract/job';

const patience = 10_000;

/** Undefined of what can't be told: others may read along where there is no TLS, unless it stays on this machine. */
export function webhookAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isHere);
  return isSafe && url.username === '' && url.password === '' ? url : undefined;
}

/** @param stateText how people read the state */
export function jobEnd(job: TuningJob, isSandbox: boolean, stateText: string): object {
  const { service, name, displayName, baseModel, state, endTime, tunedModel } = job;
  return {
    text: `${displayName}: ${stateText}`,
    ...{ event: 'jobEnded', service, job: name, displayName, baseModel, state, isSandbox },
    tunedModel: tunedModel?.name ?? null,
    ended: endTime === undefined ? null : new Date(endTime).toISOString(),
  };
}

/** No redirect is followed: the address alone was chosen by the user. Rejects when it isn't taken. */
export async function postJobEnd(address: URL, end: object): Promise<void> {
  const { ok, status } = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(end),
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  if (!ok) throw new Error(`HTTP ${status}`);
}

/** For the log, without the address: it may be a secret. */
export function whyNotPosted(error: unknown): string {
  const code = error instanceof Error ? codeOf(error.cause) : undefined; // `fetch` itself says that it failed, and no more
  return code === undefined ? String(error) : `${String(error)} (${String(code)})`;
}
