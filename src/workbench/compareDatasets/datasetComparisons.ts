import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { FileComparison } from '../../dataset/tools/compare/compareJob';
import { requireSaved } from '../editor/examples/largeFile';
import { sentenceOf } from '../ui/errorBoundary';
import { type Content, withFileOnDisk } from '../ui/fileOnDisk';
import { Page, type PageHost } from '../ui/page/page';
import { read } from '../ui/page/page.protocol';
import { Pages } from '../ui/page/pages';
import { viewTypes } from '../ui/viewTypes';
import { committedText } from './committedText';
import {
  type ChangeKind,
  type CompareDatasetsEvent,
  type CompareDatasetsState,
  changeKinds,
  reduce,
  type Side,
  type Sides,
} from './compareDatasets.protocol';
import {
  type CompareDatasetsProtocol,
  type CompareDatasetsRequest,
  compareDatasetsRequests,
  keptCompareDatasets,
} from './compareDatasetsMessages.protocol';
import { compareDatasetsStrings } from './compareDatasetsStrings';
import { comparedFacts, shownRow } from './comparedFigures';

export interface DatasetComparisonsHost extends PageHost {
  readonly goToLine: (uri: vscode.Uri, line: number, from: vscode.ViewColumn | undefined) => Promise<void>;
}

/** What a page compares. */
interface Subject {
  readonly sides: Sides;
  /** Path by which rows are matched; empty: by their prompts. */
  readonly keyPath: string;
}

export type DatasetComparisons = Pages<Subject, DatasetComparison>;

/** One page for each pair of files, or versions of one. */
export function createDatasetComparisons(host: DatasetComparisonsHost): DatasetComparisons {
  const pages: DatasetComparisons = new Pages<Subject, DatasetComparison>({
    viewType: viewTypes.compareDatasets,
    enableFindWidget: true,
    titleOf: ({ sides }) => vscode.l10n.t('{0} ↔ {1}', ...namesOf(sides)),
    isOf: ({ sides }, other) => JSON.stringify(sides) === JSON.stringify(other.sides),
    open: (panel, subject) =>
      new DatasetComparison(panel, subject, host, ({ sides: [before, after], keyPath }) => {
        panel.dispose();
        pages.show({ sides: [after, before], keyPath });
      }),
    subjectOf: (kept) => read(keptCompareDatasets, kept),
  });
  return pages;
}

/** Rows that the page gets at once. */
const AT_ONCE = 50;

/** One page. */
class DatasetComparison {
  readonly sides: Sides;
  readonly #page: Page<CompareDatasetsProtocol>;
  #state: CompareDatasetsState;
  #comparison: FileComparison | undefined;
  /** Takes away what is compared; its files too, when they are ours. */
  #end = () => {};

  constructor(
    readonly panel: vscode.WebviewPanel,
    { sides, keyPath }: Subject,
    private readonly host: DatasetComparisonsHost,
    private readonly swap: (subject: Subject) => void,
  ) {
    this.sides = sides;
    this.#state = {
      sides,
      names: namesOf(sides),
      keyPath,
      facts: undefined,
      shown: 'changed',
      rows: [],
      trouble: '',
    };
    this.#page = new Page(panel, host, {
      name: 'compareDatasets',
      requests: compareDatasetsRequests,
      kept: keptCompareDatasets,
      strings: compareDatasetsStrings,
      ready: () => this.#page.show(this.#state),
      receive: (request) => this.#receive(request),
    });
    this.#page.own({ dispose: () => this.#end() });
    this.#page.load();
    this.#start(keyPath);
  }

  async #receive(request: CompareDatasetsRequest): Promise<void> {
    switch (request.type) {
      case 'again':
        return this.#start(this.#state.keyPath);
      case 'swap':
        return this.swap(this.#state);
      case 'matchBy':
        return this.#matchBy();
      case 'show':
        this.#happen({ kind: 'showing', shown: request.kind });
        return this.#more(request.kind);
      case 'more':
        return this.#more(this.#state.shown);
      case 'goTo':
        return this.#goTo(this.sides[request.side], request.line);
    }
  }

  async #matchBy(): Promise<void> {
    const keyPath = await vscode.window.showInputBox({
      title: vscode.l10n.t('Match Rows By'),
      prompt: vscode.l10n.t(
        'Path of a value that each row has, such as id or labels.id. Empty: by their prompts.',
      ),
      value: this.#state.keyPath,
    });
    if (keyPath !== undefined) this.#start(keyPath.trim());
  }

  async #goTo({ uri, isCommitted }: Side, line: number): Promise<void> {
    if (!isCommitted) await this.host.goToLine(vscode.Uri.parse(uri), line - 1, this.panel.viewColumn);
  }

  #start(keyPath: string): void {
    this.#end();
    this.#happen({ kind: 'started', keyPath });
    void this.#compare(keyPath).catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    if (!(error instanceof UserError)) this.host.log.error('Dataset comparison', String(error));
    this.#happen({ kind: 'failed', message: sentenceOf(error) });
  }

  /** Resolves when the comparison isn't needed any more. */
  async #compare(keyPath: string): Promise<void> {
    let isOver = false;
    const over = new Promise<void>((resolve) => {
      this.#end = () => {
        isOver = true;
        resolve();
      };
    });
    const [before, after] = await Promise.all(this.sides.map(contentOf));
    if (!before || !after) return;
    await withFileOnDisk(before, (one) =>
      withFileOnDisk(after, async (other) => {
        if (isOver) return;
        const comparison = new FileComparison({ paths: [one, other], keyPath: keyPath || undefined });
        this.#comparison = comparison;
        try {
          const files = await Promise.race([comparison.files.catch(unreadable), over]);
          if (!files) return;
          const facts = comparedFacts(files);
          const shown = changeKinds.find((kind) => files.counts[kind] > 0) ?? 'changed';
          this.#happen({ kind: 'compared', facts, shown });
          await Promise.race([this.#more(shown), over]);
          await over;
        } finally {
          comparison.dispose();
        }
      }),
    );
  }

  async #more(shown: ChangeKind): Promise<void> {
    const start = this.#state.rows.length;
    if (!this.#comparison || start >= (this.#state.facts?.counts[shown] ?? 0)) return;
    try {
      const rows = await this.#comparison.rows(shown, start, AT_ONCE).catch(unreadable);
      this.#happen({ kind: 'rows', shown, start, rows: rows.map(shownRow) });
    } catch (error) {
      this.#fail(error);
    }
  }

  #happen(event: CompareDatasetsEvent): void {
    this.#state = reduce(this.#state, event);
    this.#page.tell(event);
  }
}

async function contentOf({ uri: address, isCommitted }: Side): Promise<Content> {
  const uri = vscode.Uri.parse(address);
  const name = nameOf(uri);
  if (isCommitted) return { name, text: await committedText(uri) };
  const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (open && (open.isDirty || open.isUntitled)) return { name, text: open.getText() };
  requireSaved(uri);
  return { name, uri };
}

function unreadable(error: unknown): never {
  throw new UserError(
    vscode.l10n.t(
      "The files can't be compared. They might have been moved, deleted, or changed. Compare again.",
    ),
    'UNREADABLE',
    [],
    { cause: error },
  );
}

function namesOf(sides: Sides): [before: string, after: string] {
  const [before, after] = sides.map(({ uri, isCommitted }) => {
    const name = nameOf(vscode.Uri.parse(uri));
    return isCommitted ? vscode.l10n.t('{0} (last commit)', name) : name;
  });
  return [before ?? '', after ?? ''];
}

function nameOf(uri: vscode.Uri): string {
  return path.posix.basename(uri.path);
}
