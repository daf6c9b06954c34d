import * as l10n from '@vscode/l10n';
import { counted } from '../../base/numbers';
import { dollarsText, priceOfTokens } from '../../dataset/targets/price';
import { estimateTokens } from '../../dataset/tokens/estimate';
import { namedTarget } from '../../evaluation/namedTarget';
import { targetParameters } from '../../evaluation/parameters';
import { answerText, type FunctionCall } from '../../tuning/contract/functions';
import type { Prompt } from '../../tuning/contract/service';
import { asData, shortened } from '../answer';
import { modelInput, named } from '../services';
import { tool } from '../tool';

const usualTokens = 1_024;
/** Characters of the answer. */
const longestAnswer = 12_000;

export const promptModel = tool({
  name: 'prompt_model',
  title: 'Prompt Model',
  description:
    "Sends one prompt to a tuned or base model and returns its answer. Google bills it, so the user is asked each time with the price; don't call it in a loop. To measure a model on many examples, use evaluate_models.",
  sends: true,
  costs: true,
  input: {
    type: 'object',
    properties: {
      model: modelInput,
      prompt: { type: 'string', minLength: 1, maxLength: 100_000, description: 'What the user says.' },
      system: {
        type: 'string',
        maxLength: 100_000,
        description: 'System instruction: for a tuned model the one it was tuned with.',
      },
      maxOutputTokens: {
        type: 'integer',
        minimum: 1,
        maximum: 8_192,
        description: `The answer is cut there. Default: ${usualTokens}.`,
      },
      temperature: { type: 'number', minimum: 0, maximum: 2 },
    },
    required: ['model', 'prompt'],
    additionalProperties: false,
  },
  async run(input, host, signal) {
    const { model: text, prompt: question, system, maxOutputTokens = usualTokens, temperature } = input;
    const { service, name, isSandbox } = await named(host, text);
    const values = { maxOutputTokens, ...(temperature === undefined ? {} : { temperature }) };
    const ask = (own: typeof service, model: Parameters<typeof targetParameters>[1]) =>
      targetParameters(own, model, values);
    const { target } = await namedTarget(service, name, ask, signal);
    const tokens = estimateTokens(question.length + (system?.length ?? 0));
    const dollars = target.price && priceOfTokens(target.price, tokens, maxOutputTokens);
    const price =
      dollars === undefined
        ? l10n.t('The price is unknown.')
        : l10n.t('The list price is up to {0} ({1}).', dollarsText(dollars), target.price?.source ?? '');
    if (!isSandbox)
      await host.consent({
        message: l10n.t(
          'Send one prompt to {0} ({1})? It has about {2}, the response up to {3}. {4} Google bills it to your project.',
          target.label,
          service.label,
          counted(tokens, 'token'),
          counted(maxOutputTokens, 'token'),
          price,
        ),
        byHand: 'open the model in the playground of Tunewright in VS Code.',
      });
    const prompt: Prompt = {
      systemInstruction: system,
      turns: [{ role: 'user', text: question }],
      parameters: target.parameters ?? {},
    };
    let said = '';
    const calls: FunctionCall[] = [];
    let finishReason = 'FINISH_REASON_UNSPECIFIED';
    for await (const chunk of service.generate(name, prompt, signal)) {
      if (chunk.kind === 'text') said += chunk.text;
      else if (chunk.kind === 'call') calls.push(chunk.call);
      else finishReason = chunk.finishReason;
    }
    const answer = shortened(answerText(said, calls), longestAnswer);
    return [
      `${text} answered, finish reason: ${finishReason}.`,
      asData('the answer of the model', [answer]),
    ].join('\n');
  },
});
