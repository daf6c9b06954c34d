import { html, nothing, type TemplateResult } from 'lit';
import type {
  DatasetViewState,
  DatasetViewStrings,
  ReplacePreview,
  ShownDetail,
} from '../../workbench/datasetView/datasetView.protocol';
import type {
  DatasetViewRequest,
  FilterChange,
  RowEdit,
} from '../../workbench/datasetView/datasetViewMessages.protocol';
import { grouped } from '../charts/numbers';
import { fill } from '../fill';
import { detailView } from './detailView';
import { filterView } from './filterView';
import { type GridActions, gridView, type ShownGrid } from './gridView';
import { lensView } from './lensView';
import { replaceView } from './replaceView';
import type { Editing } from './rowEdits';

export interface Shown extends ShownGrid {
  readonly state: DatasetViewState;
  readonly strings: DatasetViewStrings;
  readonly detail: ShownDetail | undefined;
  /** What is typed, and not yet searched for. */
  readonly draft: string;
  readonly editing: Editing | undefined;
  /** What is typed to replace with; undefined when nobody replaces. */
  readonly replacement: string | undefined;
  readonly preview: ReplacePreview | undefined;
}

export interface Actions extends GridActions {
  send(message: DatasetViewRequest): void;
  /** Asks what to do with the selected rows, or else with all that are shown. */
  act(): void;
  type(text: string): void;
  openReplace(): void;
  typeReplacement(text: string): void;
  previewReplace(): void;
  replace(): void;
  closeReplace(): void;
  filter(change: FilterChange): void;
  /** By the places of turn and part in the detail. */
  startEdit(turn: number, part: number): void;
  typeEdit(text: string): void;
  /** Something else has the focus now. */
  leaveEdit(): void;
  applyEdit(): void;
  cancelEdit(): void;
  /** Something that is done to the selected row, after what was typed for it. */
  actOnRow(act: RowAct): void;
  /** An edit of the selected row's turns. */
  edit(edit: RowEdit): void;
}

export type RowAct =
  | { readonly type: 'deleteRow' | 'editRow' | 'reviewRow' }
  | { readonly type: 'fix'; readonly rule: string; readonly message: string };

export function datasetView(shown: Shown, actions: Actions): TemplateResult {
  const { state } = shown;
  return html`
    <header>
      <h1 dir="auto">${state.name}</h1>
      <p dir="auto" class="quiet facts">${factsOf(shown)}</p>
      ${state.remark === undefined ? nothing : html`<p dir="auto" class="quiet" role="status">${state.remark}</p>`}
    </header>
    ${filterView(shown, actions)} ${replaceView(shown, actions)}
    ${state.rows === 0 ? nothing : lensView(shown, actions)}
    ${state.notice === undefined ? nothing : html`<p dir="auto" class="error" role="alert">${state.notice}</p>`}
    ${state.shown === 0 ? emptyView(shown, actions) : panes(shown, actions)}
  `;
}

function panes(shown: Shown, actions: Actions): TemplateResult {
  return html`<div class="panes">${gridView(shown, actions)} ${detailView(shown, actions)}</div>`;
}

function factsOf({ state, strings }: Shown): string {
  const rows = state.rows === 1 ? strings.oneRow : fill(strings.rows, grouped(state.rows));
  const problems =
    state.rowsWithProblems > 0
      ? fill(strings.withProblems, grouped(state.rowsWithProblems))
      : state.checked === 1
        ? strings.noProblems
        : '';
  const counting = state.isCounting ? strings.counting : '';
  return [rows, counting, state.isCounting ? '' : problems, state.format].filter(Boolean).join(' · ');
}

/** Nothing to show, why, and what to do. */
function emptyView({ state, strings }: Shown, actions: Actions): TemplateResult {
  if (state.isCounting || state.searched !== undefined)
    return html`<p dir="auto" class="empty quiet">${strings.loading}</p>`;
  if (state.rows > 0) {
    return html`<div class="empty">
      <p dir="auto">${strings.noMatches}</p>
      <vscode-button @click=${() => actions.filter({ kind: 'clear' })}
        >${strings.clearFilters}</vscode-button
      >
    </div>`;
  }
  if (state.notice !== undefined) return html``;
  return html`<div class="empty">
    <p dir="auto">${strings.noRows} ${strings.noRowsNext}</p>
    <vscode-button @click=${() => actions.send({ type: 'goToLine', line: 0 })}
      >${strings.openAsText}</vscode-button
    >
  </div>`;
}
