import * as l10n from '@vscode/l10n';
import { inDollars } from '../../base/numbers';
import { findTarget, general, routedTo, sourceOf, type Target, valueOn } from './target';

/** US dollars, and who says so. */
export interface Price {
  readonly dollars: number;
  readonly source: string;
}

/** `$1,234.50`, `$0.0016`: cents, and below ten cents two figures, so that a little is not shown as nothing. */
export function dollarsText(dollars: number): string {
  return inDollars(dollars, dollars < 0.1 ? { maximumSignificantDigits: 2 } : {});
}

/**
 * Tokens that one pass over a file is billed as: all of them, and of preference examples the prompt again.
 * @param promptShare of all texts, those of prompts: 0 to 1
 */
export function billableTokens(tokens: number, promptShare: number, isPreference: boolean): number {
  const again = isPreference ? general.preferencePromptTimes.value - 1 : 0;
  return tokens * (1 + again * promptShare);
}

/** What the training on so many billable tokens costs; undefined when no price is known. */
export function trainingPrice(tokens: number, target: Target | undefined): Price | undefined {
  const price = target?.trainingPrice;
  return price && { dollars: (tokens / 1_000_000) * price.value, source: sourceOf(price) };
}

/** US dollars for a million tokens asked and answered, and who says so. */
export interface AnswerPrice {
  readonly prompt: number;
  readonly answer: number;
  readonly source: string;
}

export interface Asked {
  readonly isTuned: boolean;
  /** In a region or multi-region of Vertex AI: the surcharge counts, also where Google does not say so of tuned models. */
  readonly isRegional: boolean;
  /** `YYYY-MM-DD` */
  readonly day: string;
}

/** What a model costs at most for prompts of up to 200,000 tokens; undefined when not both prices are known. */
export function answerPrice(
  target: Target | undefined,
  { isTuned, isRegional, day }: Asked,
): AnswerPrice | undefined {
  const { promptPrice: prompt, answerPrice: answer, tunedFactor, regionalFactor } = target ?? {};
  if (prompt === undefined || answer === undefined) return undefined;
  const tuned = isTuned ? tunedFactor : undefined;
  const regional = isRegional && (regionalFactor?.since ?? '') <= day ? regionalFactor : undefined;
  const factor = (tuned?.value ?? 1) * (regional?.value ?? 1);
  const factors = [
    ...(tuned && tuned.value !== 1 ? [`tuned × ${tuned.value}`] : []),
    ...(regional ? [l10n.t('outside "global" × {0}', regional.value)] : []),
  ];
  return {
    prompt: valueOn(prompt, day) * factor,
    answer: valueOn(answer, day) * factor,
    source: [sourceOf(answer), ...factors].join(', '),
  };
}

/** A model that a service is asked for. */
export interface Priced {
  /** Id of the service. */
  readonly service: string;
  readonly baseModel: string;
  readonly isTuned: boolean;
}

/** What a model costs today: where another one answers by its name, what that one costs. @param added by the user */
export function priceToday(
  { service, baseModel, isTuned }: Priced,
  added: readonly Target[] = [],
): AnswerPrice | undefined {
  const target = findTarget((isTuned ? undefined : routedTo(service, baseModel)) ?? baseModel, added);
  return answerPrice(target, {
    isTuned,
    isRegional: target?.service === 'vertexAi' && service === target.service,
    day: new Date().toISOString().slice(0, 10),
  });
}

/** `$2.475 per 1 million input tokens and $14.85 per 1 million output tokens (source)`. */
export function listPriceText({ prompt, answer, source }: AnswerPrice): string {
  return l10n.t(
    '{0} per 1 million input tokens and {1} per 1 million output tokens ({2})',
    inDollars(prompt, { maximumFractionDigits: 4 }),
    inDollars(answer, { maximumFractionDigits: 4 }),
    source,
  );
}

/** US dollars. */
export function priceOfTokens(price: AnswerPrice, promptTokens: number, answerTokens: number): number {
  return (promptTokens * price.prompt + answerTokens * price.answer) / 1_000_000;
}
