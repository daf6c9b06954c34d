import type { protos } from '@google-ai/generativelanguage';
import type { Connect, Connection } from '../../connection';
import type { TunedModel, TuningJob } from '../../job';
import { requestJson, requestPages } from '../../rest';
import type { BaseModel, GenerateChunk, Launch, Prompt, TuningService } from '../../service';
import { UserError } from '../../userError';
import type { Wire } from '../../wire';
import { generateContent } from '../generateContent';
import { geminiApiId, hyperparameters } from './hyperparameters';
import { createRequestBody, toJob, tunedModelId, type WireTunedModel } from './mapping';

type ListTunedModelsResponse = Wire<protos.google.ai.generativelanguage.v1beta.IListTunedModelsResponse>;
type ListModelsResponse = Wire<protos.google.ai.generativelanguage.v1beta.IListModelsResponse>;
type CreateTunedModelMetadata = Wire<protos.google.ai.generativelanguage.v1beta.ICreateTunedModelMetadata>;
type Operation = Wire<protos.google.longrunning.IOperation>;

const host = 'generativelanguage.googleapis.com';
/** `ListTunedModelsRequest.page_size`: "the maximum is 1000". */
const pageSize = 1000;

/** The Gemini API (https://ai.google.dev/api/tuning): training examples travel inside the create request. */
export function geminiApi(connect: Connect): TuningService {
  const address = (connection: Connection, path: string) => `${connection.origin(host)}/v1beta/${path}`;

  /** Steps of the jobs launched from this window, by model name: no later reply tells them. */
  const totalSteps = new Map<string, number>();
  const asJob = (model: WireTunedModel) => toJob(model, totalSteps.get(model.name ?? ''));

  return {
    id: geminiApiId,
    label: 'Gemini API',
    datasetFormat: 'geminiApi',
    hyperparameters,
    displayNameLimit: 40, // TunedModel.display_name: "up to 40 characters including spaces"
    can: { cancel: false, deleteModel: true, multiTurn: false },
    storage: undefined,

    async baseModels(signal) {
      const connection = await connect(signal);
      const models: BaseModel[] = [];
      for await (const page of requestPages<ListModelsResponse>(connection, {
        url: address(connection, 'models'),
        pageSize,
        signal,
      })) {
        for (const model of page.models ?? []) {
          if (!model.name || !model.supportedGenerationMethods?.includes('createTunedModel')) continue;
          models.push({ name: model.name, displayName: model.displayName ?? model.name });
        }
      }
      if (models.length === 0) {
        throw new UserError(
          'The Gemini API has no base model that can be tuned: Google ended tuning there in May 2025. Tune on Vertex AI instead.',
          'NO_TUNABLE_MODEL',
        );
      }
      return models;
    },

    async list(signal) {
      const connection = await connect(signal);
      const jobs: TuningJob[] = [];
      const url = address(connection, 'tunedModels');
      for await (const page of requestPages<ListTunedModelsResponse>(connection, { url, pageSize, signal })) {
        for (const model of page.tunedModels ?? []) jobs.push(asJob(model));
      }
      return jobs.sort((a, b) => (b.createTime ?? 0) - (a.createTime ?? 0));
    },

    async launch(launch: Launch, signal) {
      const connection = await connect(signal);
      const id = tunedModelId(launch.spec.displayName, launch.id);
      const body = createRequestBody(launch);
      launch.onProgress({ stage: 'create' });
      const operation = await requestJson<Operation>(connection, {
        method: 'POST',
        url: address(connection, 'tunedModels'),
        query: { tunedModelId: id },
        body,
        signal,
      });
      const metadata = operation.metadata as CreateTunedModelMetadata | undefined;
      if (metadata?.totalSteps) totalSteps.set(`tunedModels/${id}`, metadata.totalSteps);
      return asJob(
        await requestJson<WireTunedModel>(connection, {
          method: 'GET',
          url: address(connection, `tunedModels/${id}`),
          signal,
        }),
      );
    },

    cancel: () => Promise.reject(new UserError('The Gemini API cannot cancel a tuning job.', 'UNSUPPORTED')),

    async deleteModel(model: TunedModel, signal) {
      const connection = await connect(signal);
      await requestJson(connection, { method: 'DELETE', url: address(connection, model.name), signal });
    },

    async *generate(model: string, prompt: Prompt, signal): AsyncGenerator<GenerateChunk> {
      const connection = await connect(signal);
      yield* generateContent(connection, address(connection, model), prompt, signal);
    },
  };
}
