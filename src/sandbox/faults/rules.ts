import type { Conditions } from '../conditions';
import { isObject, type JsonObject, type JsonValue } from '../google/protoJson/json';
import { ERROR_NAMES, type ErrorName } from './errorBodies';

/** What goes wrong with a call. Kinds that end in `After` let the call take effect first. */
export type Fault =
  | {
      readonly kind: 'error' | 'errorAfter';
      readonly error: ErrorName;
      /** Of IAM_PERMISSION_DENIED. */
      readonly permission?: string;
    }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** A proxy's page in place of Google's answer. */
  | { readonly kind: 'html'; readonly status: number }
  /** In the middle of a stream: `after` so many messages, or pieces of a download, the connection is cut, or Google sends an error. */
  | { readonly kind: 'cutStream' | 'errorInStream'; readonly after: number }
  | { readonly kind: (typeof PLAIN_KINDS)[number] };

const PLAIN_KINDS = [
  'cutBefore',
  'cutAfter',
  /** Half of the JSON text. */
  'malformed',
  /** The next page is this one again. */
  'repeatPage',
  /** The first page has no items, and a token that leads to them, as AIP-158 allows. */
  'emptyPage',
  /** No token, though there is more. */
  'endPagesEarly',
  'unknownEnums',
  'unknownFields',
  /** Of answers: why they ended. 3.5 Flash has left it out of streams at "eu" (a client's note, 2026). */
  'noFinishReason',
] as const;

/** A fault and the calls that meet it: those that match everything that is named. */
export interface FaultRule {
  /** `CreateTuningJob`, or with its service; `storage` and `oauth` stand for all calls of these. Absent: every call. */
  readonly rpc?: string;
  /** A regular expression on the path with its query. */
  readonly path?: RegExp;
  readonly method?: string;
  /** In the path, the query or `x-goog-user-project`. */
  readonly project?: string;
  /** Which of the matching calls since the rules were read, from 1. */
  readonly nth?: readonly number[];
  /** Of each matching call, 0 to 1. */
  readonly probability?: number;
  /** Makes the dice repeatable. */
  readonly seed: number;
  readonly fault: Fault;
}

export interface FaultRules extends Conditions {
  readonly rules: readonly FaultRule[];
}

export const NO_FAULTS: FaultRules = {
  tunableBaseModels: true,
  retiredBaseModels: false,
  newProjects: [],
  unreadableBuckets: [],
  tuningJobsAtOnce: 4,
  rules: [],
};

/** Reads conditions (conditions.ts) and `"rules"?: [{…, "fault": {"kind", …}}]`. @throws Error that says what is wrong where */
export function readFaultRules(text: string): FaultRules {
  const json = JSON.parse(text) as JsonValue;
  if (!isObject(json)) throw new Error('Fault rules must be a JSON object.');
  const { newProjects = [], unreadableBuckets = [], ...others } = json;
  const { tunableBaseModels = true, retiredBaseModels = false, ...more } = others;
  const { tuningJobsAtOnce = NO_FAULTS.tuningJobsAtOnce, rules = [], ...rest } = more;
  refuseUnknown(rest, 'fault rules');
  if (typeof tunableBaseModels !== 'boolean') throw new Error('tunableBaseModels must be true or false.');
  if (typeof retiredBaseModels !== 'boolean') throw new Error('retiredBaseModels must be true or false.');
  if (!Array.isArray(newProjects)) throw new Error('newProjects must be a list.');
  if (!Array.isArray(unreadableBuckets)) throw new Error('unreadableBuckets must be a list.');
  if (!Number.isInteger(tuningJobsAtOnce) || Number(tuningJobsAtOnce) < 1)
    throw new Error('tuningJobsAtOnce must be a whole number from 1.');
  if (!Array.isArray(rules)) throw new Error('rules must be a list.');
  return {
    tunableBaseModels,
    retiredBaseModels,
    newProjects: newProjects.map(String),
    unreadableBuckets: unreadableBuckets.map(String),
    tuningJobsAtOnce: Number(tuningJobsAtOnce),
    rules: rules.map((rule, i) => readRule(rule, `rules[${i}]`)),
  };
}

function readRule(json: JsonValue, place: string): FaultRule {
  if (!isObject(json)) throw new Error(`${place} must be an object.`);
  const { rpc, path, method, project, nth, probability, seed = 1, fault, ...rest } = json;
  refuseUnknown(rest, place);
  for (const [name, value] of Object.entries({ rpc, path, method, project })) {
    if (value !== undefined && typeof value !== 'string') throw new Error(`${place}.${name} must be text.`);
  }
  const nths = nth === undefined || Array.isArray(nth) ? nth : [nth];
  if (nths?.some((n) => !Number.isInteger(n))) throw new Error(`${place}.nth must be whole numbers.`);
  for (const [name, value] of Object.entries({ probability, seed })) {
    if (value !== undefined && typeof value !== 'number')
      throw new Error(`${place}.${name} must be a number.`);
  }
  return {
    ...(typeof rpc === 'string' ? { rpc } : {}),
    ...(typeof path === 'string' ? { path: new RegExp(path) } : {}),
    ...(typeof method === 'string' ? { method } : {}),
    ...(typeof project === 'string' ? { project } : {}),
    ...(nths ? { nth: nths.map(Number) } : {}),
    ...(probability === undefined ? {} : { probability: Number(probability) }),
    seed: Number(seed),
    fault: readFault(fault, `${place}.fault`),
  };
}

function readFault(json: JsonValue | undefined, place: string): Fault {
  if (!isObject(json)) throw new Error(`${place} must be an object.`);
  const { kind, ...rest } = json;
  const plain = PLAIN_KINDS.find((known) => known === kind);
  if (plain) {
    refuseUnknown(rest, place);
    return { kind: plain };
  }
  switch (kind) {
    case 'error':
    case 'errorAfter': {
      const error = ERROR_NAMES.find((name) => name === rest.error);
      if (!error) throw new Error(`${place}.error must be one of ${ERROR_NAMES.join(', ')}.`);
      const { permission } = rest;
      return { kind, error, ...(typeof permission === 'string' ? { permission } : {}) };
    }
    case 'slow':
      return { kind, milliseconds: readNumber(rest.milliseconds, `${place}.milliseconds`) };
    case 'html':
      return { kind, status: readNumber(rest.status ?? 502, `${place}.status`) };
    case 'cutStream':
    case 'errorInStream':
      return { kind, after: readNumber(rest.after ?? 1, `${place}.after`) };
    default:
      throw new Error(`${place}.kind "${String(kind)}" is unknown.`);
  }
}

function readNumber(value: JsonValue | undefined, place: string): number {
  if (typeof value === 'number') return value;
  throw new Error(`${place} must be a number.`);
}

function refuseUnknown(rest: JsonObject, place: string): void {
  const [key] = Object.keys(rest);
  if (key !== undefined) throw new Error(`${place} has an unknown key "${key}".`);
}
