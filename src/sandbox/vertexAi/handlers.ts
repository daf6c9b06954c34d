import type { JsonObject } from '../google/protoJson/json';
import { keepKnownFields } from '../google/protoJson/writeReply';
import type { Call, Handlers } from '../http/rpc';
import { listPublisherModels } from './baseModels';
import type { BatchPredictions } from './batch/batchPredictions';
import { countTokens, generateContent, streamGenerateContent } from './generateContent';
import type * as messages from './messages';
import * as metrics from './metrics';
import type { Resources } from './resources';
import type { TuningJobs } from './training/tuningJobs';

/** Vertex AI's methods. Replies are cut to what the asked version knows: v1beta1's jobs have fields that v1's lack. */
export function vertexAiHandlers(
  jobs: TuningJobs,
  resources: Resources,
  batches: BatchPredictions,
): Handlers {
  const versioned = (reply: object, { rpc }: Call) => keepKnownFields(rpc.reply, reply as JsonObject);
  type Request<Name extends 'batchRead' | 'listExperiments' | 'read'> = Parameters<(typeof metrics)[Name]>[0];
  return {
    unary: {
      CreateTuningJob: (request: messages.CreateTuningJobRequest, call) =>
        versioned(jobs.create(request), call),
      GetTuningJob: (request: messages.NameRequest, call) => versioned(jobs.get(request), call),
      ListTuningJobs: (request: messages.ListRequest, call) => versioned(jobs.list(request), call),
      CancelTuningJob: (request: messages.NameRequest) => jobs.cancel(request),
      CreateBatchPredictionJob: (request: messages.CreateBatchPredictionRequest, call) =>
        versioned(batches.create(request), call),
      GetBatchPredictionJob: (request: messages.NameRequest, call) => versioned(batches.get(request), call),
      ListBatchPredictionJobs: (request: messages.ListRequest, call) =>
        versioned(batches.list(request), call),
      CancelBatchPredictionJob: (request: messages.NameRequest) => batches.cancel(request),
      DeleteBatchPredictionJob: (request: messages.NameRequest, call) => {
        batches.delete(request);
        return resources.begin(
          request.name.replace(/\/batchPredictionJobs\/.*/, ''),
          call,
          'DeleteOperationMetadata',
        );
      },
      GenerateContent: (request: messages.GenerateContentRequest, call) =>
        generateContent(request, jobs, call.signal),
      CountTokens: (request: messages.CountTokensRequest) => countTokens(request, jobs),
      GetModel: (request: messages.NameRequest, call) => versioned(resources.getModel(request), call),
      ListModels: (request: messages.ListRequest, call) => versioned(resources.listModels(request), call),
      UpdateModel: (request: messages.UpdateModelRequest, call) =>
        versioned(resources.updateModel(request), call),
      DeleteModel: (request: messages.NameRequest, call) => resources.deleteModel(request, call),
      ListModelVersions: (request: messages.NameRequest & messages.ListRequest, call) =>
        versioned(resources.listModelVersions(request), call),
      DeleteModelVersion: (request: messages.NameRequest, call) =>
        resources.deleteModelVersion(request, call),
      GetEndpoint: (request: messages.NameRequest, call) => versioned(resources.getEndpoint(request), call),
      UpdateEndpoint: (request: messages.UpdateEndpointRequest, call) =>
        versioned(resources.updateEndpoint(request), call),
      ListEndpoints: (request: messages.ListRequest, call) =>
        versioned(resources.listEndpoints(request), call),
      DeleteEndpoint: (request: messages.NameRequest, call) => resources.deleteEndpoint(request, call),
      UndeployModel: (request: messages.UndeployModelRequest, call) => resources.undeployModel(request, call),
      ListPublisherModels: listPublisherModels,
      GetOperation: (request: messages.NameRequest) => resources.getOperation(request),
      GetContext: (request: messages.NameRequest) => metrics.getContext(request, jobs),
      GetTensorboard: metrics.getTensorboard,
      ListTensorboards: metrics.listTensorboards,
      ListTensorboardExperiments: (request: Request<'listExperiments'>) =>
        metrics.listExperiments(request, jobs),
      ListTensorboardRuns: (request: Request<'listExperiments'>) => metrics.listRuns(request, jobs),
      ListTensorboardTimeSeries: (request: Request<'listExperiments'>) =>
        metrics.listTimeSeries(request, jobs),
      BatchReadTensorboardTimeSeriesData: (request: Request<'batchRead'>) => metrics.batchRead(request, jobs),
      ReadTensorboardTimeSeriesData: (request: Request<'read'>) => metrics.read(request, jobs),
    },
    streams: {
      StreamGenerateContent: (request: messages.GenerateContentRequest, call) =>
        streamGenerateContent(request, jobs, call.signal),
    },
  };
}
