import { setTimeout as sleep } from 'node:timers/promises';
import type { protos } from '@google-cloud/aiplatform';
import type { Connection } from '../../contract/connection';
import type { TunedModel } from '../../contract/job';
import type { DeletionStep } from '../../contract/service';
import { GoogleApiError, readGoogleStatus } from '../../google/errors/googleApiError';
import { type RestRequest, requestJson } from '../../google/rest';
import type { Wire } from '../../google/wire';
import { vertexUrl } from './address';

type Endpoint = Wire<protos.google.cloud.aiplatform.v1.IEndpoint>;
type Model = Wire<protos.google.cloud.aiplatform.v1.IModel>;
type Operation = Wire<protos.google.longrunning.IOperation>;

/** Waits between two questions after an operation, in milliseconds. */
export type Pause = (milliseconds: number) => Promise<void>;

const pauseBetween = 1000;

/** What deletions work with. */
export interface DeletionContext {
  readonly connection: Connection;
  readonly pause: Pause;
  readonly signal: AbortSignal;
}

export function deletionContext(connection: Connection, signal: AbortSignal): DeletionContext {
  return {
    connection,
    pause: (milliseconds) => sleep(milliseconds, undefined, { signal }),
    signal,
  };
}

/**
 * Takes a tuned model away: each endpoint that serves it or one of its checkpoints is emptied and deleted, then the
 * model, or of a model with several versions this version. A step that fails ends it, for the next ones would be refused.
 */
export async function* deleteTunedModel(
  context: DeletionContext,
  model: TunedModel,
): AsyncGenerator<DeletionStep> {
  const { connection, signal } = context;
  const endpoints = new Set([model.name, ...model.checkpoints.map(({ endpoint }) => endpoint)]);
  if (!(yield* deleteEndpoints(context, endpoints)) || model.model === '') return;
  yield await run(context, 'model', model.model, async () => {
    const [name = '', version = '1'] = model.model.split('@');
    const url = vertexUrl(connection, name);
    const latest = await requestJson<Model>(connection, { method: 'GET', url, signal });
    // Tuning that went on from this model has made versions of the same model, which are not asked for here.
    const isOnly = version === '1' && (latest.versionId ?? '1') === '1';
    return call(context, 'DELETE', isOnly ? name : `${name}@${version}:deleteVersion`);
  });
}

/** Takes a model away with all its versions, after the endpoints that serve them. */
export async function* deleteWholeModel(
  context: DeletionContext,
  name: string,
  endpoints: Iterable<string>,
): AsyncGenerator<DeletionStep> {
  if (!(yield* deleteEndpoints(context, endpoints))) return;
  yield await run(context, 'model', name, () => call(context, 'DELETE', name));
}

/** Empties endpoints and deletes them. @returns whether all are gone */
export async function* deleteEndpoints(
  context: DeletionContext,
  endpoints: Iterable<string>,
): AsyncGenerator<DeletionStep, boolean> {
  for (const endpoint of endpoints) {
    if (endpoint === '') continue;
    let deployed: readonly string[];
    try {
      deployed = await deployedModels(context, endpoint);
    } catch (error) {
      if (!isGone(error)) {
        yield { what: 'endpoint', name: endpoint, outcome: 'failed', error };
        return false;
      }
      yield { what: 'endpoint', name: endpoint, outcome: 'gone' };
      continue;
    }
    for (const deployedModelId of deployed) {
      const undeployed = await run(context, 'undeploy', endpoint, () =>
        call(context, 'POST', `${endpoint}:undeployModel`, { deployedModelId }),
      );
      yield undeployed;
      if (undeployed.outcome === 'failed') return false;
    }
    const deleted = await run(context, 'endpoint', endpoint, () => call(context, 'DELETE', endpoint));
    yield deleted;
    if (deleted.outcome === 'failed') return false;
  }
  return true;
}

async function run(
  context: DeletionContext,
  what: DeletionStep['what'],
  name: string,
  act: () => Promise<Operation>,
): Promise<DeletionStep> {
  try {
    await finish(context, await act());
    return { what, name, outcome: 'done' };
  } catch (error) {
    return isGone(error) ? { what, name, outcome: 'gone' } : { what, name, outcome: 'failed', error };
  }
}

function call(
  { connection, signal }: DeletionContext,
  method: RestRequest['method'],
  path: string,
  body?: unknown,
): Promise<Operation> {
  return requestJson<Operation>(connection, { method, url: vertexUrl(connection, path), body, signal });
}

async function deployedModels(
  { connection, signal }: DeletionContext,
  endpoint: string,
): Promise<readonly string[]> {
  const url = vertexUrl(connection, endpoint);
  const { deployedModels = [] } = await requestJson<Endpoint>(connection, { method: 'GET', url, signal });
  return deployedModels.flatMap(({ id }) => (id ? [id] : []));
}

/** Waits for a long-running operation. @throws GoogleApiError with what it ended in */
async function finish({ connection, pause, signal }: DeletionContext, started: Operation): Promise<void> {
  let operation = started;
  while (!operation.done && operation.name) {
    await pause(pauseBetween);
    const url = vertexUrl(connection, operation.name);
    operation = await requestJson<Operation>(connection, { method: 'GET', url, signal });
  }
  const { error } = operation;
  if (error) throw new GoogleApiError(readGoogleStatus(200, { error: { ...error, status: 'FAILED' } }));
}

function isGone(error: unknown): boolean {
  return error instanceof GoogleApiError && error.google.code === 404;
}
