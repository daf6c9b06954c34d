import type { TuningJob } from '../../../tuning/contract/job';

const day = 24 * 3_600_000;

/** A job of somebody else's, or started with another tool, that ended long ago is no news any more. */
export function isNews(job: TuningJob, now: number): boolean {
  return job.launchId !== undefined || job.endTime === undefined || now - job.endTime < day;
}

/** What a service says, on one line: its first sentence when it says more than a notification can hold. */
export function shortReason(text: string, longest = 200): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  const sentence = line.length <= longest ? line : (/^.+?[.!?](?=\s|$)/.exec(line)?.[0] ?? line);
  if (sentence.length > longest) return `${sentence.slice(0, longest - 1).trimEnd()}…`;
  return /[.!?…]$/.test(sentence) || sentence === '' ? sentence : `${sentence}.`;
}
