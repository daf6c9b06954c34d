// VS Code's models for chat, which the typings of the oldest version that Tunewright runs in don't have yet.
// From @types/vscode 1.106.1 (stable since VS Code 1.104), read 2026-11-30; shortened to what is used here.
import * as vscode from 'vscode';

export interface ChatModelInformation {
  /** Unique among the models of the provider. */
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly version: string;
  readonly tooltip?: string;
  /** Shown beside the name. */
  readonly detail?: string;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  readonly capabilities: { readonly imageInput?: boolean; readonly toolCalling?: boolean | number };
}

export interface ChatRequestMessage {
  readonly role: vscode.LanguageModelChatMessageRole;
  readonly content: readonly unknown[];
}

export interface ChatResponseOptions {
  readonly modelOptions?: Readonly<Record<string, unknown>>;
  readonly tools?: readonly vscode.LanguageModelChatTool[];
  readonly toolMode: vscode.LanguageModelChatToolMode;
  /** Who asks: `core`, or the id of an extension in lower case. Passed by VS Code 1.139, and in no typings of the stable API. */
  readonly requestInitiator?: string;
}

export type ChatResponsePart = vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart;

export interface ChatModelProvider {
  readonly onDidChangeLanguageModelChatInformation: vscode.Event<void>;
  provideLanguageModelChatInformation(
    options: { readonly silent: boolean },
    token: vscode.CancellationToken,
  ): Thenable<ChatModelInformation[]>;
  provideLanguageModelChatResponse(
    model: ChatModelInformation,
    messages: readonly ChatRequestMessage[],
    options: ChatResponseOptions,
    progress: vscode.Progress<ChatResponsePart>,
    token: vscode.CancellationToken,
  ): Thenable<void>;
  provideTokenCount(
    model: ChatModelInformation,
    text: string | ChatRequestMessage,
    token: vscode.CancellationToken,
  ): Thenable<number>;
}

interface Api {
  registerLanguageModelChatProvider(vendor: string, provider: ChatModelProvider): vscode.Disposable;
}

/** Does nothing in a VS Code that has no such models. */
export function registerChatProvider(vendor: string, provider: ChatModelProvider): vscode.Disposable {
  const api: object & Partial<Api> = vscode.lm as object;
  return api.registerLanguageModelChatProvider?.(vendor, provider) ?? new vscode.Disposable(() => {});
}
