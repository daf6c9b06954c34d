import * as l10n from '@vscode/l10n';
import type { ServiceId } from './service';

/** `supervised`: examples with the right answer. `preference`: examples with a better and a worse answer. */
export type TuningMethod = 'supervised' | 'preference';

export type SettingValue = number | string | boolean | readonly string[];

/** Everything that a launch needs; also the content of a `*.tune.json` plan file. Holds no secret. */
export interface TuningSpec {
  readonly service: ServiceId;
  readonly baseModel: string;
  /** Where it is tuned, for a service that tunes in regions. Absent: in the connection's region. */
  readonly region?: string;
  readonly displayName: string;
  /** Absent: supervised. */
  readonly method?: TuningMethod;
  /** The training file: a path (in a plan, relative to it), or what is remote. */
  readonly dataset?: string;
  /** A file that the service measures on and does not learn from; as `dataset`. */
  readonly validation?: string;
  /** Go on from what this model has learned, instead of from the base model. */
  readonly startFrom?: StartingPoint;
  /** By `Setting.key`; what is absent the service chooses. */
  readonly hyperparameters: Readonly<Record<string, SettingValue>>;
  readonly options?: Readonly<Record<string, SettingValue>>;
  /** Keys and values: up to 63 of `[a-z0-9_-]`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Where local files go first, for a service that reads from Cloud Storage. */
  readonly bucket?: string;
}

/**
 * Whether the service reads a source itself: a file in Cloud Storage, or one of Vertex AI's datasets by its resource name, as
 * jobs from elsewhere can have (REST v1beta1, `SupervisedTuningSpec.trainingDatasetUri`).
 */
export function isRemote(source: string): boolean {
  return source.startsWith('gs://') || isDatasetName(source);
}

export function isDatasetName(source: string): boolean {
  return /^projects\/[^/]+\/locations\/[^/]+\/datasets\/[^/]+$/.test(source);
}

/** Results are written to a bucket: the chosen one, or that of the files. A dataset of Vertex AI's is in none. */
export const evaluationNeedsBucket = l10n.t(
  'The evaluation by Google needs a bucket for its results, because the examples are in a Vertex AI dataset. Select a bucket ("bucket" in a plan), or remove the evaluation.',
);

/** Whether no file tells in which bucket the results of an evaluation by Google may lie. */
export function lacksPlaceOfResults(
  { options, validation }: Pick<TuningSpec, 'options' | 'validation'>,
  dataset: string | undefined,
): boolean {
  const files = [dataset, validation].flatMap((file) => file ?? []);
  return options?.evaluationConfig !== undefined && files.length > 0 && files.every(isDatasetName);
}

export interface StartingPoint {
  /** Resource name of a tuned model (`TunedModel.model`). */
  readonly model: string;
  /** `Checkpoint.id`; absent: what the training ended with. */
  readonly checkpoint?: string;
}

/** One thing that a launch can set, as forms, plans and requests know it. */
export type Setting = {
  /** The field's name in the service's request, in camelCase. */
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /** Only with these methods; absent: with every method. */
  readonly methods?: readonly TuningMethod[];
  /** Key of the setting that this one stands in for: only one of the two is sent. */
  readonly insteadOf?: string;
  /** Of no use to Gemini: Google has it for open models only (REST reference, 2026). */
  readonly openModelsOnly?: boolean;
  /** Only Google's beta API has this field. */
  readonly beta?: boolean;
} & (
  | {
      readonly kind: 'integer' | 'number';
      readonly minimum: number;
      /** Absent: nobody has published one. */
      readonly maximum?: number;
      /** Absent here and below: the service chooses. */
      readonly default?: number;
    }
  | {
      readonly kind: 'choice';
      readonly choices: readonly { value: string; label: string }[];
      readonly default?: string;
    }
  | { readonly kind: 'toggle'; readonly default?: boolean }
  | {
      readonly kind: 'text' | 'list';
      /** What a text, or each item of a list, must match. */
      readonly pattern: string;
      /** Says in words what the pattern asks for. */
      readonly form: string;
      readonly default?: undefined;
    }
);

/** The settings that a launch by this method can have. */
export function settingsFor(settings: readonly Setting[], method: TuningMethod): readonly Setting[] {
  return settings.filter((setting) => setting.methods?.includes(method) ?? true);
}

export function methodOf(spec: Pick<TuningSpec, 'method'>): TuningMethod {
  return spec.method ?? 'supervised';
}
