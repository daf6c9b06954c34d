// Messages of google.cloud.aiplatform.v1 and v1beta1 in canonical JSON, with the fields that the sandbox uses.
import type { Tool } from '../generation/functionCalls';
import type { GenerationConfig } from '../generation/generate';
import type { Content } from '../generation/prompt';

export type JobState =
  | 'JOB_STATE_PENDING'
  | 'JOB_STATE_RUNNING'
  | 'JOB_STATE_SUCCEEDED'
  | 'JOB_STATE_FAILED'
  | 'JOB_STATE_CANCELLING'
  | 'JOB_STATE_CANCELLED';

/** What a caller may set of a TuningJob. */
export type TuningJobSpec = {
  baseModel?: string;
  preTunedModel?: { tunedModelName?: string; checkpointId?: string; baseModel?: string };
  supervisedTuningSpec?: SupervisedTuningSpec;
  preferenceOptimizationSpec?: PreferenceOptimizationSpec;
  reinforcementTuningSpec?: ReinforcementTuningSpec;
  tunedModelDisplayName?: string;
  description?: string;
  labels?: Record<string, string>;
  serviceAccount?: string;
  encryptionSpec?: { kmsKeyName?: string };
  /** v1beta1 only. */
  outputUri?: string;
  [otherTuningSpec: string]: unknown;
};

export type SupervisedTuningSpec = {
  trainingDatasetUri?: string;
  validationDatasetUri?: string;
  exportLastCheckpointOnly?: boolean;
  evaluationConfig?: EvaluationConfig;
  /** v1beta1 only. */
  tuningMode?: string;
  hyperParameters?: {
    /** int64 */
    epochCount?: string;
    learningRateMultiplier?: number;
    /** v1beta1 only, as is batchSize (int64). */
    learningRate?: number;
    batchSize?: string;
    adapterSize?: string;
  };
};

export type EvaluationConfig = {
  metrics?: EvaluationMetric[];
  outputConfig?: { gcsDestination?: { outputUriPrefix?: string } };
  inferenceGenerationConfig?: GenerationConfig;
};

/** One of the specs is set. */
export type EvaluationMetric = {
  computationBasedMetricSpec?: { type?: string; parameters?: object };
  exactMatchSpec?: object;
  bleuSpec?: object;
  rougeSpec?: { rougeType?: string };
  aggregationMetrics?: string[];
};

/** v1beta1 only. */
export type PreferenceOptimizationSpec = Pick<
  SupervisedTuningSpec,
  'trainingDatasetUri' | 'validationDatasetUri' | 'exportLastCheckpointOnly'
> & {
  hyperParameters?: {
    epochCount?: string;
    learningRateMultiplier?: number;
    adapterSize?: string;
    beta?: number;
  };
};

/** v1beta1 only. */
export type ReinforcementTuningSpec = Pick<
  SupervisedTuningSpec,
  'trainingDatasetUri' | 'validationDatasetUri'
> & {
  hyperParameters?: {
    epochCount?: string;
    stepCount?: string;
    learningRateMultiplier?: number;
    adapterSize?: string;
    samplesPerPrompt?: number;
    batchSize?: number;
    maxOutputTokens?: number;
    evaluateInterval?: number;
    checkpointInterval?: number;
    thinkingLevel?: string;
    thinkingBudget?: number;
  };
  singleRewardConfig?: RewardConfig;
  compositeRewardConfig?: { weightedRewardConfigs?: { rewardConfig?: RewardConfig; weight?: number }[] };
};

export type RewardConfig = {
  rewardName?: string;
  parseResponseConfig?: { parseType?: string; regexExtractExpression?: string };
  stringMatchRewardScorer?: {
    correctAnswerReward?: number;
    wrongAnswerReward?: number;
    stringMatchExpression?: StringMatchExpression;
    jsonMatchExpression?: { keyName?: string; valueStringMatchExpression?: StringMatchExpression };
  };
};

export type StringMatchExpression = { expression?: string; matchOperation?: string };

/** While a job is JOB_STATE_RUNNING. */
export type TuningJobState =
  | 'TUNING_JOB_STATE_WAITING_FOR_QUOTA'
  | 'TUNING_JOB_STATE_PROCESSING_DATASET'
  | 'TUNING_JOB_STATE_WAITING_FOR_CAPACITY'
  | 'TUNING_JOB_STATE_TUNING'
  | 'TUNING_JOB_STATE_POST_PROCESSING';

export type TunedModel = {
  model: string;
  endpoint?: string;
  checkpoints?: { checkpointId: string; epoch: string; step: string; endpoint: string }[];
};

export type CreateTuningJobRequest = { parent: string; tuningJob: TuningJobSpec };
export type ListRequest = {
  parent: string;
  filter?: string;
  pageSize?: number;
  pageToken?: string;
};
export type NameRequest = { name: string };
export type UpdateModelRequest = {
  model: { name?: string; defaultCheckpointId?: string };
  updateMask?: string;
};
export type UpdateEndpointRequest = { endpoint: { name?: string }; updateMask?: string };
export type UndeployModelRequest = { endpoint: string; deployedModelId: string };

export type GenerateContentRequest = {
  model: string;
  contents?: Content[];
  systemInstruction?: Content;
  generationConfig?: GenerationConfig;
  safetySettings?: { category?: string }[];
  tools?: Tool[];
};

/** What a caller may set of a BatchPredictionJob. */
export type BatchPredictionSpec = {
  displayName?: string;
  model?: string;
  inputConfig?: { instancesFormat?: string; gcsSource?: { uris?: string[] } };
  outputConfig?: { predictionsFormat?: string; gcsDestination?: { outputUriPrefix?: string } };
  labels?: Record<string, string>;
};
export type CreateBatchPredictionRequest = { parent: string; batchPredictionJob: BatchPredictionSpec };

export type CountTokensRequest = {
  endpoint: string;
  model?: string;
  contents?: Content[];
  systemInstruction?: Content;
  tools?: Tool[];
};
