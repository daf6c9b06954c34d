import type { protos } from '@google-cloud/aiplatform';
import * as l10n from '@vscode/l10n';
import type { Connect, Connection } from '../../contract/connection';
import type { Leftover, LeftoverFinding, Leftovers } from '../../contract/leftovers';
import { requestPages } from '../../google/rest';
import type { CloudStorage } from '../../google/storage/cloudStorage';
import type { StoredFile } from '../../google/storage/trainingStorage';
import { timestamp, type Wire } from '../../google/wire';
import { vertexUrl } from './address';
import { deleteEndpoints, deleteWholeModel, deletionContext } from './deleteModel';
import { placesOf } from './locations';
import { launchLabel } from './request';

type Endpoints = Wire<protos.google.cloud.aiplatform.v1.IListEndpointsResponse>;
type Models = Wire<protos.google.cloud.aiplatform.v1.IListModelsResponse>;
type Endpoint = NonNullable<Endpoints['endpoints']>[number];
type Model = NonNullable<Models['models']>[number];

/** `ListModelsRequest.page_size` and `ListEndpointsRequest.page_size` name no maximum. */
const pageSize = 100;

/** A project can have hundreds of buckets. */
const bucketsAtOnce = 8;

/**
 * What launches have made: the endpoints and models that carry our label ("the labels … to organize TuningJob and
 * generated resources", tuning_job.proto) in the connection's region, or all, and in the multi-region around it, where those
 * of Gemini 3 are, and uploads in all buckets of the project.
 */
export function vertexLeftovers(connect: Connect, storage: CloudStorage): Leftovers {
  return {
    async *list(signal) {
      const connection = await connect(signal);
      for (const location of placesOf(connection)) yield* listModels(connection, location, signal);
      yield* listUploads(storage, signal);
    },

    async *delete({ kind, name, links }, signal) {
      switch (kind) {
        case 'file':
          yield await deleteFile(storage, name, signal);
          return;
        case 'endpoint':
          yield* deleteEndpoints(deletionContext(await connect(signal), signal), [name]);
          return;
        case 'model':
          yield* deleteWholeModel(deletionContext(await connect(signal), signal), name, links);
      }
    },
  };
}

/** Endpoints and models together: a model is told which endpoints serve one of its versions. */
async function* listModels(
  connection: Connection,
  location: string,
  signal: AbortSignal,
): AsyncGenerator<LeftoverFinding> {
  const pages = <Page extends { nextPageToken?: string | undefined }>(collection: string) =>
    requestPages<Page>(connection, {
      url: vertexUrl(connection, `projects/${connection.project}/locations/${location}/${collection}`),
      pageSize,
      query: { filter: `labels.${launchLabel}:*` },
      signal,
    });
  const endpoints: Endpoint[] = [];
  yield await findings(l10n.t('endpoints in {0}', location), signal, async () => {
    for await (const page of pages<Endpoints>('endpoints')) endpoints.push(...(page.endpoints ?? []));
    return endpoints.filter(isOurs).map(toEndpoint);
  });
  yield await findings(l10n.t('models in {0}', location), signal, async () => {
    const models: Model[] = [];
    for await (const page of pages<Models>('models')) models.push(...(page.models ?? []));
    return models.filter(isOurs).map((model) => toModel(model, endpoints));
  });
}

async function* listUploads(storage: CloudStorage, signal: AbortSignal): AsyncGenerator<LeftoverFinding> {
  const names: string[] = [];
  const buckets = await findings('Cloud Storage', signal, async () => {
    for (const { name } of await storage.buckets(signal)) names.push(name);
    return [];
  });
  yield buckets;
  for (let at = 0; at < names.length; at += bucketsAtOnce) {
    const few = names.slice(at, at + bucketsAtOnce);
    yield* await Promise.all(
      few.map((name) =>
        findings(`gs://${name}`, signal, async () => (await storage.uploads(name, signal)).map(toFile)),
      ),
    );
  }
}

async function findings(
  what: string,
  signal: AbortSignal,
  find: () => Promise<readonly Leftover[]>,
): Promise<LeftoverFinding> {
  try {
    return { kind: 'found', leftovers: await find() };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'unreadable', what, error };
  }
}

function isOurs({ labels }: Endpoint | Model): boolean {
  return labels?.[launchLabel] !== undefined;
}

function toEndpoint({ name = '', displayName, createTime, labels, deployedModels }: Endpoint): Leftover {
  const links = (deployedModels ?? []).flatMap(({ model }) => (model ? [withoutVersion(model)] : []));
  return {
    kind: 'endpoint',
    name,
    displayName: displayName ?? name,
    created: timestamp(createTime),
    bytes: undefined,
    launchId: labels?.[launchLabel],
    links,
    idle: links.length === 0,
  };
}

function toModel(
  { name = '', displayName, createTime, labels, deployedModels }: Model,
  all: readonly Endpoint[],
): Leftover {
  const bare = withoutVersion(name);
  const own = (deployedModels ?? []).flatMap(({ endpoint }) => (endpoint ? [endpoint] : []));
  const others = all.flatMap((endpoint) => {
    const serves = endpoint.deployedModels?.some(({ model }) => withoutVersion(model ?? '') === bare);
    return serves && endpoint.name ? [endpoint.name] : [];
  });
  const links = [...new Set([...own, ...others])];
  return {
    kind: 'model',
    name: bare,
    displayName: displayName ?? bare,
    created: timestamp(createTime),
    bytes: undefined,
    launchId: labels?.[launchLabel],
    links,
    idle: links.length === 0,
  };
}

function toFile({ uri, name, bytes, updated }: StoredFile): Leftover {
  return {
    kind: 'file',
    name: uri,
    displayName: name.split('/').at(-1) ?? name,
    created: timestamp(updated),
    bytes,
    launchId: undefined,
    links: [],
    idle: true,
  };
}

async function deleteFile(storage: CloudStorage, uri: string, signal: AbortSignal) {
  const what = 'file';
  try {
    const wasThere = await storage.remove(uri, signal);
    return { what, name: uri, outcome: wasThere ? 'done' : 'gone' } as const;
  } catch (error) {
    signal.throwIfAborted();
    return { what, name: uri, outcome: 'failed', error } as const;
  }
}

function withoutVersion(model: string): string {
  return model.split('@')[0] ?? model;
}
