import { type RowPick, type RowsJob, type RowsMessage, runRowsJob } from '../../dataset/rows/rowsJob';

/** Characters that are handed out at once. */
const atOnce = 1 << 20;

interface HandedOut {
  readonly count: number;
  textOf(index: number): string;
}

/** See `RowSource.pick`. */
export async function pickTexts(
  by: RowPick,
  format: string | undefined,
  texts: HandedOut,
  report: (share: number) => void,
  signal: AbortSignal,
): Promise<Uint32Array> {
  const found: number[] = [];
  await handOutTexts({ ...by, format }, texts, signal, (message, share, indexOf) => {
    if (message.kind !== 'picked') return;
    for (const at of message.at) found.push(indexOf(at));
    report(share);
  });
  return Uint32Array.from(found);
}

/** See `RowSource.groups`. */
export async function groupTexts(
  isNear: boolean,
  format: string | undefined,
  texts: HandedOut,
  report: (share: number) => void,
  signal: AbortSignal,
): Promise<Uint32Array> {
  let firsts = new Uint32Array();
  await handOutTexts({ kind: 'groups', isNear, format }, texts, signal, (message, share) => {
    if (message.kind === 'groups') firsts = Uint32Array.from(message.firsts);
    else report(share);
  });
  return firsts;
}

/**
 * Hands texts to a thread, some at a time.
 * @param onMessage told what is found, the share that is done, and which of all texts one of the message is
 */
export async function handOutTexts(
  task: Extract<
    RowsJob,
    { kind: 'searchTexts' | 'replaceTexts' | 'facts' | 'changed' | 'reviewed' | 'groups' }
  >,
  texts: HandedOut,
  signal: AbortSignal,
  onMessage: (message: RowsMessage, share: number, indexOf: (at: number) => number) => void,
): Promise<void> {
  const { count } = texts;
  let first = 0;
  let next = 0;
  const post = () => {
    const some: string[] = [];
    first = next;
    for (let length = 0; next < count && length < atOnce; next++) {
      const text = texts.textOf(next);
      length += text.length + 1;
      some.push(text);
    }
    job.post(some); // none when all are handed out: then it ends
  };
  const failed = new AbortController();
  const answered = (message: RowsMessage) => {
    if (!['foundTexts', 'replacedTexts', 'facts', 'picked', 'read', 'groups'].includes(message.kind)) return;
    try {
      // A row that can't be read ends it.
      onMessage(message, next / Math.max(1, count), (at) => first + at);
      if (message.kind !== 'groups') post(); // that is told when there are no more
    } catch (error) {
      failed.abort(error);
    }
  };
  const job = runRowsJob(task, answered, AbortSignal.any([signal, failed.signal]));
  try {
    post();
  } catch (error) {
    failed.abort(error);
  }
  await job.done;
}
