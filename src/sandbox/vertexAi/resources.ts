import { GoogleError, invalidArgument, notFound } from '../google/errors';
import type { JsonObject } from '../google/protoJson/json';
import type { Call } from '../http/rpc';
import { Collection } from '../state/collection';
import { randomNumber } from '../state/ids';
import { type PageRequest, takePage } from '../state/paging';
import { readFilter } from './listFilter';
import type {
  ListRequest,
  NameRequest,
  UndeployModelRequest,
  UpdateEndpointRequest,
  UpdateModelRequest,
} from './messages';
import { idIn, isSamePlace, placeName, readPlace } from './names';
import {
  defaultEndpoint,
  type EndpointRecord,
  servingPlace,
  type TuningJobRecord,
} from './training/tuningJobRecord';
import type { TuningJobs } from './training/tuningJobs';

/** A change that is told of as an operation. It is made at once; the operation ends a little later, as Google's do. */
interface OperationRecord {
  readonly id: string;
  /** The resource that it is about: operations live below it. */
  readonly parent: string;
  readonly createTime: string;
  readonly metadata: string;
  readonly response: string;
  /** Milliseconds since 1970. */
  readonly ends: number;
}

interface Deployed {
  readonly job: TuningJobRecord;
  readonly endpoint: EndpointRecord;
}

/** Part of a run's pace that an operation takes, and seconds that it takes at most. */
const OPERATION_PART = 0.05;
const LONGEST_OPERATION = 1;
const PAGES = { usual: 50, most: 100 };
const FILTER_FIELDS = ['displayName', 'labels.'];

/** The models that tuning jobs made and the endpoints that serve them. */
export class Resources {
  private readonly operations: Collection<OperationRecord>;

  constructor(
    folder: string,
    private readonly jobs: TuningJobs,
    private readonly paceSeconds: number,
  ) {
    this.operations = new Collection<OperationRecord>(folder, ['parent', 'response', 'ends']);
  }

  getModel({ name }: NameRequest): object {
    return this.toModel(this.findModel(name));
  }

  listModels(request: ListRequest): object {
    const place = readPlace(request.parent);
    const seen = new Set<string>();
    // A list shows each model once, in its latest version.
    const latest = this.jobs.withModels(place).filter(({ model }) => {
      if (!model || model.deleted || seen.has(model.id)) return false;
      seen.add(model.id);
      return true;
    });
    const { items, ...rest } = takePage(
      filtered(latest, request, (job) => job),
      request,
      PAGES,
    );
    return { models: items.map((record) => this.toModel(record)), ...rest };
  }

  updateModel({ model, updateMask }: UpdateModelRequest): object {
    const { name = '' } = model;
    const record = this.findModel(name);
    const { defaultCheckpointId, ...changes } = masked(model, updateMask, ['defaultCheckpointId']);
    if (typeof defaultCheckpointId === 'string') this.jobs.setDefaultCheckpoint(record, defaultCheckpointId);
    this.jobs.updateModel(record, changes);
    return this.getModel({ name });
  }

  deleteModel({ name }: NameRequest, call: Call): object {
    const versions = this.versionsOf(name);
    if (versions.length === 0) throw notFound(`The Model ${name} does not exist.`);
    refuseDeployed(name, versions);
    this.jobs.deleteModel(readPlace(name), idIn(name, 'models'));
    return this.begin(name.replace(/@.*$/, ''), call, 'DeleteOperationMetadata');
  }

  listModelVersions(request: NameRequest & PageRequest): object {
    const { items, ...rest } = takePage(this.versionsOf(request.name), request, PAGES);
    return { models: items.map((record) => this.toModel(record)), ...rest };
  }

  /** "Deleting the only version in the Model is not allowed." (model_service.proto) */
  deleteModelVersion({ name }: NameRequest, call: Call): object {
    const [, version] = /@(\d+)$/.exec(name) ?? [];
    if (version === undefined) throw invalidArgument('name', `The name ${name} must end in @ and a version.`);
    const versions = this.versionsOf(name);
    const record = versions.find(({ model }) => String(model?.version) === version);
    if (!record) throw notFound(`The Model ${name} does not exist.`);
    if (versions.length === 1) {
      const text = `Version ${version} is the only one of the Model "${name}". Delete the Model instead.`;
      throw new GoogleError('FAILED_PRECONDITION', text);
    }
    refuseDeployed(name, [record]);
    this.jobs.deleteModel(readPlace(name), idIn(name, 'models'), record.model?.version);
    return this.begin(name.replace(/@.*$/, ''), call, 'DeleteOperationMetadata');
  }

  getEndpoint({ name }: NameRequest): object {
    return toEndpoint(this.findEndpoint(name));
  }

