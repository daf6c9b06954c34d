// What the services take: limits, places, prices, dates. The figures are data, in targets.json, each with its source;
// what models of one family have in common stands there once.
import * as l10n from '@vscode/l10n';
import data from './targets.json';

/** What somebody published. Figures that nobody published are absent, never zero. */
export interface Figure<T = number> {
  readonly value: T;
  /** When it was read there, `YYYY` or `YYYY-MM` or `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly source: string;
  /** Others say that Google says so. Absent: Google's own page, release note or repository. */
  readonly secondHand?: boolean;
  /** The first day that it holds, `YYYY-MM-DD`. */
  readonly since?: string;
  /** Last day that it holds, `YYYY-MM-DD`, and what holds then. */
  readonly until?: string;
  readonly then?: T;
}

export interface Target {
  /** The base model's name as the service writes it, or the service's id when all its models are alike. */
  readonly id: string;
  readonly label: string;
  readonly service: 'geminiApi' | 'vertexAi';
  /** Ids of the formats that it takes, the usual one first. None: it can be prompted, not tuned. */
  readonly formats: readonly string[];
  readonly retired?: boolean;
  /** What a person should know before choosing it. */
  readonly note?: string;
  readonly released?: Figure<string>;
  /** The first day on which projects that have not used it for 90 days may not use it, `YYYY-MM-DD`. */
  readonly closesToNew?: Figure<string>;
  /** The last day that it and the models tuned from it can be used, `YYYY-MM-DD`; `orLater`: not before that day. */
  readonly retires?: Figure<string> & { readonly orLater?: boolean };
  /** In these regions the last day is a later one. */
  readonly retiresLater?: Figure<{ readonly date: string; readonly regions: readonly string[] }>;
  /** Unicode characters of the input, and of the output, of one example. */
  readonly inputCharacters?: Figure;
  readonly outputCharacters?: Figure;
  /** Tokens of one whole example. */
  readonly exampleTokens?: Figure;
  readonly fileBytes?: Figure;
  /** Examples of text, and of files with pictures, sound, video or documents. */
  readonly rows?: Figure;
  readonly multimodalRows?: Figure;
  readonly media?: Figure<MediaLimits>;
  readonly mediaTokens?: Figure<MediaTokens>;
  readonly validationRows?: Figure;
  /** More validation examples than `beyond` may be at most this share of the training examples. */
  readonly validationShare?: Figure<{ readonly beyond: number; readonly share: number }>;
  readonly minimumExamples?: Figure;
  readonly recommendedExamples?: Figure;
  readonly adapterSizes?: Figure<readonly number[]>;
  readonly defaultAdapterSize?: Figure;
  /** Where it can be tuned. */
  readonly regions?: Figure<readonly string[]>;
  /** Where it could be tuned once, when nobody says where it can be now. */
  readonly formerRegions?: Figure<readonly string[]>;
  /** Where the base model answers: `global`, a multi-region, or `regions` for single regions. */
  readonly servedAt?: Figure<readonly string[]>;
  /** Where a tuned model answers, by the region that it was tuned in. Absent: in that region. */
  readonly tunedServedAt?: Figure<Readonly<Record<string, string>>>;
  /** Whether what a job makes can be encrypted with a customer's key. */
  readonly customerKeys?: Figure<boolean>;
  /** What reinforcement tuning takes, how it is set, and where it is offered. */
  readonly reinforcement?: Figure<ReinforcementLimits>;
  readonly reinforcementSettings?: Figure<ReinforcementSettings>;
  readonly reinforcementRegions?: Figure<readonly string[]>;
  /** Models by whose names others answer, on this service only. */
  readonly routed?: Figure<Readonly<Record<string, string>>>;
  /** US dollars for a million training tokens. */
  readonly trainingPrice?: Figure;
  /** US dollars for a million tokens that a model is asked, and that it answers, thoughts included. */
  readonly promptPrice?: Figure;
  readonly answerPrice?: Figure;
  /** The same for prompts of more tokens than `beyond`. */
  readonly longPromptPrices?: Figure<{
    readonly beyond: number;
    readonly prompt: number;
    readonly answer: number;
  }>;
  /** Times the base model's price that a tuned model costs to prompt. */
  readonly tunedFactor?: Figure;
  /** Times the price that a prompt costs anywhere but at `global`. */
  readonly regionalFactor?: Figure;
  /** Thinking levels, and the one that is taken when a prompt names none. */
  readonly thinking?: Figure<{ readonly levels: readonly string[]; readonly default: string }>;
}

/** Files that one training example may have, and how large and long each may be. What Google does not say is absent. */
export interface MediaLimits {
  readonly images: number;
  readonly imageBytes: number;
  readonly documents: number;
  readonly documentBytes: number;
  /** Of all documents of an example together. */
  readonly documentPages: number;
  readonly sounds?: number;
  readonly soundBytes?: number;
  readonly soundMinutes?: number;
  readonly videos: number;
  readonly videoBytes: number;
  /** At medium and high resolution, and at low. */
  readonly videoMinutes: number;
  readonly videoMinutesLow: number;
  /** A part may ask for a resolution of its own. */
  readonly partResolution: boolean;
}

/** Of a prompt and its answer, thoughts included; of the two files; of the files in one prompt. */
export interface ReinforcementLimits {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly rows: number;
  readonly validationRows: number;
  readonly fileBytes: number;
  readonly images: number;
  readonly imageBytes: number;
  readonly sounds: number;
  readonly soundBytes: number;
  readonly soundMinutes: number;
  readonly videos: number;
  readonly videoBytes: number;
  /** Of all videos of a prompt together. */
  readonly videoMinutes: number;
}

