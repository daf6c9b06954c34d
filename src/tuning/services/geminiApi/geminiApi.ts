import type { protos } from '@google-ai/generativelanguage';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import type { Connect, Connection } from '../../contract/connection';
import { generationSettings } from '../../contract/generationSettings';
import { hasEnded, type TunedModel, type TuningJob } from '../../contract/job';
import type { Leftover } from '../../contract/leftovers';
import type { BaseModel, PreparedLaunch, TuningService } from '../../contract/service';
import { GoogleApiError } from '../../google/errors/googleApiError';
import { requestJson, requestPages } from '../../google/rest';
import type { Wire } from '../../google/wire';
import { toGenerateCall } from '../generateCall';
import { generateContent, inlineAttachments } from '../generateContent';
import { toContents } from '../requestContents';
import { geminiUrl } from './address';
import { createRequestBody, toJob, toSeries, tunedModelId, type WireTunedModel } from './mapping';
import { geminiApiId, hyperparameters, options } from './settings';
import { geminiSharing } from './sharing';

type ListTunedModelsResponse = Wire<protos.google.ai.generativelanguage.v1beta.IListTunedModelsResponse>;
type ListModelsResponse = Wire<protos.google.ai.generativelanguage.v1beta.IListModelsResponse>;
type CreateTunedModelMetadata = Wire<protos.google.ai.generativelanguage.v1beta.ICreateTunedModelMetadata>;
type CountTokensResponse = Wire<protos.google.ai.generativelanguage.v1beta.ICountTokensResponse>;
type Operation = Wire<protos.google.longrunning.IOperation>;

/** The first page is small so that something is shown at once. `ListTunedModelsRequest.page_size`: at most 1000. */
const pageSizes = [100, 1000] as const;

