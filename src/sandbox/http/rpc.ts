import type { Caller } from '../auth/callers';
import type { Rpc } from '../google/descriptors';

/** What a handler knows of a call besides the request. */
export interface Call {
  readonly rpc: Rpc;
  /** `v1`, `v1beta`, `v1beta1`: the one in the path. */
  readonly version: string;
  readonly caller: Caller;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/**
 * Answers a method that has one reply. Requests and replies are canonical proto3 JSON of the method's messages: the
 * codec guarantees a request's shape and checks a reply's.
 * @throws GoogleError
 */
export type UnaryHandler = (request: never, call: Call) => object | Promise<object>;

/** Answers a method that streams its replies. */
export type StreamHandler = (request: never, call: Call) => AsyncIterable<object>;

/** By the method's name, such as `CreateTunedModel`. Adding an operation: one entry here and one in services.json. */
export interface Handlers {
  readonly unary: Readonly<Record<string, UnaryHandler>>;
  readonly streams: Readonly<Record<string, StreamHandler>>;
}
