import type { protos } from '@google-cloud/aiplatform';
import { targets } from '../../../dataset/targets/target';
import type { CloudStorage } from '../../cloudStorage';
import type { Connect, Connection } from '../../connection';
import { GoogleApiError } from '../../googleApiError';
import type { TunedModel, TuningJob } from '../../job';
import { requestJson, requestPages } from '../../rest';
import type { GenerateChunk, Launch, Prompt, TuningService } from '../../service';
import { UserError } from '../../userError';
import type { Wire } from '../../wire';
import { generateContent } from '../generateContent';
import { hyperparameters, vertexAiId } from './hyperparameters';
import { locationOf, vertexHost } from './locations';
import { createRequestBody, toJob, type WireTuningJob } from './mapping';
import { MetricReader, type Metrics } from './metrics';

type ListTuningJobsResponse = Wire<protos.google.cloud.aiplatform.v1.IListTuningJobsResponse>;

/** `ListTuningJobsRequest.page_size` names no maximum; Google's lists take 100 everywhere. */
const pageSize = 100;

const tunable = targets.filter((target) => target.service === vertexAiId && !target.retired);

/** Vertex AI (projects.locations.tuningJobs, v1): training files are read from Cloud Storage. */
export function vertexAi(connect: Connect, storage: CloudStorage): TuningService {
  const parent = ({ project, region }: Connection) => `projects/${project}/locations/${region}`;
  const address = (connection: Connection, name: string) =>
    `${connection.origin(vertexHost(locationOf(`${name}/`) ?? connection.region))}/v1/${name}`;

  const metrics = new MetricReader();
  /** A job is still shown when its curves cannot be read: they are kept elsewhere, with permissions of their own. */
  const curvesOfRunning = async (
    connection: Connection,
    jobs: readonly WireTuningJob[],
    signal: AbortSignal,
  ) => {
    const running = jobs.filter((job) => job.state === 'JOB_STATE_RUNNING');
    const experiments = running.flatMap(({ experiment }) => (experiment ? [experiment] : []));
    try {
      return await metrics.read(connection, experiments, signal);
    } catch (error) {
      if (error instanceof GoogleApiError) return new Map<string, Metrics>();
      throw error;
    }
  };

  return {
    id: vertexAiId,
    label: 'Vertex AI',
    datasetFormat: 'vertexContents',
    hyperparameters,
    displayNameLimit: 128, // TuningJob.tuned_model_display_name
    can: { cancel: true, deleteModel: false, multiTurn: true },
    storage,

    // The API has no call that lists what can be tuned: Google's documentation does.
    baseModels: () => Promise.resolve(tunable.map(({ id, label }) => ({ name: id, displayName: label }))),

    async list(signal) {
      const connection = await connect(signal);
      const jobs: WireTuningJob[] = [];
      const url = `${address(connection, parent(connection))}/tuningJobs`;
      for await (const page of requestPages<ListTuningJobsResponse>(connection, { url, pageSize, signal })) {
        jobs.push(...(page.tuningJobs ?? []));
      }
      const curves = await curvesOfRunning(connection, jobs, signal);
      return jobs
        .map((job) => toJob(job, curves.get(job.experiment ?? '')))
        .sort((a, b) => (b.createTime ?? 0) - (a.createTime ?? 0));
    },

    async launch(launch: Launch, signal) {
      const connection = await connect(signal);
      const { spec, dataset } = launch;
      if (spec.bucket === undefined)
        throw new UserError('Choose a bucket for the training file.', 'NO_BUCKET');
      const uri = await storage.upload(
        {
          bucket: spec.bucket,
          name: `tunewright/${launch.id}/${dataset.name}`,
          bytes: Buffer.from(dataset.text),
          onProgress: (sentBytes, totalBytes) =>
            launch.onProgress({ stage: 'upload', sentBytes, totalBytes }),
        },
        signal,
      );
      launch.onProgress({ stage: 'create' });
      return toJob(
        await requestJson<WireTuningJob>(connection, {
          method: 'POST',
          url: `${address(connection, parent(connection))}/tuningJobs`,
          body: createRequestBody(spec, launch.id, uri),
          signal,
        }),
      );
    },

    async cancel(job: TuningJob, signal) {
      const connection = await connect(signal);
      const url = `${address(connection, job.name)}:cancel`;
      await requestJson(connection, { method: 'POST', url, body: {}, signal });
    },

    deleteModel: (model: TunedModel) =>
      Promise.reject(new UserError(`${model.displayName} cannot be deleted from here yet.`, 'UNSUPPORTED')),

    async *generate(model: string, prompt: Prompt, signal): AsyncGenerator<GenerateChunk> {
      const connection = await connect(signal);
      yield* generateContent(connection, address(connection, model), prompt, signal);
    },
  };
}
