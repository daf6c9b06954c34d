import { isPlainName } from '../../tuning/contract/plainName';
import type { TuningService } from '../../tuning/contract/service';
import { UsageError } from '../command';

/** A model or a job as arguments and reports name it: `SERVICE:NAME`. */
export interface ServiceName {
  readonly service: string;
  /** Resource name. */
  readonly name: string;
}

/** Throws `UsageError`. @param what it names, such as "model" */
export function serviceName(text: string, what: 'job' | 'model'): ServiceName {
  const [, service, name] = /^(\w+):(.+)$/.exec(text) ?? [];
  if (service === undefined || name === undefined || !isPlainName(name)) {
    throw new UsageError(`Invalid ${what} "${text}". Use SERVICE:NAME, such as geminiApi:tunedModels/x.`);
  }
  return { service, name };
}

/** Throws `UsageError`. */
export function serviceNamed(services: readonly TuningService[], id: string): TuningService {
  const service = services.find((one) => one.id === id);
  if (service) return service;
  const known = services.map((one) => one.id).join(', ');
  throw new UsageError(`Unknown service "${id}". Use one of: ${known}.`);
}
