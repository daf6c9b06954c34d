// Messages of google.ai.generativelanguage.v1beta in canonical JSON, with the fields that the sandbox uses.
import type { Tool } from '../generation/functionCalls';
import type { GenerationConfig } from '../generation/generate';
import type { Content } from '../generation/prompt';

export type TunedModel = {
  name?: string;
  displayName?: string;
  description?: string;
  baseModel?: string;
  tunedModelSource?: { tunedModel?: string; baseModel?: string };
  state?: 'CREATING' | 'ACTIVE' | 'FAILED';
  temperature?: number;
  topP?: number;
  topK?: number;
  createTime?: string;
  updateTime?: string;
  tuningTask?: TuningTask;
  readerProjectNumbers?: string[];
};

export type TuningTask = {
  startTime?: string;
  completeTime?: string;
  snapshots?: TuningSnapshot[];
  trainingData?: { examples?: { examples?: { textInput?: string; output?: string }[] } };
  hyperparameters?: Hyperparameters;
};

export type Hyperparameters = {
  learningRate?: number;
  learningRateMultiplier?: number;
  epochCount?: number;
  batchSize?: number;
};

export type TuningSnapshot = { step: number; epoch: number; meanLoss: number; computeTime: string };

export type CreateTunedModelRequest = { tunedModelId?: string; tunedModel: TunedModel };
export type UpdateTunedModelRequest = { tunedModel: TunedModel; updateMask?: string };
export type ListRequest = { pageSize?: number; pageToken?: string; filter?: string };
export type NameRequest = { name: string };

export type Role = 'OWNER' | 'WRITER' | 'READER';

export type Permission = {
  name?: string;
  granteeType?: 'USER' | 'GROUP' | 'EVERYONE' | 'GRANTEE_TYPE_UNSPECIFIED';
  emailAddress?: string;
  role?: Role | 'ROLE_UNSPECIFIED';
};

export type CreatePermissionRequest = { parent: string; permission: Permission };
export type ListPermissionsRequest = { parent: string; pageSize?: number; pageToken?: string };
export type UpdatePermissionRequest = { permission: Permission; updateMask: string };
export type TransferOwnershipRequest = { name: string; emailAddress: string };

/** google.longrunning.Operation */
export type Operation = {
  name: string;
  metadata: object;
  done?: boolean;
  response?: object;
  error?: { code: number; message: string };
};

export type GenerateContentRequest = {
  model: string;
  contents?: Content[];
  systemInstruction?: Content;
  generationConfig?: GenerationConfig;
  safetySettings?: { category?: string }[];
  tools?: Tool[];
};

export type CountTokensRequest = {
  model: string;
  contents?: Content[];
  generateContentRequest?: GenerateContentRequest;
};
