import assert from 'node:assert/strict';
import type { JobState, TuningJob } from '../../../src/tuning/contract/job';
import type { TuningService } from '../../../src/tuning/contract/service';

/** A service that fails a test which asks it for more than the test gave it. */
export function fakeService(given: Partial<TuningService>): TuningService {
  const unasked = () => assert.fail('not asked here');
  return {
    id: 'fake',
    label: 'Fake',
    can: {
      cancel: true,
      deleteModel: true,
      deleteFailed: true,
      rename: true,
      defaultCheckpoint: true,
      validation: true,
      labels: true,
      multiTurn: true,
    },
    methods: [{ method: 'supervised', label: 'Supervised', datasetFormat: 'none' }],
    hyperparameters: [],
    options: [],
    displayNameLimit: 10,
    storage: undefined,
    sharing: undefined,
    leftovers: undefined,
    tuningRegions: undefined,
    batch: undefined,
    baseModels: unasked,
    list: unasked,
    get: unasked,
    metrics: unasked,
    prepare: unasked,
    create: unasked,
    find: unasked,
    cancel: unasked,
    deleteModel: unasked,
    rename: unasked,
    setDefaultCheckpoint: unasked,
    promptableModels: unasked,
    promptFeatures: () => ({ multiTurn: true, attachments: undefined, functions: true, settings: [] }),
    generate: unasked,
    consoleUrl: () => undefined,
    generateCall: unasked,
    countTokens: unasked,
    ...given,
  };
}

export function fakeJob(name: string, state: JobState, more: Partial<TuningJob> = {}): TuningJob {
  return {
    service: 'fake',
    name,
    displayName: name,
    baseModel: 'base',
    state,
    detail: undefined,
    createTime: undefined,
    startTime: undefined,
    endTime: undefined,
    progress: undefined,
    error: undefined,
    tunedModel: undefined,
    spec: { service: 'fake', baseModel: 'base', displayName: name, hyperparameters: {} },
    launchId: undefined,
    dataStats: undefined,
    experiment: undefined,
    ...more,
  };
}
