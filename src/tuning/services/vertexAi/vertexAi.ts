import type { protos } from '@google-cloud/aiplatform';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import { findTarget } from '../../../dataset/targets/target';
import type { Connect, Connection } from '../../contract/connection';
import { generationSettings } from '../../contract/generationSettings';
import type { TuningJob } from '../../contract/job';
import type { Launch, PreparedLaunch, TuningService } from '../../contract/service';
import { GoogleApiError } from '../../google/errors/googleApiError';
import { requestJson } from '../../google/rest';
import { type CloudStorage, toStorage } from '../../google/storage/cloudStorage';
import type { Wire } from '../../google/wire';
import { requirePlace, requireRegion, tuningRegions } from '../../models/regions';
import { toGenerateCall } from '../generateCall';
import { generateContent, inlineAttachments } from '../generateContent';
import { toContents } from '../requestContents';
import { parentOf, promptedName, vertexUrl } from './address';
import { promptedModels, tunableModels } from './baseModels';
import { vertexBatch } from './batch';
import { consoleUrl } from './consoleUrl';
import { deleteTunedModel, deletionContext } from './deleteModel';
import { findLaunched } from './findLaunched';
import { JobsByRegion, jobsIn, runningJobs } from './jobsByRegion';
import { vertexLeftovers } from './leftovers';
import { locationOf } from './locations';
import { toJob, type WireTuningJob } from './mapping';
import { MetricReader, type Metrics, toSeries } from './metrics';
import { createRequest, launchLabel } from './request';
import { listedModels, withListed } from './servedModels';
import { hyperparameters, options, vertexAiId } from './settings';

type CountTokensResponse = Wire<protos.google.cloud.aiplatform.v1.ICountTokensResponse>;

/**
 * Vertex AI (projects.locations.tuningJobs): training files are read from Cloud Storage. Jobs are made by v1 and
 * read by v1beta1, which alone tells of the detailed state and of what only beta launches set.
 */