  updateEndpoint({ endpoint: sent, updateMask }: UpdateEndpointRequest): object {
    const { name = '' } = sent;
    const { job, endpoint } = this.findEndpoint(name);
    const changes = { ...endpoint.changes, ...masked(sent, updateMask) };
    this.jobs.replaceEndpoint(job.id, { ...endpoint, changes });
    return this.getEndpoint({ name });
  }

  listEndpoints(request: ListRequest): object {
    const place = readPlace(request.parent);
    const all = this.jobs.withModels(place).flatMap((job) =>
      livingEndpoints(job).map((endpoint) => ({
        job,
        endpoint,
        id: endpoint.id,
        createTime: endpoint.createTime,
      })),
    );
    const { items, ...rest } = takePage(
      filtered(all, request, ({ job }) => job),
      request,
      PAGES,
    );
    return { endpoints: items.map(toEndpoint), ...rest };
  }

  undeployModel({ endpoint: name, deployedModelId }: UndeployModelRequest, call: Call): object {
    const { job, endpoint } = this.findEndpoint(name);
    if (endpoint.deployedModelId !== deployedModelId) {
      throw notFound(`DeployedModel with ID ${deployedModelId} is not found in Endpoint ${name}.`);
    }
    const { deployedModelId: _, ...empty } = endpoint;
    this.jobs.replaceEndpoint(job.id, empty);
    return this.begin(name, call, 'UndeployModelOperationMetadata', 'UndeployModelResponse');
  }

  deleteEndpoint({ name }: NameRequest, call: Call): object {
    const { job, endpoint } = this.findEndpoint(name);
    if (endpoint.deployedModelId) {
      const text = `Endpoint ${name} has deployed or being-deployed DeployedModel(s) with ID(s): ${endpoint.deployedModelId}. Undeploy them first.`;
      throw new GoogleError('FAILED_PRECONDITION', text);
    }
    this.jobs.replaceEndpoint(job.id, { ...endpoint, deleted: true });
    return this.begin(name, call, 'DeleteOperationMetadata');
  }

