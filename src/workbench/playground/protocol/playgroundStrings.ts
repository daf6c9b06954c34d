import * as vscode from 'vscode';
import type { PlaygroundStrings } from './playgroundStrings.protocol';

export function playgroundStrings(): PlaygroundStrings {
  return {
    promptLabel: vscode.l10n.t('Prompt'),
    promptPlaceholder: vscode.l10n.t('Write a prompt. Enter sends, Shift+Enter starts a new line.'),
    send: vscode.l10n.t('Send'),
    stop: vscode.l10n.t('Stop'),
    stopAll: vscode.l10n.t('Stop All'),
    clear: vscode.l10n.t('New'),
    parameters: vscode.l10n.t('Parameters'),
    serviceDefault: vscode.l10n.t('default'),
    ignored: vscode.l10n.t("This model ignores it, so it isn't sent."),
    systemInstruction: vscode.l10n.t('System instruction'),
    functions: vscode.l10n.t('Functions'),
    functionsHint: vscode.l10n.t(
      'Functions that the model can call, as JSON: name, description, and parameters of each, in the format of Google or OpenAI.',
    ),
    calls: vscode.l10n.t('Calls {0}', '{0}'),
    response: vscode.l10n.t('Response of {0}', '{0}'),
    responseHint: vscode.l10n.t(
      'The model waits for the responses of its function calls. Enter JSON or plain text; Ctrl+Enter (⌘Enter) sends.',
    ),
    gaveBack: vscode.l10n.t('{0} gave back', '{0}'),
    callsAnswer: vscode.l10n.t('{0} calls {1} and waits for the response.', '{0}', '{1}'),
    you: vscode.l10n.t('You'),
    model: vscode.l10n.t('Model'),
    empty: vscode.l10n.t('Write a prompt below, such as an input that is like your training examples.'),
    singleTurn: vscode.l10n.t('{0} takes one turn: each prompt stands alone.', '{0}'),
    stopped: vscode.l10n.t('Stopped'),
    waiting: vscode.l10n.t('Waiting for the first words…'),
    retry: vscode.l10n.t('Try Again'),
    regenerate: vscode.l10n.t('Answer Again'),
    edit: vscode.l10n.t('Edit'),
    resend: vscode.l10n.t('Send Again'),
    cancel: vscode.l10n.t('Cancel'),
    conversation: vscode.l10n.t('Conversation'),
    attachFile: vscode.l10n.t('Attach File…'),
    attachAddress: vscode.l10n.t('Attach from Cloud Storage…'),
    attachments: vscode.l10n.t('Attachments'),
    remove: vscode.l10n.t('Remove {0}', '{0}'),
    addTarget: vscode.l10n.t('Compare With…'),
    removeTarget: vscode.l10n.t('Stop comparing with {0}', '{0}'),
    targets: vscode.l10n.t('Models'),
    ask: vscode.l10n.t('Ask This One Too'),
    best: vscode.l10n.t('Best'),
    raw: vscode.l10n.t('Raw'),
    formatted: vscode.l10n.t('Formatted'),
    history: vscode.l10n.t('History'),
    export: vscode.l10n.t('Export…'),
    tokensIn: vscode.l10n.t('{0} tokens in', '{0}'),
    tokensOut: vscode.l10n.t('{0} out', '{0}'),
    tokensThought: vscode.l10n.t('{0} for thoughts', '{0}'),
    firstText: vscode.l10n.t('first words after {0}', '{0}'),
    total: vscode.l10n.t('{0} in all', '{0}'),
    usually: vscode.l10n.t('usually {0}', '{0}'),
    safety: vscode.l10n.t('Safety ratings: {0}', '{0}'),
    blocked: vscode.l10n.t('held back'),
    expected: vscode.l10n.t('Expected answer'),
    diff: {
      missing: vscode.l10n.t('missing:'),
      extra: vscode.l10n.t('instead:'),
      same: vscode.l10n.t('The answer says the same.'),
      tooLong: vscode.l10n.t('The answer is too different to mark where.'),
    },
    useInDataset: vscode.l10n.t('Use in Dataset…'),
    correction: vscode.l10n.t('Answer for the dataset'),
    correctionHint: vscode.l10n.t(
      'Correct it as the model should say it. The file is not saved: you can undo it there.',
    ),
    fixLine: vscode.l10n.t('Fix This Line'),
    addToDataset: vscode.l10n.t('Add to Dataset…'),
    addVotes: vscode.l10n.t('Votes to Dataset…'),
    copyAsCode: vscode.l10n.t('Copy as Code…'),
    answerReady: vscode.l10n.t('{0} has answered.', '{0}'),
    promptBlocked: vscode.l10n.t('The service refused the prompt.'),
    finish: finishSentences(),
    harm: {
      HARM_CATEGORY_HARASSMENT: vscode.l10n.t('harassment'),
      HARM_CATEGORY_HATE_SPEECH: vscode.l10n.t('hate speech'),
      HARM_CATEGORY_SEXUALLY_EXPLICIT: vscode.l10n.t('sexually explicit'),
      HARM_CATEGORY_DANGEROUS_CONTENT: vscode.l10n.t('dangerous content'),
      HARM_CATEGORY_CIVIC_INTEGRITY: vscode.l10n.t('civic integrity'),
      HARM_CATEGORY_JAILBREAK: vscode.l10n.t('jailbreak'),
    },
    probability: {
      NEGLIGIBLE: vscode.l10n.t('negligible'),
      LOW: vscode.l10n.t('low'),
      MEDIUM: vscode.l10n.t('medium'),
      HIGH: vscode.l10n.t('high'),
    },
  };
}

