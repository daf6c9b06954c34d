// How the files of plans and of their launches are named.

export const planEnding = '.tune.json';

/** A path with the ending of plans, once. */
export function planPath(path: string): string {
  return `${path.replace(/(?<!\.tune|\.json)(\.tune|\.json)+$/i, '')}${planEnding}`;
}

/** Name of the file beside a plan that tells of one of its launches. */
export function runFileName(planName: string, launchId: string): string {
  return `${planName.slice(0, -planEnding.length)}.${launchId}.run.json`;
}

/** Name of the plan beside a file of `runFileName`; undefined for other files. */
export function planNameOf(runName: string): string | undefined {
  const stem = /^(.*)\.[a-z0-9]{10}\.run\.json$/s.exec(runName)?.[1];
  return stem === undefined ? undefined : `${stem}${planEnding}`;
}

/** Of which launch a file of `runFileName` tells; undefined for other files. */
export function launchIdOf(runName: string): string | undefined {
  return /\.([a-z0-9]{10})\.run\.json$/.exec(runName)?.[1];
}
