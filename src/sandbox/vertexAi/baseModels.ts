import type { Conditions } from '../conditions';
import { notFound } from '../google/errors';
import { takePage } from '../state/paging';
import { projectNumber } from '../state/projects';
import type { ListRequest } from './messages';

/** A name of Google's for the sandbox's stand-in model. */
export interface BaseModel {
  readonly id: string;
  /** Empty: it cannot be tuned. */
  readonly adapterSizes: readonly string[];
  /** Where it is tuned; absent: wherever the sandbox tunes. */
  readonly regions?: readonly string[];
  /** Where the base model answers; absent: everywhere. */
  readonly servedAt?: readonly string[];
  /** Where a model that was tuned in a region is kept and answers; absent: in that region. */
  readonly tunedServedAt?: Readonly<Record<string, string>>;
  /** Google serves and tunes it no more (2025-04-21 to 2026-06-01). */
  readonly retired?: true;
  /** Since 2026-10-20 only projects that used it in the 90 days before may go on: Google's page on versions, 2026-09-16. */
  readonly closedToNew?: true;
  /** It can be tuned on preferences too. */
  readonly preference?: boolean;
  /** It can be tuned by rewards too: the page on reinforcement tuning, 2026-06. */
  readonly reinforcement?: true;
  /** Jobs on rows with calls of functions fail. */
  readonly refusesCalls?: true;
  /** What a job makes is not encrypted with a customer's key. */
  readonly noCustomerKeys?: boolean;
  /** Gemini 3: a part of a row may ask for a media resolution of its own. */
  readonly partResolution?: boolean;
  /** A training example with more is dropped. Tokens are characters here. */
  readonly maxExampleTokens: number;
}

const TO_SIXTEEN = ['ONE', 'TWO', 'FOUR', 'EIGHT', 'SIXTEEN'];
const TO_EIGHT = ['ONE', 'TWO', 'FOUR', 'EIGHT'];

// Tokens per example, from the same page: 32,000 for 1.0 and 1.5, 131,072 for all others.
const SHORT = 32_000;
const LONG = 131_072;

/** Tuned in two regions, without a key of the customer's: the page on supervised tuning, 2026-09-25. */
const GEMINI_3 = {
  adapterSizes: TO_SIXTEEN,
  regions: ['us-central1', 'europe-west4'],
  servedAt: ['global', 'us', 'eu'],
  tunedServedAt: { 'us-central1': 'us', 'europe-west4': 'eu' },
  noCustomerKeys: true,
  partResolution: true,
  maxExampleTokens: LONG,
};
const GEMINI_2_5 = { closedToNew: true, refusesCalls: true, maxExampleTokens: LONG } as const;
const PROMPTED_ONLY = { adapterSizes: [], servedAt: ['global', 'us', 'eu'], maxExampleTokens: LONG };

// Google Cloud's page on supervised tuning, copies of 2024 to 2026.
const MODELS: readonly BaseModel[] = [
  { id: 'gemini-1.0-pro-002', retired: true, adapterSizes: TO_SIXTEEN, maxExampleTokens: SHORT },
  { id: 'gemini-1.5-pro-002', retired: true, adapterSizes: ['ONE', 'FOUR'], maxExampleTokens: SHORT },
  {
    id: 'gemini-1.5-flash-002',
    retired: true,
    adapterSizes: ['ONE', 'FOUR', 'EIGHT', 'SIXTEEN'],
    maxExampleTokens: SHORT,
  },
  { id: 'gemini-2.0-flash-001', retired: true, adapterSizes: TO_EIGHT, maxExampleTokens: LONG },
  { id: 'gemini-2.0-flash-lite-001', retired: true, adapterSizes: TO_EIGHT, maxExampleTokens: LONG },
  { id: 'gemini-2.5-flash', ...GEMINI_2_5, adapterSizes: TO_SIXTEEN, preference: true },
  { id: 'gemini-2.5-flash-lite', ...GEMINI_2_5, adapterSizes: TO_SIXTEEN, preference: true },
  { id: 'gemini-2.5-pro', ...GEMINI_2_5, adapterSizes: TO_EIGHT },
  { id: 'gemini-3.1-flash-lite', ...GEMINI_3 },
  { id: 'gemini-3.5-flash', ...GEMINI_3, reinforcement: true },
  { id: 'gemini-3.5-flash-lite', ...GEMINI_3 },
  { id: 'gemini-3.1-pro-preview', ...PROMPTED_ONLY, servedAt: ['global'] },
  { id: 'gemini-3.6-flash', ...PROMPTED_ONLY },
  { id: 'gemini-3.7-flash', ...PROMPTED_ONLY },
  { id: 'gemini-3.8-flash', ...PROMPTED_ONLY },
];