/** `FinishReason`, `BlockReason` and `BlockedReason` of both services: what happened, and what to do. */
function finishSentences(): Readonly<Record<string, string>> {
  return {
    MAX_TOKENS: vscode.l10n.t(
      'Cut off at the limit of output tokens. Raise the limit, or ask for a shorter answer.',
    ),
    SAFETY: vscode.l10n.t(
      'Held back by a safety filter. Say it in other words, or set a higher threshold for its category.',
    ),
    RECITATION: vscode.l10n.t(
      'Stopped because it repeated protected text word for word. Ask for it in other words, or raise the temperature.',
    ),
    LANGUAGE: vscode.l10n.t('Stopped: the model does not take this language. Prompt it in another one.'),
    BLOCKLIST: vscode.l10n.t('Held back: it holds a term of a block list. Leave the term out.'),
    PROHIBITED_CONTENT: vscode.l10n.t(
      'Held back as prohibited content; no setting changes that. Ask for something else.',
    ),
    SPII: vscode.l10n.t('Held back: it may hold sensitive personal data. Leave such data out of the prompt.'),
    MALFORMED_FUNCTION_CALL: vscode.l10n.t('Stopped: the model called a function wrongly. Answer again.'),
    UNEXPECTED_TOOL_CALL: vscode.l10n.t(
      'Stopped: the model called a tool that it was not given. Answer again, or tell it to use none.',
    ),
    TOO_MANY_TOOL_CALLS: vscode.l10n.t('Stopped: the model called too many tools. Answer again.'),
    MODEL_ARMOR: vscode.l10n.t(
      "Held back by Model Armor, your project's own filter. Change its template, or the prompt.",
    ),
    JAILBREAK: vscode.l10n.t('It reads like an attempt to get around the rules. Say it in other words.'),
    IMAGE_SAFETY: vscode.l10n.t('Held back by a safety filter for images. Use another image.'),
    FINISH_REASON_UNSPECIFIED: vscode.l10n.t(
      'The stream ended without saying why; the answer may be incomplete. Answer again.',
    ),
    OTHER: vscode.l10n.t('Stopped, and the service gives no reason. Answer again.'),
  };
}
