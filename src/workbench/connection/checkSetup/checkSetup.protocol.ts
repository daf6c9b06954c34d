// What the page of Check Setup and its host say to each other. The host owns the state; the page gets texts only.
import * as v from 'valibot';
import { type PageProtocol, place } from '../../ui/page/page.protocol';

export type ShownState = 'ok' | 'advice' | 'problem' | 'unchecked' | 'checking';

export interface ShownLink {
  readonly id: string;
  readonly title: string;
  readonly state: ShownState;
  /** The state in a word, for those who do not see the colour. */
  readonly stateLabel: string;
  readonly sentence: string;
  readonly gcloud: readonly string[];
  /** Titles of buttons. */
  readonly steps: readonly string[];
}

export interface CheckSetupState {
  /** Whose setup it is. */
  readonly subject: string;
  /** The outcome in a sentence; read out by screen readers when it changes. */
  readonly summary: string;
  readonly running: boolean;
  readonly links: readonly ShownLink[];
}

export interface CheckSetupStrings {
  readonly heading: string;
  readonly again: string;
  readonly copy: string;
  readonly copied: string;
  readonly runInTerminal: string;
}

/** A line is in the clipboard. */
export interface Copied {
  readonly link: number;
  readonly line: number;
}

export const checkSetupRequests = v.variant('type', [
  v.object({ type: v.literal('again') }),
  v.object({ type: v.literal('copy'), link: place, line: place }),
  v.object({ type: v.literal('step'), link: place, step: place }),
]);
export type CheckSetupRequest = v.InferOutput<typeof checkSetupRequests>;

export type CheckSetupProtocol = PageProtocol<CheckSetupState, Copied, CheckSetupStrings, CheckSetupRequest>;
