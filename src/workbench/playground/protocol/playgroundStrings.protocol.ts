/** The page's texts, translated by the host. `{0}` stands for what the page puts in. */
export interface PlaygroundStrings {
  readonly promptLabel: string;
  readonly promptPlaceholder: string;
  readonly send: string;
  readonly stop: string;
  readonly stopAll: string;
  readonly clear: string;
  readonly parameters: string;
  readonly serviceDefault: string;
  readonly ignored: string;
  readonly systemInstruction: string;
  readonly offeredInstruction: string;
  readonly useInstruction: string;
  readonly changeTarget: string;
  readonly retryAll: string;
  readonly functions: string;
  readonly functionsHint: string;
  readonly calls: string;
  readonly response: string;
  readonly responseHint: string;
  readonly gaveBack: string;
  readonly callsAnswer: string;
  readonly you: string;
  readonly model: string;
  readonly empty: string;
  readonly singleTurn: string;
  readonly stopped: string;
  readonly waiting: string;
  readonly retry: string;
  readonly regenerate: string;
  readonly edit: string;
  readonly resend: string;
  readonly cancel: string;
  readonly conversation: string;
  readonly attachFile: string;
  readonly attachAddress: string;
  readonly attachments: string;
  readonly remove: string;
  readonly addTarget: string;
  readonly removeTarget: string;
  /** Where the answers come from, if it must be said; else empty. */
  readonly place: string;
  readonly gone: string;
  readonly replaceTarget: string;
  readonly targets: string;
  readonly ask: string;
  readonly better: string;
  readonly raw: string;
  readonly formatted: string;
  readonly history: string;
  readonly export: string;
  readonly tokensIn: string;
  readonly tokensOut: string;
  readonly tokensThought: string;
  readonly firstText: string;
  readonly total: string;
  readonly usually: string;
  readonly safety: string;
  readonly blocked: string;
  readonly emptyResponse: string;
  readonly answerReady: string;
  readonly expected: string;
  readonly diff: {
    readonly missing: string;
    readonly extra: string;
    readonly same: string;
    readonly tooLong: string;
  };
  readonly useInDataset: string;
  readonly correction: string;
  readonly correctionHint: string;
  readonly fixLine: string;
  readonly addToDataset: string;
  readonly addVotes: string;
  readonly copyAsCode: string;
  readonly promptBlocked: string;
  /** A sentence by the name of a `FinishReason` or `BlockReason`; `other` for those that are not here. */
  readonly finish: Readonly<Record<string, string>>;
  /** A word by the name of a `HarmCategory`. */
  readonly harm: Readonly<Record<string, string>>;
  /** A word by the name of a `HarmProbability`. */
  readonly probability: Readonly<Record<string, string>>;
}
