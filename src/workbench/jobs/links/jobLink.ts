// Links that open a job's page in VS Code, from a message or a ticket.
import type { JobReference } from '../page/jobPage.protocol';

/** Names of jobs, by service. A link is a stranger's text: nothing else of it is used. */
const names: Readonly<Record<string, RegExp>> = {
  vertexAi: /^projects\/[a-z0-9:.-]{1,100}\/locations\/[a-z0-9-]{1,40}\/tuningJobs\/\d{1,25}$/,
  geminiApi: /^tunedModels\/[a-z0-9-]{1,63}$/,
};

/** Publisher and name, by which VS Code knows whom a link is for. */
const extension = 'tunewright.tunewright';

/** @param scheme of this VS Code: "vscode", "vscode-insiders", … */
export function jobLink(scheme: string, { service, name }: Pick<JobReference, 'service' | 'name'>): string {
  return `${scheme}://${extension}/job?${new URLSearchParams({ service, name })}`;
}

/** Undefined for any other link. */
export function jobInLink(path: string, query: string): JobReference | undefined {
  const parameters = new URLSearchParams(query);
  const service = parameters.get('service') ?? '';
  const name = parameters.get('name') ?? '';
  const isJob = path === '/job' && Object.hasOwn(names, service) && names[service]?.test(name);
  return isJob ? { service, name, displayName: name.split('/').at(-1) ?? name } : undefined;
}
