import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError';
import type { Clock } from '../../base/wakefulTimer';
import { answerText, type FunctionCall } from '../../tuning/contract/functions';
import type { Prompt, TokenUsage, TuningService } from '../../tuning/contract/service';
import type { EvaluationTarget } from '../results/records';
import { cutAnswer } from './afterFailure';

export interface Asked {
  /** With its calls, as `answerText` writes them. */
  readonly text: string;
  readonly calls?: readonly FunctionCall[];
  readonly finishReason: string;
  readonly usage: TokenUsage | undefined;
  readonly milliseconds: number;
}

/** Asks a target once. */
export type Ask = (target: EvaluationTarget, prompt: Prompt, signal: AbortSignal) => Promise<Asked>;

/** Asks through the tuning services. */
export function askServices(services: readonly TuningService[], clock: Clock): Ask {
  return async (target, prompt, signal) => {
    const service = services.find(({ id }) => id === target.service);
    if (service === undefined) {
      throw new UserError(
        l10n.t('Unknown service "{0}" for {1}.', target.service, target.label),
        'NO_SERVICE',
      );
    }
    const started = clock.now();
    let text = '';
    const calls: FunctionCall[] = [];
    for await (const chunk of service.generate(target.model, prompt, signal)) {
      if (chunk.kind === 'text') text += chunk.text;
      else if (chunk.kind === 'call') calls.push(chunk.call);
      else if (chunk.finishReason !== 'FINISH_REASON_UNSPECIFIED') {
        const milliseconds = Math.round(clock.now() - started);
        return {
          text: answerText(text, calls),
          ...(calls.length > 0 ? { calls } : {}),
          finishReason: chunk.finishReason,
          usage: chunk.usage,
          milliseconds,
        };
      }
    }
    throw new UserError(l10n.t('The response of {0} was interrupted.', target.label), cutAnswer);
  };
}
