import { invalidArgument } from '../google/errors';

export interface PageRequest {
  readonly pageSize?: number;
  readonly pageToken?: string;
}

export interface Page<T> {
  readonly items: T[];
  /** Absent on the last page. */
  readonly nextPageToken?: string;
}

/** `createTime` in RFC 3339 and an id: together they order a list and mark a place in it. */
interface Listed {
  readonly id: string;
  readonly createTime: string;
}

/**
 * One page, newest first. A token marks the last record shown, so that records made or deleted between two pages
 * neither repeat nor hide another.
 */
export function takePage<T extends Listed>(
  records: readonly T[],
  request: PageRequest,
  { usual, most }: { usual: number; most: number },
): Page<T> {
  const asked = request.pageSize ?? 0;
  if (asked < 0) throw invalidArgument('page_size', 'page_size must not be negative.');
  const size = Math.min(asked === 0 ? usual : asked, most);
  const last = request.pageToken ? readToken(request.pageToken) : undefined;
  const ordered = records
    .filter((record) => last === undefined || newestFirst(last, record) < 0)
    .sort(newestFirst);
  const items = ordered.slice(0, size);
  const end = items.at(-1);
  return ordered.length > size && end ? { items, nextPageToken: writeToken(end) } : { items };
}

function newestFirst(a: Listed, b: Listed): number {
  if (a.createTime !== b.createTime) return a.createTime < b.createTime ? 1 : -1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}

function writeToken({ createTime, id }: Listed): string {
  return Buffer.from(JSON.stringify([createTime, id])).toString('base64url');
}

function readToken(token: string): Listed {
  try {
    const [createTime, id] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if (typeof createTime === 'string' && typeof id === 'string') return { createTime, id };
  } catch {
    // Falls through: anything that we did not write is answered in the same way.
  }
  throw invalidArgument('page_token', 'The page token is invalid.');
}
