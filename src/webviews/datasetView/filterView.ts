import { html, nothing, type TemplateResult } from 'lit';
import type { FilterChange, RowFilter } from '../../workbench/datasetView/datasetViewMessages.protocol';
import { grouped } from '../charts/numbers';
import { fill } from '../fill';
import { keepFieldKeys } from './fieldKeys';
import { rowCount } from './rowRanges';
import type { Actions, Shown } from './view';

/** What is searched for, which rows are shown, and how far that is. */
export function filterView(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings } = shown;
  const count = fill(strings.shown, grouped(state.shown), grouped(state.rows));
  const isChecking =
    !state.isCounting && state.searched === undefined && state.checked < 1 && state.notice === undefined;
  const { text, problems, facts = [], tests = [] } = state.filter;
  const isFiltered = text !== undefined || problems !== undefined || facts.length + tests.length > 0;
  return html`
    <div class="toolbar" role="search">
      ${searchField(shown, actions)} ${showField(shown, actions)}
      <vscode-button secondary @click=${() => actions.send({ type: 'addFilter' })}>${strings.addFilter}</vscode-button>
      <vscode-button secondary @click=${() => actions.send({ type: 'chooseColumns' })}
        >${strings.chooseColumns}</vscode-button
      >
      <vscode-button secondary @click=${() => actions.send({ type: 'jump' })}>${strings.jump}</vscode-button>
      ${
        isFiltered && state.searched === undefined && state.shown > 0
          ? html`<vscode-button secondary @click=${() => actions.send({ type: 'exportRows' })}
              >${strings.exportRows}</vscode-button
            >`
          : nothing
      }
      ${
        state.searched === undefined && state.shown > 0
          ? html`<vscode-button secondary @click=${actions.act}
              >${shown.ranges.length > 0 ? strings.actOnSelected : strings.actOnShown}</vscode-button
            >`
          : nothing
      }
      ${
        shown.replacement === undefined && state.rows > 0
          ? html`<vscode-button secondary id="openReplace" @click=${actions.openReplace}
              >${strings.replace}</vscode-button
            >`
          : nothing
      }
      ${chips(shown, actions)}
      <span dir="auto" class="quiet" role="status">${state.said}</span>
      <span dir="auto" class="quiet" role="status"
        >${shown.ranges.length > 0 ? fill(strings.selectedRows, grouped(rowCount(shown.ranges))) : ''}</span
      >
      <span dir="auto" class="quiet" role="status">${isFiltered && state.searched === undefined ? count : ''}</span>
      ${progress(state.searched, strings.searching)}
      ${
        state.searched === undefined
          ? nothing
          : html`<vscode-button secondary @click=${() => actions.send({ type: 'stopSearch' })}
              >${strings.stop}</vscode-button
            >`
      }
      ${isChecking ? progress(state.checked, strings.checking) : nothing}
    </div>
  `;
}

function progress(share: number | undefined, label: string): TemplateResult | typeof nothing {
  if (share === undefined) return nothing;
  return html`<span dir="auto" class="progress"
    >${label}<progress aria-label=${label} max="1" .value=${share}></progress
  ></span>`;
}

