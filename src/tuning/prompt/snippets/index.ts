import { aiSdk } from './aiSdk';
import { curl } from './curl';
import { genkit } from './genkit';
import { langChain } from './langChain';
import { liteLlm } from './liteLlm';
import { notebook } from './notebook';
import { python } from './python';
import type { Snippet } from './snippet';
import { typescript } from './typescript';

/** Every kind of code that a prompt can be copied as, in the order in which they are offered. */
export const snippets: readonly Snippet[] = [
  curl,
  python,
  langChain,
  liteLlm,
  notebook,
  typescript,
  aiSdk,
  genkit,
];