  getOperation({ name }: NameRequest): object {
    const record = this.operations.get(idIn(name, 'operations'));
    // Below its resource or, as `gcloud ai operations describe` asks, below the location.
    const isIts = (parent: string) => name.endsWith(`${parent}/operations/${idIn(name, 'operations')}`);
    const isThere =
      record &&
      isSamePlace(readPlace(record.parent), readPlace(name)) &&
      (isIts(idsOf(record.parent)) || /^projects\/[^/]+\/locations\/[^/]+\/operations\//.test(name));
    if (!isThere) {
      throw notFound(`Operation "${name}" not found.`);
    }
    return this.toOperation(record);
  }

  /** Starts an operation on a resource that was changed already. Below `parent` it is asked for: a place, or a resource. */
  begin(parent: string, { version }: Call, metadata: string, response?: string): object {
    const types = `type.googleapis.com/google.cloud.aiplatform.${version}`;
    const now = Date.now();
    const record: OperationRecord = {
      id: randomNumber(19),
      parent: `${placeName(readPlace(parent))}${idsOf(parent)}`,
      createTime: new Date(now).toISOString(),
      metadata: `${types}.${metadata}`,
      response: response ? `${types}.${response}` : 'type.googleapis.com/google.protobuf.Empty',
      ends: now + Math.min(this.paceSeconds * OPERATION_PART, LONGEST_OPERATION) * 1000,
    };
    this.operations.put(record);
    return this.toOperation(record);
  }

  private toOperation({ id, parent, createTime, metadata, response, ends }: OperationRecord): object {
    const done = ends <= Date.now();
    const updateTime = done ? new Date(ends).toISOString() : createTime;
    return {
      name: `${parent}/operations/${id}`,
      metadata: { '@type': metadata, genericMetadata: { createTime, updateTime } },
      ...(done ? { done, response: { '@type': response } } : {}),
    };
  }

  /** Newest first. */
  private versionsOf(name: string): TuningJobRecord[] {
    const id = idIn(name, 'models');
    return this.jobs
      .withModels(readPlace(name))
      .filter(({ model }) => model?.id === id && !model.deleted)
      .sort((a, b) => (b.model?.version ?? 0) - (a.model?.version ?? 0));
  }

  /** In its latest version, when the name has none. */
  private findModel(name: string): TuningJobRecord {
    const versions = this.versionsOf(name);
    const [, version] = /@(\d+)$/.exec(name) ?? [];
    const record = version ? versions.find(({ model }) => String(model?.version) === version) : versions[0];
    if (!record) throw notFound(`The Model ${name} does not exist.`);
    return record;
  }

  private findEndpoint(name: string): Deployed {
    const id = idIn(name, 'endpoints');
    for (const job of this.jobs.withModels(readPlace(name))) {
      const endpoint = livingEndpoints(job).find((candidate) => candidate.id === id);
      if (endpoint) return { job, endpoint };
    }
    throw notFound(`Endpoint \`${name}\` not found.`);
  }

  /** google.cloud.aiplatform.Model */
  private toModel(record: TuningJobRecord): JsonObject {
    const { model, spec, updateTime } = record;
    const createTime = record.endpoints?.[0]?.createTime ?? updateTime;
    const itself = defaultEndpoint(record)?.checkpoint;
    const endpoints = livingEndpoints(record).filter(({ deployedModelId }) => deployedModelId);
    return {
      name: modelNameOf(record),
      versionId: String(model?.version),
      versionAliases: ['default'],
      versionCreateTime: createTime,
      versionUpdateTime: updateTime,
      displayName: displayNameOf(record),
      createTime,
      updateTime,
      ...(spec.labels ? { labels: spec.labels } : {}),
      ...(itself ? { defaultCheckpointId: itself.id } : {}),
      deployedModels: endpoints.map((endpoint) => ({
        endpoint: endpointName({ job: record, endpoint }),
        deployedModelId: endpoint.deployedModelId ?? '',
      })),
      checkpoints: (record.endpoints ?? []).flatMap(({ checkpoint }) =>
        checkpoint
          ? [
              {
                checkpointId: checkpoint.id,
                epoch: String(checkpoint.epoch),
                step: String(checkpoint.step),
              },
            ]
          : [],
      ),
      ...model?.changes,
    };
  }
}

function filtered<T>(
  items: readonly T[],
  { filter = '' }: ListRequest,
  jobOf: (item: T) => TuningJobRecord,
): T[] {
  const matches = readFilter(filter, FILTER_FIELDS);
  return items.filter((item) => {
    const job = jobOf(item);
    return matches((field) =>
      field === 'displayName' ? displayNameOf(job) : job.spec.labels?.[field.slice('labels.'.length)],
    );
  });
}

const CHANGEABLE = ['displayName', 'description', 'labels'];

/**
 * What an update sets: all that it has, or what its mask names.
 * @throws GoogleError 400 for a field that cannot be set
 */
function masked(resource: object, mask: string | undefined, more: readonly string[] = []): JsonObject {
  const fields = resource as JsonObject;
  const paths = mask ? mask.split(',') : Object.keys(fields).filter((key) => key !== 'name');
  const other = paths.find((path) => !CHANGEABLE.includes(path) && !more.includes(path));
  if (other) throw invalidArgument('update_mask', `The field ${other} cannot be updated.`);
  return Object.fromEntries(paths.flatMap((path) => (path in fields ? [[path, fields[path] ?? null]] : [])));
}

function refuseDeployed(name: string, versions: readonly TuningJobRecord[]): void {
  const deployed = versions
    .flatMap((job) => livingEndpoints(job).map((endpoint) => ({ job, endpoint })))
    .filter(({ endpoint }) => endpoint.deployedModelId);
  if (deployed.length === 0) return;
  const text = `The Model "${name}" is deployed or being deployed at the following Endpoint(s): ${deployed.map(endpointName).join(', ')}.`;
  throw new GoogleError('FAILED_PRECONDITION', text);
}

function livingEndpoints({ endpoints = [] }: TuningJobRecord): EndpointRecord[] {
  return endpoints.filter(({ deleted }) => !deleted);
}

/** google.cloud.aiplatform.Endpoint */
function toEndpoint({ job, endpoint }: Deployed): JsonObject {
  const { updateTime, spec, model } = job;
  const { deployedModelId, checkpoint, createTime } = endpoint;
  const deployed = deployedModelId && {
    id: deployedModelId,
    model: modelNameOf(job),
    modelVersionId: String(model?.version),
    displayName: displayNameOf(job),
    createTime,
    ...(checkpoint ? { checkpointId: checkpoint.id } : {}),
  };
  return {
    name: endpointName({ job, endpoint }),
    displayName: displayNameOf(job),
    createTime,
    updateTime,
    ...(deployed ? { deployedModels: [deployed], trafficSplit: { [deployed.id]: 100 } } : {}),
    ...(spec.labels ? { labels: spec.labels } : {}),
    ...(spec.encryptionSpec ? { encryptionSpec: { kmsKeyName: spec.encryptionSpec.kmsKeyName ?? '' } } : {}),
    ...endpoint.changes,
  };
}

function displayNameOf({ spec, id }: TuningJobRecord): string {
  return spec.tunedModelDisplayName || `tuned-model-${id}`;
}

function modelNameOf(record: TuningJobRecord): string {
  return `${placeName(servingPlace(record))}/models/${record.model?.id}`;
}

function endpointName({ job, endpoint }: Deployed): string {
  return `${placeName(servingPlace(job))}/endpoints/${endpoint.id}`;
}

/** `/models/1` of `projects/p/locations/l/models/1/…`: projects have two names. */
function idsOf(name: string): string {
  return /^projects\/[^/]+\/locations\/[^/]+(\/[^/]+\/[^/@]+)/.exec(name)?.[1] ?? '';
}