function searchField({ state, strings, draft }: Shown, actions: Actions): TemplateResult {
  const query = { text: '', isRegex: false, matchCase: false, place: 'texts' as const, ...state.filter.text };
  const change = (changed: Partial<typeof query>) =>
    actions.filter({ kind: 'text', query: { text: draft, ...changed } });
  const toggle = (key: 'matchCase' | 'useRegex', mark: string, isOn: boolean, turn: () => void) =>
    html`<button
      class="toggle"
      aria-pressed=${isOn}
      aria-label=${strings[key]}
      title=${strings[key]}
      @click=${turn}
    >
      ${mark}
    </button>`;
  const places = [
    ['texts', strings.inTexts],
    ['prompt', strings.inPrompt],
    ['answer', strings.inAnswer],
    ['line', strings.inLine],
  ] as const;
  return html`
    <label class="search"
      ><span dir="auto">${strings.search}</span
      ><input dir="auto"
        type="search"
        id="search"
        .value=${draft}
        @keydown=${keepFieldKeys}
        @input=${(event: { currentTarget: HTMLInputElement }) => actions.type(event.currentTarget.value)}
      /></label>
    <span dir="auto" class="toggles"
      >${toggle('matchCase', 'Aa', query.matchCase, () => change({ matchCase: !query.matchCase }))}${toggle(
        'useRegex',
        '.*',
        query.isRegex,
        () => change({ isRegex: !query.isRegex }),
      )}</span
    >
    <label
      ><span dir="auto">${strings.searchIn}</span>
      <select
        @change=${(event: { currentTarget: HTMLSelectElement }) => {
          const chosen = places.find(([place]) => place === event.currentTarget.value);
          if (chosen) change({ place: chosen[0] });
        }}
      >
        ${places.map(
          ([place, label]) =>
            html`<option dir="auto" value=${place} ?selected=${place === query.place}>${label}</option>`,
        )}
      </select></label
    >
  `;
}

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly filter: RowFilter['problems'];
}

function choices({ state, strings }: Shown): Choice[] {
  const hasErrors = state.rules.some(({ severity }) => severity === 'error');
  return [
    { id: 'all', label: strings.allRows, filter: undefined },
    { id: 'any', label: fill(strings.problemRows, grouped(state.rowsWithProblems)), filter: {} },
    ...(hasErrors ? [{ id: 'error', label: strings.errorRows, filter: { severity: 'error' as const } }] : []),
    ...state.rules.map(({ rule, title, rows }) => ({
      id: `rule ${rule}`,
      label: `${title} (${grouped(rows)})`,
      filter: { rule },
    })),
  ];
}

function idOf(problems: RowFilter['problems']): string {
  if (problems === undefined) return 'all';
  if (problems.rule !== undefined) return `rule ${problems.rule}`;
  return problems.severity ?? 'any';
}

function showField(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings } = shown;
  const all = choices(shown);
  return html`<label
    ><span dir="auto">${strings.show}</span>
    <select
      id="show"
      @change=${(event: { currentTarget: HTMLSelectElement }) =>
        actions.filter({
          kind: 'problems',
          problems: all.find(({ id }) => id === event.currentTarget.value)?.filter,
        })}
    >
      ${all.map(
        ({ id, label }) =>
          html`<option dir="auto" value=${id} ?selected=${id === idOf(state.filter.problems)}>${label}</option>`,
      )}
    </select></label
  >`;
}

/** What the filter asks for, each to be taken away alone. */
function chips(shown: Shown, actions: Actions): readonly TemplateResult[] {
  const { state, strings } = shown;
  const { text, problems, facts = [], tests = [] } = state.filter;
  const found: [string, FilterChange][] = [];
  if (text !== undefined && text.text !== '')
    found.push([text.isRegex ? `/${text.text}/` : `“${text.text}”`, { kind: 'text', query: { text: '' } }]);
  const chosen = choices(shown).find(({ id }) => id === idOf(problems));
  if (problems !== undefined)
    found.push([
      chosen?.label ?? problems.rule ?? problems.severity ?? '',
      { kind: 'problems', problems: undefined },
    ]);
  for (const [at, fact] of facts.entries())
    found.push([state.factTexts[at] ?? '', { kind: 'removeFact', fact }]);
  for (const [at, test] of tests.entries())
    found.push([state.testTexts[at] ?? '', { kind: 'removeTest', test }]);
  return found.map(
    ([label, without]) =>
      html`<button dir="auto"
        class="chip"
        aria-label=${fill(strings.removeFilter, label)}
        @click=${() => actions.filter(without)}
      >
        <span dir="auto" class="label">${label}</span> <span dir="auto" aria-hidden="true">✕</span>
      </button>`,
  );
}
