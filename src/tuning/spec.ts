import type { ServiceId } from './service';

/** Everything that a launch needs; also the content of a `*.tune.json` plan file. Holds no secret. */
export interface TuningSpec {
  readonly service: ServiceId;
  readonly baseModel: string;
  readonly displayName: string;
  readonly hyperparameters: Readonly<Record<string, number | string>>;
  /** Where the training file goes first, for a service that reads from Cloud Storage. */
  readonly bucket?: string;
}

/** One setting of the training, as a launch asks for it. Absent from a spec: the service chooses. */
export type Hyperparameter = {
  /** The field's name in the service's request, in camelCase. */
  readonly key: string;
  readonly label: string;
  readonly description: string;
} & (
  | {
      readonly kind: 'integer' | 'number';
      readonly minimum: number;
      readonly maximum: number;
      readonly default: number;
    }
  | {
      readonly kind: 'choice';
      readonly choices: readonly { value: string; label: string }[];
      readonly default: string;
    }
);
