import type { ServerResponse } from 'node:http';
import type { GoogleError } from '../google/errors';
import { isObject, type JsonObject, type JsonValue, writeJson } from '../google/protoJson/json';
import type { Fault } from './rules';

/** What happens to a reply on its way out. */
export interface Disturbance {
  readonly faults: readonly Fault[];
  /** In place of a reply whose call has taken effect. */
  readonly error?: GoogleError;
  /** Of a call that lists: the page token of its request, empty for the first page. */
  readonly pageToken?: string;
}

/** A page token that leads to the first page, so that a page can be made to come again. */
export const FIRST_PAGE = 'the-first-page-again';

const disturbances = new WeakMap<ServerResponse, Disturbance>();
/** Objects whose keys are data. */
const MAPS = ['labels', 'trafficSplit', 'metadata', 'properties', 'args'];
const PAGING: readonly Fault['kind'][] = ['repeatPage', 'emptyPage', 'endPagesEarly'];
const ENUM_KEYS = /^(state|tuningJobState|finishReason|role|granteeType|adapterSize|valueType)$/;

export function disturb(response: ServerResponse, disturbance: Disturbance): void {
  disturbances.set(response, disturbance);
}

export function disturbanceOf(response: ServerResponse): Disturbance | undefined {
  return disturbances.get(response);
}

/** The body as it goes out in spite of what was meant. */
export function disturbBody(response: ServerResponse, text: string): string {
  const disturbance = disturbances.get(response);
  if (!disturbance) return text;
  return disturbance.faults.reduce((body, fault) => spoil(body, fault, disturbance), text);
}

/** One message of a stream. */
export function disturbMessage(response: ServerResponse, message: JsonObject): JsonObject {
  const disturbance = disturbances.get(response);
  if (!disturbance) return message;
  return disturbance.faults.reduce((body, { kind }) => change(body, kind, disturbance), message);
}

function spoil(text: string, { kind }: Fault, disturbance: Disturbance): string {
  if (kind === 'malformed') return text.slice(0, Math.ceil(text.trimEnd().length / 2));
  let json: JsonValue;
  try {
    json = JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
  return isObject(json) ? `${writeJson(change(json, kind, disturbance), 2)}\n` : text;
}

function change(json: JsonObject, kind: Fault['kind'], { pageToken }: Disturbance): JsonObject {
  if (pageToken === undefined && PAGING.includes(kind)) return json;
  const { nextPageToken: _, ...page } = json;
  switch (kind) {
    case 'repeatPage':
      return { ...page, nextPageToken: pageToken || FIRST_PAGE };
    case 'emptyPage':
      return pageToken === '' ? { nextPageToken: FIRST_PAGE } : json;
    case 'endPagesEarly':
      return page;
    case 'unknownEnums':
      return withUnknownEnums(json) as JsonObject;
    case 'unknownFields':
      return withUnknownFields(json) as JsonObject;
    case 'noFinishReason':
      return withoutFinishReason(json);
    default:
      return json;
  }
}

function withoutFinishReason(json: JsonObject): JsonObject {
  if (!Array.isArray(json.candidates)) return json;
  return {
    ...json,
    candidates: json.candidates.map((candidate) => {
      if (!isObject(candidate)) return candidate;
      const { finishReason: _, ...rest } = candidate;
      return rest;
    }),
  };
}

function withUnknownEnums(value: JsonValue, key = ''): JsonValue {
  if (typeof value === 'string' && ENUM_KEYS.test(key) && /^[A-Z_]+$/.test(value)) return `${value}_OF_2030`;
  if (Array.isArray(value)) return value.map((item) => withUnknownEnums(item, key));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withUnknownEnums(item, name)]),
  );
}

function withUnknownFields(value: JsonValue, key = ''): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withUnknownFields(item, key));
  if (!isObject(value)) return value;
  const known = Object.entries(value).map(([name, item]) => [name, withUnknownFields(item, name)]);
  if (MAPS.includes(key)) return Object.fromEntries(known) as JsonObject;
  return { ...Object.fromEntries(known), fieldOf2030: { values: [1, 'x', null] } };
}
