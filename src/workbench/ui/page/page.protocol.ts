// What every page and its host say to each other, and how the host reads what a page says.
import * as v from 'valibot';

/** What one page and its host agree on. */
export interface PageProtocol<
  State = unknown,
  Event = unknown,
  Strings = unknown,
  Request extends { readonly type: string } = { readonly type: string },
  Kept = unknown,
> {
  /** What there is to show. The host owns it; the page is told all of it when it is loaded. */
  readonly state: State;
  /** What changes of the state, or concerns the page alone. */
  readonly event: Event;
  /** The page's texts, translated by the host. `{0}` is replaced by the page. */
  readonly strings: Strings;
  /** What the page asks for. Things are named by their place: nothing that a page says is run. */
  readonly request: Request;
  /** What the page keeps while it is hidden and over a reload of the window; `scroll` in it is CSS pixels from the top. */
  readonly kept: Kept;
}

export type ToPage<P extends PageProtocol> =
  /** The answer to `ready`, before all else: what the page kept itself, if that still can be read. */
  | { readonly type: 'kept'; readonly kept: P['kept'] | undefined }
  | { readonly type: 'state'; readonly state: P['state']; readonly strings: P['strings'] }
  | { readonly type: 'events'; readonly events: readonly P['event'][] };

/** What each page says besides its requests. */
export const fromEveryPage = v.variant('type', [
  v.object({ type: v.literal('ready'), kept: v.optional(v.unknown()) }),
  v.object({ type: v.literal('pageError'), message: v.string() }),
]);

export type FromPage<Request> = v.InferOutput<typeof fromEveryPage> | Request;

/** Data that says what a value must be, and gives its type. */
export type Schema<Value> = v.GenericSchema<unknown, Value>;

/** Where a page that keeps it is scrolled to. */
export const keptScroll = v.fallback(v.pipe(v.number(), v.minValue(0)), 0);

/** Where something stands in a list, from 0. */
export const place = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The value as the schema has it, without what is not in it; undefined when it is another. */
export function read<Value>(schema: Schema<Value>, value: unknown): Value | undefined {
  const { success, output } = v.safeParse(schema, value);
  return success ? output : undefined;
}
