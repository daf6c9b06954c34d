/** What tuning needs of a user: all of Google Cloud, and tuned models of the Gemini API. */
export const tuningScopes: readonly string[] = [
  'https://www.googleapis.com/auth/cloud-platform',
  'https://www.googleapis.com/auth/generative-language.tuning',
];

/** So that accounts can be told apart. */
export const emailScope = 'https://www.googleapis.com/auth/userinfo.email';
