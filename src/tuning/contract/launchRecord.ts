import { randomInt } from 'node:crypto';
import * as v from 'valibot';
import { assertNever } from '../../base/assertNever';
import type { PreparedLaunch } from './service';
import type { TuningSpec } from './spec';

/**
 * What is known of one confirmed launch. Written to disk before each step, so that whatever breaks (VS Code, the
 * connection, an answer) it can be gone on with.
 */
export interface LaunchRecord {
  /** Sent along with the launch: a label on Vertex AI, the end of the model's id on the Gemini API. */
  readonly id: string;
  /** Where it was launched, such as a project: it is looked for nowhere else. */
  readonly place: string;
  /** In whose name the user confirmed it. Absent in records of earlier versions, of which nothing is sent any more. */
  readonly account?: string;
  readonly spec: TuningSpec;
  readonly data: LaunchData;
  /** What the user confirmed: steps, tokens and price, undefined where nobody knows. */
  readonly estimate: LaunchEstimate;
  /** Milliseconds since 1970. */
  readonly confirmedAt: number;
  readonly stage: LaunchStage;
  /** `id` of a launch whose answer was lost: the user has launched it again as this one. */
  readonly replaces?: string;
}

export type LaunchStage =
  /** Nothing was sent. */
  | { readonly kind: 'confirmed' }
  /** Can be sent, and was not: the record says `sent` before the request leaves. */
  | { readonly kind: 'ready'; readonly request: PreparedLaunch }
  /** A job may exist. Nothing leads from here to another request: only the user may launch again, as a new launch. */
  | {
      readonly kind: 'sent';
      readonly request: PreparedLaunch;
      /** Milliseconds since 1970. */
      readonly sentAt: number;
      readonly search: LaunchSearchFacts;
    }
  /** The job exists. */
  | { readonly kind: 'created'; readonly job: string; readonly createdAt: number }
  /** The service refused it, or it was called off before it was sent: there is no job. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The user has ended the search. A job may exist. */
  | { readonly kind: 'abandoned'; readonly request: PreparedLaunch };

/** How a job was looked for after its answer was lost, in all windows. */
export interface LaunchSearchFacts {
  /** Looks that the service answered: it knew no such job. */
  readonly looks: number;
  /** Milliseconds between the first and the last of them, without the time when no window was open. */
  readonly milliseconds: number;
}

/** Which data a launch was confirmed for. */
export interface LaunchData {
  /** Where the file is, for reading it again: a URI of VS Code, or `gs://`. */
  readonly source: string;
  readonly validationSource?: string;
  readonly name: string;
  readonly examples: number | undefined;
  /** Of the file's bytes, in hex; undefined for a file in Cloud Storage. */
  readonly sha256: string | undefined;
  /** The same of the validation file. */
  readonly validationSha256?: string | undefined;
}

export interface LaunchEstimate {
  readonly steps: number | undefined;
  readonly billableTokens: number | undefined;
  /** US dollars, with where the price was read. */
  readonly price: { readonly dollars: number; readonly source: string } | undefined;
}

/** Nothing is left to do or to find out. */
export function isSettled({ stage }: Pick<LaunchRecord, 'stage'>): boolean {
  switch (stage.kind) {
    case 'created':
    case 'refused':
    case 'abandoned':
      return true;
    case 'confirmed':
    case 'ready':
    case 'sent':
      return false;
    default:
      return assertNever(stage);
  }
}

/** Whether Google bills what is made at the place. In the sandbox, nothing costs money. */
export function isBilled({ place }: Pick<LaunchRecord, 'place'>): boolean {
  return !place.startsWith('sandbox');
}

const preparedLaunch = v.custom<PreparedLaunch>((value) =>
  v.is(v.looseObject({ id: v.string(), path: v.string(), body: v.unknown() }), value),
);
const count = v.fallback(v.pipe(v.number(), v.finite()), 0);
const searchFacts = v.fallback(v.object({ looks: count, milliseconds: count }), {
  looks: 0,
  milliseconds: 0,
});

/** The stage that a record holds. One that this version does not know makes the record unreadable. */
export const launchStage: v.GenericSchema<unknown, LaunchStage> = v.variant('kind', [
  v.object({ kind: v.literal('confirmed') }),
  v.object({ kind: v.literal('ready'), request: preparedLaunch }),
  v.object({ kind: v.literal('sent'), request: preparedLaunch, sentAt: count, search: searchFacts }),
  v.object({ kind: v.literal('created'), job: v.string(), createdAt: count }),
  v.object({ kind: v.literal('refused'), reason: v.fallback(v.string(), '') }),
  v.object({ kind: v.literal('abandoned'), request: preparedLaunch }),
]);

/** Ten characters that fit into a model id and into a label: one of 36^10. */
export function newLaunchId(): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join('');
}