export function vertexAi(connectAnywhere: Connect, storage: CloudStorage): TuningService {
  /** A region becomes part of the host's name: a wrong one is refused before anything is sent. */
  const connect: Connect = async (signal) => {
    const connection = await connectAnywhere(signal);
    requirePlace(connection.region, connection.addedRegions);
    return connection;
  };
  const metrics = new MetricReader();
  /** A job is still shown when its curves cannot be read: they are kept elsewhere, with permissions of their own. */
  const curvesOfRunning = async (
    connection: Connection,
    jobs: readonly WireTuningJob[],
    signal: AbortSignal,
    isPoll = false,
  ) => {
    const running = jobs.filter((job) => job.state === 'JOB_STATE_RUNNING');
    const experiments = running.flatMap(({ experiment }) => (experiment ? [experiment] : []));
    try {
      return await metrics.read(connection, experiments, signal, isPoll);
    } catch (error) {
      if (error instanceof GoogleApiError) return new Map<string, Metrics>();
      throw error;
    }
  };
  const byRegion = new JobsByRegion();

  return {
    id: vertexAiId,
    label: 'Vertex AI',
    consoleName: 'Gemini Enterprise Agent Platform (Vertex AI)', // its name since 2026-04-22
    methods: [
      { method: 'supervised', label: l10n.t('Supervised'), datasetFormat: 'vertexContents' },
      { method: 'preference', label: l10n.t('Preference'), datasetFormat: 'vertexPreference' },
    ],
    hyperparameters,
    options,
    jobsAtOnce: {
      value: 1,
      source: 'Google Cloud, About supervised fine-tuning for Gemini models, 2026-09-25',
      running: async (regions, signal) => {
        const running = await runningJobs(await connect(signal), regions, signal);
        return running.map((job) => toJob(job));
      },
    },
    displayNameLimit: 128, // TuningJob.tuned_model_display_name
    can: {
      cancel: true,
      deleteModel: true,
      deleteFailed: false, // Vertex AI keeps tuning jobs for ever
      rename: false,
      defaultCheckpoint: true,
      validation: true,
      labels: true,
      multiTurn: true,
    },
    storage,
    sharing: undefined, // IAM of the project decides
    batch: vertexBatch(connect, storage),
    leftovers: vertexLeftovers(connect, storage),

    baseModels: () => Promise.resolve(tunableModels(Date.now())),
    async promptableModels(signal) {
      const known = promptedModels(Date.now());
      try {
        const listed = await listedModels(await connect(signal), signal);
        return withListed(known, listed, (name) => findTarget(name, [], 'vertexAi') !== undefined);
      } catch {
        signal.throwIfAborted();
        return known; // the table serves without the list
      }
    },
    tuningRegions,
    promptFeatures: (model) => ({
      multiTurn: true,
      attachments: { ...inlineAttachments, cloudStorage: true },
      functions: true,
      settings: generationSettings(model, { topK: true }),
    }),

    async *list(query, signal) {
      const connection = await connect(signal);
      for await (const page of byRegion.pages(connection, query, signal)) {
        const curves = await curvesOfRunning(connection, page, signal, query.isPoll);
        yield page.map((job) => toJob(job, curves.get(job.experiment ?? '')));
      }
    },

    async get({ name }, signal) {
      const connection = await connect(signal);
      const url = vertexUrl(connection, name, 'v1beta1');
      const job = await requestJson<WireTuningJob>(connection, { method: 'GET', url, signal });
      const curves = await curvesOfRunning(connection, [job], signal);
      return toJob(job, curves.get(job.experiment ?? ''));
    },

    async metrics({ experiment, spec, otherMethod }, signal) {
      if (experiment === undefined) return [];
      // Reinforcement tuning measures on examples that it holds out itself.
      const hasValidation = spec.validation !== undefined || otherMethod !== undefined;
      return toSeries(await metrics.readAll(await connect(signal), experiment, hasValidation, signal));
    },

    async prepare(launch, signal) {
      const connection = await connect(signal);
      requireRegion(launch.spec.region ?? connection.region, connection.addedRegions);
      const { datasetUri, validationUri } = await upload(storage, launch, signal);
      const { version, body } = createRequest(launch, datasetUri, validationUri);
      return {
        id: launch.id,
        path: `${version}/${parentOf(connection, launch.spec.region)}/tuningJobs`,
        body,
        datasetUri,
        ...(validationUri ? { validationUri } : {}),
      };
    },

    async create({ path, body }, signal) {
      const connection = await connect(signal);
      const { version, resource } = splitPath(path);
      const url = vertexUrl(connection, resource, version);
      const job = await requestJson<WireTuningJob>(connection, { method: 'POST', url, body, signal });
      if (!job.name) throw new Error(l10n.t("The response doesn't contain a job."));
      return toJob(job);
    },

    async find(launch, signal) {
      const connection = await connect(signal);
      const parent = splitPath(launch.path).resource.replace(/\/tuningJobs$/, '');
      const { id } = launch;
      const isIt = ({ labels }: WireTuningJob) => labels?.[launchLabel] === id;
      return findLaunched(id, async (query) => {
        const found: TuningJob[] = [];
        for await (const page of jobsIn(connection, query, signal, parent))
          found.push(...page.filter(isIt).map((job) => toJob(job)));
        return found;
      });
    },

    async cancel(job, signal) {
      const connection = await connect(signal);
      const url = `${vertexUrl(connection, job.name)}:cancel`;
      await requestJson(connection, { method: 'POST', url, body: {}, signal });
    },

    async *deleteModel(model, signal) {
      yield* deleteTunedModel(deletionContext(await connect(signal), signal), model);
    },

    /** The name's version says of which one; v1 wants the mask. https://docs.cloud.google.com/…/models/tuning/checkpoints, 2026 */
    async setDefaultCheckpoint({ model: name }, { id }, signal) {
      const connection = await connect(signal);
      await requestJson(connection, {
        method: 'PATCH',
        url: vertexUrl(connection, name),
        query: { updateMask: 'defaultCheckpointId' },
        body: { name, defaultCheckpointId: id },
        signal,
      });
    },

    rename: ({ displayName }) =>
      Promise.reject(
        new UserError(l10n.t("Vertex AI doesn't support renaming {0}.", displayName), 'UNSUPPORTED'),
      ),

    async *generate(model, prompt, signal) {
      const connection = await connect(signal);
      yield* generateContent(
        connection,
        vertexUrl(connection, promptedName(connection, model)),
        model,
        prompt,
        signal,
      );
    },

    consoleUrl,

    async generateCall(model, prompt, signal) {
      const connection = await connect(signal);
      const { project, region } = connection;
      const name = promptedName(connection, model);
      return toGenerateCall(connection, vertexUrl(connection, name), model, prompt, {
        vertexAi: { project, location: locationOf(name) ?? region },
        apiVersion: 'v1',
      });
    },

    async countTokens({ name }, prompt, signal) {
      const connection = await connect(signal);
      const { totalTokens = 0, totalBillableCharacters } = await requestJson<CountTokensResponse>(
        connection,
        {
          method: 'POST',
          url: `${vertexUrl(connection, promptedName(connection, name))}:countTokens`,
          body: toContents(prompt, name),
          signal,
        },
      );
      return { totalTokens, billableCharacters: totalBillableCharacters };
    },
  };
}

async function upload(storage: CloudStorage, launch: Launch, signal: AbortSignal) {
  const { spec, dataset, validation } = launch;
  const put = (file: Launch['dataset']) => {
    if (file.kind !== 'remote' && spec.bucket === undefined)
      throw new UserError(l10n.t('Select a bucket for the training file.'), 'NO_BUCKET');
    return toStorage(storage, file, spec.bucket ?? '', launch.onProgress, signal);
  };
  return { datasetUri: await put(dataset), validationUri: validation && (await put(validation)) };
}

function splitPath(path: PreparedLaunch['path']): { version: 'v1' | 'v1beta1'; resource: string } {
  const slash = path.indexOf('/');
  return {
    version: path.startsWith('v1beta1/') ? 'v1beta1' : 'v1',
    resource: path.slice(slash + 1),
  };
}
