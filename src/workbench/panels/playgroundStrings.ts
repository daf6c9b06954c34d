import * as vscode from 'vscode';
import type { PlaygroundStrings } from './playground.protocol';

export function playgroundStrings(): PlaygroundStrings {
  return {
    promptLabel: vscode.l10n.t('Prompt'),
    promptPlaceholder: vscode.l10n.t('Write a prompt. Enter sends, Shift+Enter starts a new line.'),
    send: vscode.l10n.t('Send'),
    stop: vscode.l10n.t('Stop'),
    clear: vscode.l10n.t('Clear'),
    parameters: vscode.l10n.t('Parameters'),
    serviceDefault: vscode.l10n.t('default'),
    temperature: vscode.l10n.t('Temperature'),
    topP: vscode.l10n.t('Top P'),
    topK: vscode.l10n.t('Top K'),
    maxOutputTokens: vscode.l10n.t('Max output tokens'),
    you: vscode.l10n.t('You'),
    model: vscode.l10n.t('Model'),
    empty: vscode.l10n.t('Write a prompt below, such as an input that is like your training examples.'),
    singleTurn: vscode.l10n.t('Each prompt stands alone: this model takes one turn.'),
    stopped: vscode.l10n.t('Stopped'),
    waiting: vscode.l10n.t('Waiting for the first words…'),
    retry: vscode.l10n.t('Try Again'),
    conversation: vscode.l10n.t('Conversation'),
  };
}
