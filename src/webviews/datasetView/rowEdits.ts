// What a person does to the selected row: the text that is being typed, and edits on their way. Without a page, so that
// it can be tested.
import type { ShownDetail } from '../../workbench/datasetView/datasetView.protocol';
import type {
  DatasetViewRequest,
  KeptEdit,
  RowEdit,
} from '../../workbench/datasetView/datasetViewMessages.protocol';

/** The text that is edited, and of which row: it may be another line by now. */
export interface Editing extends KeptEdit {
  /** See `ShownDetail.row`; undefined when it was begun on a page that is no more. */
  readonly row: number | undefined;
}

type Added = RowEdit & { readonly kind: 'add' };

export class RowEdits {
  #detail: ShownDetail | undefined;
  #editing: Editing | undefined;
  /** Of a page that is no more; taken up with the first detail. */
  #kept: KeptEdit | undefined;
  /** Is edited as soon as it is there. */
  #wanted: Added | undefined;
  #isUnderWay = false;
  /** Wait for the answer to the edit before. */
  #held: { readonly act: () => void; readonly isTyped: boolean }[] = [];

  constructor(
    private readonly post: (message: DatasetViewRequest) => void,
    kept: KeptEdit | undefined,
  ) {
    this.#kept = kept;
  }

  get detail(): ShownDetail | undefined {
    return this.#detail;
  }

  get editing(): Editing | undefined {
    return this.#editing;
  }

  /** What must survive the page. */
  get kept(): KeptEdit | undefined {
    if (this.#editing === undefined) return this.#kept;
    const { row: _, ...kept } = this.#editing;
    return kept;
  }

  /**
   * Another detail is shown. The text that is edited follows its row; when that is not shown any more, or says something
   * else there, the text is sent: it is written if its row can still be found, else the host gives it back.
   */
  take(next: ShownDetail | undefined): void {
    const isOther = next?.row !== this.#detail?.row;
    this.#detail = next;
    const before = this.#editing ?? (this.#kept && { ...this.#kept, row: undefined });
    this.#kept = undefined;
    if (before) {
      this.#editing = followed(before, next);
      if (this.#editing === undefined) this.#send(before);
    }
    if (isOther) this.#wanted = undefined;
    const at = this.#wanted === undefined ? -1 : placeOf(this.#wanted, next);
    if (at !== -1) this.start(at, 0);
  }

  /** The host has answered an edit. What waited for it is for what the row says now; after a failure only texts are sent. */
  answered(isDone: boolean): void {
    this.#isUnderWay = false;
    const held = this.#held;
    this.#held = [];
    for (const { act, isTyped } of held) if (isDone || isTyped) this.#inTurn(act, isTyped);
  }

  /** Does it when all that was typed is written. */
  after(act: () => void): void {
    this.apply();
    this.#inTurn(act, false);
  }

  #inTurn(act: () => void, isTyped: boolean): void {
    if (this.#isUnderWay) this.#held.push({ act, isTyped });
    else act();
  }

  start(turn: number, part: number): void {
    this.apply();
    this.#wanted = undefined;
    const { line, key, row, turns } = this.#detail ?? {};
    const { place, parts } = turns?.[turn] ?? {};
    const shown = parts?.[part];
    if (line === undefined || key === undefined || !place || !shown?.isEditable) return;
    this.#editing = { line, key, row, turn, part, place, was: shown.text, draft: shown.text };
  }

  type(text: string): void {
    if (this.#editing) this.#editing = { ...this.#editing, draft: text };
  }

  apply(): void {
    const editing = this.#editing;
    this.#editing = undefined;
    if (editing) this.#send(editing);
  }

  cancel(): void {
    this.#editing = undefined;
  }

  /** An edit of the turns of the row that is shown, as it is when all before is written. */
  edit(edit: RowEdit): void {
    const row = this.#detail?.row;
    this.after(() => {
      const detail = this.#detail;
      if (detail === undefined || detail.row !== row) return; // the row is not shown any more
      this.#wanted = edit.kind === 'add' ? edit : undefined;
      this.#post(detail.line, detail.key, edit);
    });
  }

  #send(editing: Editing): void {
    const { row, place, part, was, draft } = editing;
    if (draft === was.replaceAll('\r\n', '\n')) return; // a text field knows one line end
    this.#inTurn(() => {
      const { line, key } = this.#detail && this.#detail.row === row ? this.#detail : editing;
      this.#post(line, key, { kind: 'text', turn: place, part, was, text: draft });
    }, true);
  }

  #post(line: number, key: string, edit: RowEdit): void {
    this.#isUnderWay = true;
    this.post({ type: 'edit', line, key, edit });
  }
}

/** The text that is edited, in a detail that has come; undefined when it is not in that. */
function followed(editing: Editing, next: ShownDetail | undefined): Editing | undefined {
  if (next === undefined || (next.key !== editing.key && next.row !== editing.row)) return undefined;
  const shown = next.turns[editing.turn]?.parts[editing.part];
  if (!shown?.isEditable || shown.text !== editing.was) return undefined;
  return { ...editing, line: next.line, key: next.key, row: next.row };
}

/** Where a turn that was to be added stands in the detail; -1 while it is not there. */
function placeOf({ speaker, at }: Added, detail: ShownDetail | undefined): number {
  const isIt = ({ place, parts }: ShownDetail['turns'][number]) =>
    (speaker === 'system' ? place?.in === 'system' : place?.in === 'turns' && place.at === at) &&
    parts.length === 1 &&
    parts[0]?.text === '';
  return detail?.turns.findIndex(isIt) ?? -1;
}
