// What can be prompted, and what may be said and set in a prompt. Data that forms are made of.

/** Something that can be prompted: a base model, a tuned one, or one of its checkpoints. */
export interface PromptedModel {
  /** What `TuningService.generate` takes: a resource name, or a base model as the service lists it. */
  readonly name: string;
  readonly kind: 'base' | 'tuned' | 'checkpoint';
  readonly baseModel: string;
}

/** What a model takes in a prompt. Plain data. */
export interface PromptFeatures {
  /** False: each prompt stands alone. */
  readonly multiTurn: boolean;
  /** Undefined: text only. */
  readonly attachments: AttachmentLimits | undefined;
  /** Functions can be declared, and the model calls them. */
  readonly functions: boolean;
  readonly settings: readonly GenerationSetting[];
}

export interface AttachmentLimits {
  /** Such as `image/png`. */
  readonly mimeTypes: readonly string[];
  /** Of all data inside one request, before it is written as base64. */
  readonly inlineBytes: number;
  /** Takes `gs://` addresses. */
  readonly cloudStorage: boolean;
}

/** One thing that can be set for an answer; its key is that of `GenerationParameters`, or a harm category. */
export type GenerationSetting = {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /** What is sent when nothing is set, and who advises that. */
  readonly advised?: { readonly value: GenerationValue; readonly why: string };
  /** The model takes it and does nothing with it: it is not sent. */
  readonly isIgnored?: boolean;
  /** Google advises to leave it to the model. */
  readonly isDiscouraged?: boolean;
} & (
  | {
      readonly kind: 'integer' | 'number';
      readonly minimum: number;
      readonly maximum: number;
      readonly step: number;
      /** Values outside the range that mean something of their own. */
      readonly also?: readonly number[];
      /** What the service takes when nothing is set; absent when it does not tell. */
      readonly default?: number;
    }
  | {
      readonly kind: 'choice';
      readonly choices: readonly { readonly value: string; readonly label: string }[];
      readonly default?: string;
    }
  /** Texts, one a line. */
  | { readonly kind: 'list'; readonly maximumItems: number }
  /** A JSON Schema. */
  | { readonly kind: 'schema' }
);

/** By `GenerationSetting.key`; a schema is the text of its JSON. What is absent the service chooses. */
export type GenerationValues = Readonly<Record<string, GenerationValue>>;

export type GenerationValue = number | string | readonly string[];
