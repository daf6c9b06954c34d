import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';

/** @returns what is wrong with a typed key, or undefined. Google's keys have changed their form before: it is not checked. */
export function apiKeyProblem(key: string): string | undefined {
  if (key === '') return l10n.t('Paste an API key.');
  return /^[\w.-]{20,200}$/.test(key)
    ? undefined
    : l10n.t('An API key has at least 20 characters (letters, digits, dashes) and no spaces.');
}

/** What Google takes an API key for, of what we ask: base models of the Gemini API. */
export function apiKeyAllows(url: string): boolean {
  const { pathname } = new URL(url);
  return /^\/v1(beta)?\/models(\/[^/]+)?$/.test(pathname);
}

/** Said at once, before Google is asked for what it would refuse. */
export function apiKeyNotEnough(): UserError {
  return new UserError(
    l10n.t(
      'API keys can only prompt Gemini API base models. To tune models, or to list and prompt tuned models, sign in with a Google Account.',
    ),
    'API_KEY_NOT_ENOUGH',
    [{ kind: 'signIn' }],
  );
}