/** Locations of Vertex AI that a path may name. */
const LOCATIONS = [
  ...['us-central1', 'us-east1', 'us-east4', 'us-east5', 'us-south1', 'us-west1', 'us-west4'],
  ...['northamerica-northeast1', 'southamerica-east1'],
  ...[
    'europe-central2',
    'europe-north1',
    'europe-southwest1',
    'europe-west1',
    'europe-west2',
    'europe-west3',
  ],
  ...['europe-west4', 'europe-west6', 'europe-west8', 'europe-west9'],
  ...['asia-east1', 'asia-east2', 'asia-northeast1', 'asia-northeast3', 'asia-south1', 'asia-southeast1'],
  ...['australia-southeast1', 'me-central1', 'me-central2', 'me-west1'],
];
/** These serve models but train none. */
const SERVING_ONLY = ['global', 'us', 'eu'];

export function findTunableModel(id: string): BaseModel | undefined {
  const bare = id.replace(/^(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/google\/models\//, '');
  return MODELS.find((model) => model.id === bare && model.adapterSizes.length > 0);
}

/** Whether Google has retired it, and the sandbox is as Google is today, or keeps it from such a project. */
export function isGone({ retired, closedToNew }: BaseModel, project: string, world: Conditions): boolean {
  if (retired) return !world.retiredBaseModels;
  return (
    closedToNew === true && world.newProjects.some((one) => projectNumber(one) === projectNumber(project))
  );
}

/** Where what is tuned from a model in a region is kept, and answers. */
export function tunedLocation(baseModel: string, region: string): string {
  return findTunableModel(baseModel)?.tunedServedAt?.[region] ?? region;
}

/** @throws GoogleError 404 as for a publisher model that does not exist, also when it only does not answer there. */
export function requirePublisherModel(name: string, conditions: Conditions): void {
  const id = /publishers\/google\/models\/([^/@]+)/.exec(name)?.[1];
  const [, project = '', location] = /^projects\/([^/]+)\/locations\/([^/]+)\//.exec(name) ?? [];
  const model = MODELS.find((one) => one.id === id);
  const living = model && !isGone(model, project, conditions);
  if (living && (location === undefined || (model.servedAt?.includes(location) ?? true))) return;
  throw notFound(
    `Publisher Model \`${name}\` was not found or your project does not have access to it. Please ensure you are ` +
      'using a valid model version. For more information, see: ' +
      'https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions',
  );
}

/**
 * Google's list of its models: the same at every location, also where one is not served. It leaves out previews
 * (googleapis/google-cloud-node 6962) and what is retired; other publishers have none here.
 */
export function listPublisherModels({ parent, ...page }: ListRequest): object {
  const listed = parent === 'publishers/google' ? MODELS : [];
  const living = listed.filter(({ id, retired }) => !retired && !/-preview/.test(id));
  const records = living.map(({ id }) => ({ id, createTime: '' }));
  const { items, ...rest } = takePage(records, page, { usual: 100, most: 1000 });
  return {
    publisherModels: items.map(({ id }) => ({
      name: `publishers/google/models/${id}`,
      versionId: 'default',
      openSourceCategory: 'PROPRIETARY',
      launchStage: 'GA',
    })),
    ...rest,
  };
}

export function isLocation(location: string): boolean {
  return LOCATIONS.includes(location) || SERVING_ONLY.includes(location);
}

export function isTuningLocation(location: string): boolean {
  return LOCATIONS.includes(location);
}
