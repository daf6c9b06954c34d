import * as vscode from 'vscode';
import type { PlaygroundStrings } from './playgroundStrings.protocol';

export function playgroundStrings(isSandbox: boolean): PlaygroundStrings {
  return {
    place: isSandbox ? vscode.l10n.t('Sandbox (stand-in model)') : '',
    promptLabel: vscode.l10n.t('Prompt'),
    promptPlaceholder: vscode.l10n.t('Write a prompt. Press Enter to send, Shift+Enter for a new line.'),
    send: vscode.l10n.t('Send'),
    stop: vscode.l10n.t('Stop'),
    stopAll: vscode.l10n.t('Stop All'),
    clear: vscode.l10n.t('New Conversation'),
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
    empty: vscode.l10n.t('Write a prompt below, for example an input similar to your training examples.'),
    singleTurn: vscode.l10n.t('{0} is single-turn. Each prompt starts a new conversation.', '{0}'),
    stopped: vscode.l10n.t('Stopped'),
    waiting: vscode.l10n.t('Waiting for a response…'),
    retry: vscode.l10n.t('Try Again'),
    regenerate: vscode.l10n.t('Regenerate'),
    edit: vscode.l10n.t('Edit'),
    resend: vscode.l10n.t('Resend'),
    cancel: vscode.l10n.t('Cancel'),
    conversation: vscode.l10n.t('Conversation'),
    attachFile: vscode.l10n.t('Attach File…'),
    attachAddress: vscode.l10n.t('Attach from Cloud Storage…'),
    attachments: vscode.l10n.t('Attachments'),
    remove: vscode.l10n.t('Remove {0}', '{0}'),
    addTarget: vscode.l10n.t('Compare With…'),
    removeTarget: vscode.l10n.t('Stop comparing with {0}', '{0}'),
    gone: vscode.l10n.t('{0} was deleted. Its responses stay here.'),
    replaceTarget: vscode.l10n.t('Prompt Another Model…'),
    targets: vscode.l10n.t('Models'),
    ask: vscode.l10n.t('Send to This Model'),
    better: vscode.l10n.t('Better'),
    raw: vscode.l10n.t('Raw'),
    formatted: vscode.l10n.t('Formatted'),
    history: vscode.l10n.t('History'),
    export: vscode.l10n.t('Export…'),
    tokensIn: vscode.l10n.t('{0} input tokens', '{0}'),
    tokensOut: vscode.l10n.t('{0} output tokens', '{0}'),
    tokensThought: vscode.l10n.t('{0} thinking tokens', '{0}'),
    firstText: vscode.l10n.t('first token after {0}', '{0}'),
    total: vscode.l10n.t('{0} total', '{0}'),
    usually: vscode.l10n.t('default: {0}', '{0}'),
    safety: vscode.l10n.t('Safety ratings: {0}', '{0}'),
    blocked: vscode.l10n.t('blocked'),
    emptyResponse: vscode.l10n.t('The response is empty.'),
    expected: vscode.l10n.t('Expected response'),
    diff: {
      missing: vscode.l10n.t('expected:'),
      extra: vscode.l10n.t('actual:'),
      same: vscode.l10n.t('The response matches the expected response.'),
      tooLong: vscode.l10n.t('The response is too different to highlight changes.'),
    },
    useInDataset: vscode.l10n.t('Use in Dataset…'),
    correction: vscode.l10n.t('Response for the dataset'),
    correctionHint: vscode.l10n.t(
      "Edit the response to what the model should say. The file isn't saved, so you can undo the change there.",
    ),
    fixLine: vscode.l10n.t('Fix This Line'),
    addToDataset: vscode.l10n.t('Add to Dataset…'),
    addVotes: vscode.l10n.t('Save Votes as Preference Data…'),
    copyAsCode: vscode.l10n.t('Copy as Code…'),
    answerReady: vscode.l10n.t('{0} responded.', '{0}'),
    promptBlocked: vscode.l10n.t('The service blocked the prompt.'),
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
      'Stopped at the output token limit. Raise the limit or ask for a shorter response.',
    ),
    SAFETY: vscode.l10n.t(
      'Blocked by a safety filter. Rephrase the prompt, or raise the threshold for this category.',
    ),
    RECITATION: vscode.l10n.t(
      'Stopped because the response repeated protected content verbatim. Rephrase the prompt or raise the temperature.',
    ),
    LANGUAGE: vscode.l10n.t('Stopped: unsupported language. Try another language.'),
    BLOCKLIST: vscode.l10n.t('Blocked: contains a term on a blocklist. Remove the term.'),
    PROHIBITED_CONTENT: vscode.l10n.t(
      "Blocked: prohibited content. This can't be changed in the settings. Try a different prompt.",
    ),
    SPII: vscode.l10n.t('Blocked: might contain sensitive personal data. Remove it from the prompt.'),
    MALFORMED_FUNCTION_CALL: vscode.l10n.t('Stopped: malformed function call. Regenerate the response.'),
    UNEXPECTED_TOOL_CALL: vscode.l10n.t(
      'Stopped: unexpected tool call. Regenerate the response, or tell the model not to use tools.',
    ),
    TOO_MANY_TOOL_CALLS: vscode.l10n.t('Stopped: too many tool calls. Regenerate the response.'),
    MODEL_ARMOR: vscode.l10n.t(
      "Blocked by Model Armor, your project's content filter. Change its template or the prompt.",
    ),
    JAILBREAK: vscode.l10n.t('Blocked: looks like a jailbreak attempt. Rephrase the prompt.'),
    IMAGE_SAFETY: vscode.l10n.t('Blocked by the image safety filter. Use another image.'),
    FINISH_REASON_UNSPECIFIED: vscode.l10n.t(
      'The stream ended without a reason. The response might be incomplete. Regenerate it.',
    ),
    OTHER: vscode.l10n.t('Stopped without a reason. Regenerate the response.'),
  };
}
