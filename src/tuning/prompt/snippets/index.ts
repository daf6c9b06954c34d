import { aiSdk } from './aiSdk';
import { curl } from './curl';
import { python } from './python';
import type { Snippet } from './snippet';
import { typescript } from './typescript';

/** Every language that a prompt can be copied in, in the order in which they are offered. */
export const snippets: readonly Snippet[] = [curl, python, typescript, aiSdk];
