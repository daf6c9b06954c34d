import { type NextStep, UserError } from '../../base/userError';
import { GoogleApiError } from '../google/errors/googleApiError';

/** The links of the chain from a person to a tuned model, in the order in which one hangs on the other. */
export const linkIds = ['credentials', 'project', 'vertexAi', 'permission', 'bucket', 'geminiApi'] as const;
export type LinkId = (typeof linkIds)[number];

/** What was found out about one link. */
export interface SetupLink {
  readonly id: LinkId;
  /** `advice`: tuning works without it. `unchecked`: a link before it is broken. */
  readonly state: 'ok' | 'advice' | 'problem' | 'unchecked';
  /** What is so, or what is wrong. */
  readonly sentence: string;
  /** Lines for a terminal that mend it. Words in capitals are for the user to fill in. */
  readonly gcloud: readonly string[];
  readonly nextSteps: readonly NextStep[];
}

export function ok(id: LinkId, sentence: string): SetupLink {
  return { id, state: 'ok', sentence, gcloud: [], nextSteps: [] };
}

/** Who and where, as far as it is known: what commands are filled in with. */
export interface KnownNames {
  readonly project: string | undefined;
  /** As gcloud writes it: `user:you@example.com`. */
  readonly member: string | undefined;
}

/**
 * A link that broke with this error.
 * @throws what is no `UserError`: a cancellation, or a mistake of ours
 */
export function brokenBy(id: LinkId, error: unknown, known: KnownNames): SetupLink {
  if (!(error instanceof UserError)) throw error;
  return {
    id,
    state: 'problem',
    sentence: error.message,
    gcloud: error instanceof GoogleApiError ? error.gcloud.map((line) => fillIn(line, known)) : [],
    nextSteps: error.nextSteps.filter(({ kind }) => kind !== 'checkSetup'),
  };
}

export function fillIn(line: string, { project, member }: KnownNames): string {
  return line
    .replace(/\bPROJECT\b/g, project ?? 'PROJECT')
    .replace('user:YOUR_EMAIL', member ?? 'user:YOUR_EMAIL');
}