/** The Gemini API (https://ai.google.dev/api/tuning): training examples travel inside the create request. */
export function geminiApi(connect: Connect): TuningService {
  /** Steps of the jobs launched from this window, by model name: no later reply tells them. */
  const totalSteps = new Map<string, number>();
  /** Models that others have shared with the user of a connection, when they were last asked for. */
  const shared = new WeakMap<Connection, readonly TuningJob[]>();
  const asJob = (model: WireTunedModel) => toJob(model, totalSteps.get(model.name ?? ''));
  const getModel = async (name: string, signal: AbortSignal) => {
    const connection = await connect(signal);
    return requestJson<WireTunedModel>(connection, {
      method: 'GET',
      url: geminiUrl(connection, name),
      signal,
    });
  };
  const listModels = async (signal: AbortSignal) => {
    const connection = await connect(signal);
    const models: (BaseModel & { readonly methods: readonly string[] })[] = [];
    const url = geminiUrl(connection, 'models');
    for await (const page of requestPages<ListModelsResponse>(connection, { url, pageSize: 1000, signal })) {
      for (const { name, displayName = name, supportedGenerationMethods: methods = [] } of page.models ??
        []) {
        if (name && displayName) models.push({ name, displayName, methods });
      }
    }
    return models;
  };

  const service: TuningService = {
    id: geminiApiId,
    label: 'Gemini API',
    methods: [{ method: 'supervised', label: l10n.t('Supervised'), datasetFormat: 'geminiApi' }],
    hyperparameters,
    options,
    displayNameLimit: 40, // TunedModel.display_name: "up to 40 characters including spaces"
    can: {
      cancel: false,
      deleteModel: true,
      deleteFailed: true, // a tuned model is its own job
      rename: true,
      defaultCheckpoint: false, // its models have none
      validation: false,
      labels: false,
      multiTurn: false,
    },
    storage: undefined,
    sharing: geminiSharing(connect),
    tuningRegions: undefined,
    batch: undefined, // tuned models are asked in batches on Vertex AI only
    leftovers: {
      async *list(signal) {
        for await (const jobs of service.list({ filter: 'owner:me' }, signal)) {
          const ours = jobs.filter(({ launchId }) => launchId !== undefined);
          yield { kind: 'found', leftovers: ours.map(toLeftover) };
        }
      },
      delete: (leftover, signal) => service.deleteModel(toModel(leftover), signal),
    },

    async baseModels(signal) {
      const models = await listModels(signal);
      const tunable = models.filter((model) => model.methods.includes('createTunedModel'));
      if (tunable.length === 0) throw noTunableModel();
      return tunable;
    },

    /**
     * `ListTunedModelsRequest.filter`: "By default, results will not include tuned models shared with everyone", not even
     * one's own. So one's own are asked for by `owner:me`, then those that others have shared.
     */
    async *list({ filter, isPoll }, signal) {
      const connection = await connect(signal);
      async function* pages(query: { filter: string | undefined }) {
        const url = geminiUrl(connection, 'tunedModels');
        const list = { url, pageSize: pageSizes, query, signal };
        for await (const page of requestPages<ListTunedModelsResponse>(connection, list))
          yield (page.tunedModels ?? []).map(asJob);
      }
      if (filter !== undefined) return yield* pages({ filter });
      const own = new Set<string>();
      for await (const page of pages({ filter: 'owner:me' })) {
        for (const { name } of page) own.add(name);
        yield page;
      }
      const before = isPoll ? shared.get(connection) : undefined;
      if (before?.every(({ state }) => hasEnded(state))) return yield before;
      const found: TuningJob[] = [];
      for await (const page of pages({ filter: undefined })) {
        const ofOthers = page.filter(({ name }) => !own.has(name));
        found.push(...ofOthers);
        yield ofOthers;
      }
      shared.set(connection, found);
    },

    get: async ({ name }, signal) => asJob(await getModel(name, signal)),

    metrics: async ({ name }, signal) => toSeries(await getModel(name, signal)),

    async prepare(launch) {
      const query = new URLSearchParams({ tunedModelId: tunedModelId(launch.spec.displayName, launch.id) });
      return { id: launch.id, path: `tunedModels?${query}`, body: createRequestBody(launch) };
    },

    async create(launch, signal) {
      const connection = await connect(signal);
      const operation = await requestJson<Operation>(connection, {
        method: 'POST',
        url: geminiUrl(connection, launch.path),
        body: launch.body,
        signal,
      });
      const name = modelOf(launch);
      const metadata = operation.metadata as CreateTunedModelMetadata | undefined;
      if (metadata?.tunedModel !== name)
        throw new Error(l10n.t("The response doesn't contain the requested model."));
      if (metadata.totalSteps) totalSteps.set(name, metadata.totalSteps);
      return asJob(withoutData(name, launch.body as WireTunedModel));
    },

    async find(launch, signal) {
      try {
        return [asJob(await getModel(modelOf(launch), signal))]; // two cannot have one name
      } catch (error) {
        if (error instanceof GoogleApiError && isAbsent(error)) return [];
        throw error;
      }
    },

    cancel: () =>
      Promise.reject(
        new UserError(l10n.t("The Gemini API doesn't support canceling tuning jobs."), 'UNSUPPORTED'),
      ),

    async *deleteModel({ name }, signal) {
      const connection = await connect(signal);
      try {
        await requestJson(connection, { method: 'DELETE', url: geminiUrl(connection, name), signal });
        yield { what: 'model', name, outcome: 'done' };
      } catch (error) {
        const gone = error instanceof GoogleApiError && error.google.status === 'NOT_FOUND';
        yield gone
          ? { what: 'model', name, outcome: 'gone' }
          : { what: 'model', name, outcome: 'failed', error };
      }
    },

    async rename(model, changes, signal) {
      const connection = await connect(signal);
      const updateMask = Object.keys(changes).join(',');
      const url = geminiUrl(connection, model.name);
      await requestJson(connection, { method: 'PATCH', url, query: { updateMask }, body: changes, signal });
    },

    async promptableModels(signal) {
      const models = await listModels(signal);
      return models.filter((model) => model.methods.includes('generateContent'));
    },

    promptFeatures: (model) =>
      model.kind === 'base'
        ? {
            multiTurn: true,
            attachments: inlineAttachments,
            functions: true,
            settings: generationSettings(model, { thinkingLevel: true }),
          }
        : {
            // From the tuning guide: a tuned model takes one turn of text, and has no JSON mode.
            multiTurn: false,
            attachments: undefined,
            functions: false,
            settings: generationSettings(model, { thinkingLevel: true, json: true }),
          },

    setDefaultCheckpoint: ({ displayName }) =>
      Promise.reject(new UserError(l10n.t('{0} has no checkpoints.', displayName), 'UNSUPPORTED')),

    async *generate(model, prompt, signal) {
      const connection = await connect(signal);
      yield* generateContent(connection, geminiUrl(connection, model), model, prompt, signal);
    },

    consoleUrl: () => undefined, // Google AI Studio has had no pages of tuned models since tuning ended there

    async generateCall(model, prompt, signal) {
      const connection = await connect(signal);
      return toGenerateCall(connection, geminiUrl(connection, model), model, prompt, {
        apiVersion: 'v1beta',
      });
    },

    // A tuned model has no countTokens: its base model counts in the same way.
    async countTokens({ baseModel }, prompt, signal) {
      const connection = await connect(signal);
      const { totalTokens = 0 } = await requestJson<CountTokensResponse>(connection, {
        method: 'POST',
        url: `${geminiUrl(connection, baseModel)}:countTokens`,
        body: { generateContentRequest: { model: baseModel, ...toContents(prompt, baseModel) } },
        signal,
      });
      return { totalTokens, billableCharacters: undefined };
    },
  };
  return service;
}

function modelOf({ path }: PreparedLaunch): string {
  return `tunedModels/${new URLSearchParams(path.split('?')[1]).get('tunedModelId')}`;
}

/** The model as the service will tell of it, until it does. */
function withoutData(name: string, { tuningTask, ...model }: WireTunedModel): WireTunedModel {
  const { trainingData: _, ...task } = tuningTask ?? {};
  return { ...model, name, state: 'CREATING', createTime: new Date().toISOString(), tuningTask: task };
}

/** Of a model that is not there the service says that it is not there, or that one may not see it. */
function isAbsent({ google }: GoogleApiError): boolean {
  return (
    google.status === 'NOT_FOUND' || (google.status === 'PERMISSION_DENIED' && google.reason === undefined)
  );
}

function noTunableModel(): UserError {
  return new UserError(
    l10n.t(
      'Tuning on the Gemini API ended in May 2025. Tune on Vertex AI instead. You can convert the file to its format.',
    ),
    'NO_TUNABLE_MODEL',
    [{ kind: 'convert', format: 'vertexContents' }],
  );
}

/** All that a launch leaves behind: the examples travelled inside the request. */
function toLeftover({ name, displayName, createTime, launchId, tunedModel }: TuningJob): Leftover {
  const none = { bytes: undefined, links: [] };
  return {
    kind: 'model',
    name,
    displayName,
    created: createTime,
    launchId,
    idle: tunedModel === undefined,
    ...none,
  };
}

function toModel({ name, displayName }: Leftover): TunedModel {
  return { service: geminiApiId, name, model: name, displayName, baseModel: '', checkpoints: [] };
}
