import { isPlainName } from '../tuning/contract/plainName';
import type { TuningService } from '../tuning/contract/service';
import { tuningServices } from '../tuning/services/index';
import type { Host, Services } from './host';
import { ToolRefusal } from './toolRefusal';

const ids = tuningServices(() => {
  throw new Error('Only their names are asked for.');
}).map(({ id }) => id);

export const serviceInput = {
  type: 'string',
  enum: ids,
  description: 'Only this service. Default: all.',
} as const;

export const modelInput = {
  type: 'string',
  minLength: 3,
  description:
    'Model as SERVICE:NAME, as get_job and list_jobs print it for tuned models and checkpoints; a base model such as "vertexAi:gemini-2.5-flash".',
} as const;

/** A model or a job as SERVICE:NAME. */
export async function named(
  host: Host,
  text: string,
): Promise<Services & { readonly service: TuningService; readonly name: string }> {
  const [, id, name] = /^(\w+):(.+)$/.exec(text) ?? [];
  if (id === undefined || name === undefined || !isPlainName(name) || !ids.includes(id))
    throw new ToolRefusal(`"${text}" must be SERVICE:NAME, with one of the services ${ids.join(', ')}.`);
  const all = await host.services();
  const service = all.services.find((one) => one.id === id);
  if (service === undefined) throw new ToolRefusal(`The service "${id}" isn't connected.`);
  return { ...all, service, name };
}
