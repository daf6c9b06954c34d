/** One line of training data, already read from whatever shape Google's request had. */
export interface TrainingExample {
  readonly input: string;
  readonly output: string;
  /** Preference tuning: an answer that `output` is to be preferred to. */
  readonly rejected?: string | undefined;
  /** Reinforcement tuning: what answers of the model's own are worth; `output` is empty. */
  readonly rewards?: readonly Reward[] | undefined;
  /** From 1: the row of the training data that it was made from. Absent: each example is a row. */
  readonly row?: number | undefined;
}

/** Gives what a person asked for, or not. */
export interface Reward {
  /** `regex`: a JavaScript regular expression. */
  readonly match: 'regex' | 'part' | 'whole';
  readonly expression: string;
  /** What is looked at: of a JSON answer the member of this name. */
  readonly key?: string | undefined;
  /** Looked at before: the first group, or the whole match, of this regular expression. */
  readonly extract?: string | undefined;
  /** -1 to 1. */
  readonly right: number;
  readonly wrong: number;
  readonly weight: number;
}

/** Everything a training run depends on: the same plan always gives the same model, number for number. */
export interface TrainingPlan {
  readonly examples: readonly TrainingExample[];
  /** Examples the model is measured on and never trained with. */
  readonly validation?: readonly TrainingExample[] | undefined;
  readonly epochs: number;
  /** Examples per step. A run has exactly ⌈examples × epochs ÷ batchSize⌉ steps. */
  readonly batchSize: number;
  /** In Google's units, where 0.001 is the service's default; `learning.ts` maps it to our optimiser. */
  readonly learningRate: number;
  /** Scales `learningRate`; 1 when absent. */
  readonly learningRateMultiplier?: number | undefined;
  readonly seed: number;
  /** Of preference examples: the greater, the sooner a pair counts as learned; 0.1 when absent. */
  readonly beta?: number | undefined;
  /** Reinforcement tuning: answers that are tried for a prompt in each step; 16 when absent. */
  readonly samplesPerPrompt?: number | undefined;
  /** Characters of such an answer at most. */
  readonly maxSampleLength?: number | undefined;
  /** A model file to go on from. Without it training starts from the base model. */
  readonly startFrom?: string | undefined;
  /** Also write `${modelFile}.epoch-N` at the end of these epochs, from 1. */
  readonly checkpointEpochs?: readonly number[] | undefined;
}

/**
 * What one pass over some examples measured. A prediction is one next character (Unicode code point) or the
 * end of the text; the model is given the true text before it, as Google's training metrics are.
 */
export interface Measurement {
  /** Cross entropy in nats per prediction. */
  readonly meanLoss: number;
  /** Predictions whose most probable character was the right one, 0 to 1. */
  readonly fractionCorrect: number;
  readonly predictions: number;
}

/** What the answers of a step earned. */
export interface EarnedReward {
  readonly mean: number;
  /** Of each of the rewards, in their order, before its weight. */
  readonly each: readonly number[];
  /** Characters. */
  readonly meanLength: number;
  /** Share of the prompts whose answers differ in what they earn: from the others nothing is learned. */
  readonly learnable: number;
}

/** One training step, measured on its batch before the weights move. */
export interface TrainingProgress extends Measurement {
  /** From 1. After a resume some steps are reported again, with the same numbers. */
  readonly step: number;
  readonly steps: number;
  /** From 1: the epoch of the step's first example. */
  readonly epoch: number;
  /** Of reinforcement tuning. */
  readonly reward?: EarnedReward | undefined;
  /** Rows that the model had no room to learn whole; see `MOST_WEIGHTS`. */
  readonly rowsLearnedInPart?: readonly number[] | undefined;
  /** The whole validation set measured after this step: about twenty times in a run, and after the last step. */
  readonly eval?: Evaluation | undefined;
}

/** Named as Vertex AI names its metrics; `totalLoss` has the unit of `meanLoss`, so the two curves compare. */
export interface Evaluation {
  readonly totalLoss: number;
  readonly fractionCorrect: number;
  readonly predictions: number;
  /** Of reinforcement tuning. */
  readonly meanReward?: number | undefined;
}

/** Google's generationConfig. Absent settings have Gemini's defaults: temperature 1, topP 0.95, topK 64. */
export interface GenerationSettings {
  /** 0 always takes the most probable character. */
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  /** In this model's tokens, which are characters; 8192 when absent. */
  readonly maxOutputTokens?: number | undefined;
  /** The text ends before the first of these, which is not part of it. */
  readonly stopSequences?: readonly string[] | undefined;
  readonly seed: number;
}

export interface GenerationEnd {
  readonly finishReason: 'STOP' | 'MAX_TOKENS';
  /** Characters (Unicode code points): the model's tokens. */
  readonly promptTokens: number;
  readonly outputTokens: number;
}

export interface LearnedModel {
  /** Yields the text as it is written, piece by piece; returns how it ended. */
  generate(prompt: string, settings: GenerationSettings): Generator<string, GenerationEnd>;
}

export interface TrainingRun {
  /** Where to save and resume from. It is gone when the run is done. */
  readonly stateFile: string;
  readonly modelFile: string;
  /** The least wall time of the whole run, in seconds, spread evenly over its steps. 0: as fast as it goes. */
  readonly paceSeconds: number;
  onProgress(progress: TrainingProgress): void;
  onDone(): void;
  onError(error: Error): void;
  /** The bundle of `trainer.ts`, when it is not beside the running one. */
  readonly trainerFile?: string | undefined;
}

export interface RunningTraining {
  /** Stops the worker and keeps the state file, so that the run can go on later. No callback comes after it. */
  cancel(): Promise<void>;
}
