import type { protos } from '@google-cloud/aiplatform';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import type { JsonValue } from '../../../dataset/json/value';
import { general, sourceOf } from '../../../dataset/targets/target';
import type { BatchJob, BatchLaunch, BatchPrediction } from '../../contract/batch';
import type { Connect, Connection } from '../../contract/connection';
import type { JobQuery, PreparedLaunch, Prompt } from '../../contract/service';
import { requestJson, requestPages } from '../../google/rest';
import type { CloudStorage } from '../../google/storage/cloudStorage';
import { objectName } from '../../google/storage/upload';
import { int64, timestamp, type Wire } from '../../google/wire';
import { toRequest } from '../generateContent';
import { parentOf, promptedName, vertexUrl } from './address';
import { BatchAnswers } from './batchAnswers';
import { findLaunched } from './findLaunched';
import { locationOf, placesOf } from './locations';
import { toState } from './mapping';
import { launchLabel } from './request';
import { vertexAiId } from './settings';

type WireBatchJob = Wire<protos.google.cloud.aiplatform.v1.IBatchPredictionJob>;
type WireBatchJobs = { batchPredictionJobs?: WireBatchJob[]; nextPageToken?: string | undefined };

const pageSize = 100;
const collection = 'batchPredictionJobs';

/** Batch prediction with Gemini models, from Cloud Storage to Cloud Storage (`google.cloud.aiplatform.v1.JobService`). */
export function vertexBatch(connect: Connect, storage: CloudStorage): BatchPrediction {
  const pages = (connection: Connection, { filter }: JobQuery, signal: AbortSignal, parent: string) =>
    requestPages<WireBatchJobs>(connection, {
      url: vertexUrl(connection, `${parent}/${collection}`),
      pageSize,
      query: { filter },
      signal,
    });

  return {
    price: { factor: general.batchFactor.value, source: sourceOf(general.batchFactor) },

    async placeOf(model, signal) {
      const connection = await connect(signal);
      return locationOf(promptedName(connection, model)) ?? connection.region;
    },

    async prepare(launch, signal) {
      const connection = await connect(signal);
      const bytes = Buffer.from(
        launch.prompts.map((prompt) => `${JSON.stringify(line(prompt, launch.model))}\n`).join(''),
      );
      const name = objectName('prompts.jsonl', bytes);
      const { bucket, onProgress } = launch;
      const input = await storage.upload({ bucket, name, bytes, onProgress }, signal);
      return {
        id: launch.id,
        path: `v1/${parentOfBatch(connection, launch.model)}/${collection}`,
        body: createBody(launch, input),
        datasetUri: input,
      };
    },

    async create({ path, body }, signal) {
      const connection = await connect(signal);
      const url = vertexUrl(connection, resourceOf(path));
      const job = await requestJson<WireBatchJob>(connection, { method: 'POST', url, body, signal });
      if (!job.name) throw new Error(l10n.t("The response doesn't contain a job."));
      return toBatchJob(job);
    },

    async find({ path, id }, signal) {
      const connection = await connect(signal);
      const parent = resourceOf(path).replace(/\/[^/]+$/, '');
      const isIt = ({ labels }: WireBatchJob) => labels?.[launchLabel] === id;
      return findLaunched(id, async (query) => {
        const found: BatchJob[] = [];
        for await (const { batchPredictionJobs = [] } of pages(connection, query, signal, parent))
          found.push(...batchPredictionJobs.filter(isIt).map(toBatchJob));
        return found;
      });
    },

    async *list(query, signal) {
      const connection = await connect(signal);
      for (const location of placesOf(connection)) {
        const parent = parentOf(connection, location);
        for await (const { batchPredictionJobs = [] } of pages(connection, query, signal, parent))
          yield batchPredictionJobs.map(toBatchJob);
      }
    },

    async get({ name }, signal) {
      const connection = await connect(signal);
      const url = vertexUrl(connection, name);
      return toBatchJob(await requestJson<WireBatchJob>(connection, { method: 'GET', url, signal }));
    },

    async cancel({ name }, signal) {
      const connection = await connect(signal);
      const url = `${vertexUrl(connection, name)}:cancel`;
      await requestJson(connection, { method: 'POST', url, body: {}, signal });
    },

    async delete({ name }, signal) {
      const connection = await connect(signal);
      await requestJson(connection, { method: 'DELETE', url: vertexUrl(connection, name), signal });
    },

    async answers({ output, displayName, model }, prompts, signal) {
      if (output === undefined)
        throw new UserError(l10n.t('Batch {0} produced no responses.', displayName), 'NO_ANSWERS');
      const found = new BatchAnswers(prompts.map((prompt) => line(prompt, model).request));
      const [, bucket = '', folder = ''] = /^gs:\/\/([^/]+)\/(.+?)\/?$/.exec(output) ?? [];
      const { files } = await storage.browse(bucket, `${folder}/`, signal);
      for (const { uri, name } of files) {
        // `predictions.jsonl`, or in parts `predictions_0001.jsonl`; what failed stands in them too.
        if (!/\/predictions[^/]*\.jsonl$/.test(name)) continue;
        for await (const each of storage.lines(uri, signal)) found.add(each);
      }
      return found.answers;
    },
  };
}

/** What stands in the input file for a prompt. */
function line(prompt: Prompt, model: string): { request: JsonValue } {
  return { request: JSON.parse(JSON.stringify(toRequest(prompt, model))) as JsonValue };
}

/** Where the model answers, there its batches run. */
function parentOfBatch(connection: Connection, model: string): string {
  const [place] = /^projects\/[^/]+\/locations\/[^/]+/.exec(promptedName(connection, model)) ?? [];
  return place ?? parentOf(connection);
}

function createBody({ id, displayName, model, bucket }: BatchLaunch, input: string): WireBatchJob {
  return {
    displayName,
    model: model.includes('/') ? model : `publishers/google/models/${model}`,
    inputConfig: { instancesFormat: 'jsonl', gcsSource: { uris: [input] } },
    outputConfig: {
      predictionsFormat: 'jsonl',
      gcsDestination: { outputUriPrefix: `gs://${bucket}/tunewright/answers/${id}` },
    },
    labels: { [launchLabel]: id },
  };
}

function toBatchJob(job: WireBatchJob): BatchJob {
  const { completionStats: stats } = job;
  return {
    service: vertexAiId,
    name: job.name ?? '',
    displayName: job.displayName ?? '',
    model: job.model ?? '',
    state: toState(job.state),
    createTime: timestamp(job.createTime),
    endTime: timestamp(job.endTime),
    error: job.error?.message,
    counts: stats && {
      answered: int64(stats.successfulCount) ?? 0,
      failed: int64(stats.failedCount) ?? 0,
      open: int64(stats.incompleteCount) ?? 0,
    },
    output: job.outputInfo?.gcsOutputDirectory || undefined,
    launchId: job.labels?.[launchLabel],
  };
}

function resourceOf(path: PreparedLaunch['path']): string {
  return path.slice(path.indexOf('/') + 1);
}