export interface ReinforcementSettings {
  readonly steps: number;
  /** The most that the service chooses when nobody does. */
  readonly epochs: number;
  readonly adapterSize: number;
  /** Multiplier, from and to. */
  readonly learningRate: readonly number[];
  /** Answers to each prompt, and prompts in a batch, when nobody says otherwise. */
  readonly samples: number;
  readonly batch: number;
  /** The most answers in a batch. */
  readonly answers: { readonly text: number; readonly multimodal: number };
  readonly thinking: readonly string[];
}

/** By resolution, without `MEDIA_RESOLUTION_`; `default`: of a file that asks for none. */
export interface MediaTokens {
  readonly image: ByResolution;
  /** Of a PDF, without its text. */
  readonly page: ByResolution;
  /** Of a video, of which one a second is looked at. */
  readonly frame: ByResolution;
  readonly soundSecond: number;
}

export type ByResolution = Readonly<Record<string, number>> & { readonly default: number };

/** What holds for all models of Vertex AI. */
export interface General {
  /** How often the prompt of a preference example is billed; each of its answers once. */
  readonly preferencePromptTimes: Figure;
  /** Times the price of a prompt in a batch, and of one that may wait or must not. */
  readonly batchFactor: Figure;
  readonly flexFactor: Figure;
  readonly priorityFactor: Figure;
  /** All regions of Google Cloud, whatever is done there. */
  readonly cloudRegions: Figure<readonly string[]>;
  /** Models whose jobs failed for calls of functions in training examples; of others nobody has told. */
  readonly callsRefused: Figure<string>;
  /** Locations where no Gemini model is tuned. */
  readonly noTuningAt: Figure<readonly string[]>;
  /** How much a tuned model should think, for it has learned answers without thoughts. */
  readonly tunedThinking: Figure<string>;
}

/** Settings that Google recommends for a kind of task. */
export interface Advice {
  readonly task: string;
  /** At least so many. */
  readonly examples: number;
  /** From and to. */
  readonly epochs: readonly number[];
  readonly asOf: string;
  readonly source: string;
}

export interface Source {
  readonly title: string;
  readonly address?: string;
  readonly asOf: string;
  readonly secondHand?: boolean;
}

export const sources: Readonly<Record<string, Source>> = data.sources;

const families: Readonly<Record<string, object>> = data.families;

export const targets: readonly Target[] = data.targets.map((target) => {
  const { family, ...own } = target as typeof target & { readonly family?: string };
  return withSources({ ...(family === undefined ? {} : families[family]), ...own }) as unknown as Target;
});

export const general = withSources(data.general) as unknown as General;

export const advice: readonly Advice[] = data.advice.map((one) => ({ ...one, ...published(one.source) }));

/** Each figure's source, written by its key, as a person reads it. */
function withSources(figures: object): Record<string, unknown> {
  const entries = Object.entries(figures).map(([key, figure]: [string, unknown]) => {
    if (typeof figure !== 'object' || figure === null || !('source' in figure)) return [key, figure] as const;
    return [key, { ...figure, ...published(String(figure.source)) }] as const;
  });
  return Object.fromEntries(entries);
}

function published(key: string): Pick<Figure, 'asOf' | 'source' | 'secondHand'> {
  const source = sources[key];
  if (source === undefined) throw new Error(`targets.json names a source "${key}" but doesn't describe it.`);
  const { title, asOf, secondHand } = source;
  return { source: title, asOf, ...(secondHand ? { secondHand } : {}) };
}

/**
 * By the last part of a name: `publishers/google/models/X` and `X` are one. Those that a user added count first.
 * @param service whose model is meant: two services have models of one name, with limits and dates of their own
 */
export function findTarget(
  name: string,
  added: readonly Target[] = [],
  service?: string,
): Target | undefined {
  const id = name.split('/').at(-1) ?? name;
  const isMeant = (target: Target) =>
    target.id === id && (service === undefined || target.service === service);
  return added.find(isMeant) ?? targets.find(isMeant);
}

/** What a service takes of those who tune one of its models; of models that are all alike, the service's own limits. */
export function targetToTune(
  service: string,
  baseModel: string,
  added: readonly Target[] = [],
): Target | undefined {
  const known = findTarget(baseModel, added, service);
  if (known !== undefined) return known;
  const [one, ...others] = targets.filter((target) => target.service === service);
  return others.length === 0 ? one : undefined;
}

/** The model that answers on a service by the name of another one. */
export function routedTo(service: string, model: string): string | undefined {
  const id = model.split('/').at(-1) ?? model;
  return targets.find((target) => target.service === service && target.routed)?.routed?.value[id];
}

/** The target that a file is held to when nobody chose one: the first living one that takes its format. */
export function defaultTarget(format: string): Target | undefined {
  return targets.find((target) => !target.retired && target.formats.includes(format));
}

/** What a figure says on a day. @param day `YYYY-MM-DD` */
export function valueOn<T>({ value, until, then }: Figure<T>, day: string): T {
  return until !== undefined && then !== undefined && day > until ? then : value;
}

/** Such as "Google Cloud, …, 2026-09-27, second-hand". */
export function sourceOf({
  source,
  asOf,
  secondHand,
}: Pick<Figure, 'source' | 'asOf' | 'secondHand'>): string {
  return secondHand ? l10n.t('{0}, {1}, second-hand', source, asOf) : `${source}, ${asOf}`;
}
