import * as l10n from '@vscode/l10n';

/** What a platform takes as the name of a function that is declared. */
export interface FunctionNames {
  readonly pattern: RegExp;
  /** What is wrong with a name that doesn't match. */
  refusal(name: string): string;
}

/** google.cloud.aiplatform.v1.FunctionDeclaration.name */
export const googleFunctionNames: FunctionNames = {
  pattern: /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/,
  refusal: (name) =>
    l10n.t(
      'Function name "{0}" isn\'t allowed. Use letters, digits, underscores, dots, colons, and dashes, start with a letter or an underscore, and use 128 characters at most.',
      name,
    ),
};

/** OpenAI, API reference, chat completions: `tools[].function.name`. */
export const openaiFunctionNames: FunctionNames = {
  pattern: /^[A-Za-z0-9_-]{1,64}$/,
  refusal: (name) =>
    l10n.t(
      'Function name "{0}" isn\'t allowed. OpenAI accepts letters, digits, underscores, and dashes, 64 characters at most.',
      name,
    ),
};
