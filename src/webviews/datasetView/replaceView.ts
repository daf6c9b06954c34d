import { html, nothing, type TemplateResult } from 'lit';
import type { ReplacePreview } from '../../workbench/datasetView/datasetView.protocol';
import { grouped } from '../charts/numbers';
import { fill } from '../fill';
import { wordDiffView } from '../wordDiffView';
import { keepFieldKeys } from './fieldKeys';
import type { Actions, Shown } from './view';

/** What the search finds in texts is replaced: first shown, then done. */
export function replaceView(shown: Shown, actions: Actions): TemplateResult | typeof nothing {
  const { strings, replacement, state, preview } = shown;
  if (replacement === undefined) return nothing;
  const query = state.filter.text;
  const why =
    query === undefined
      ? strings.replaceNeedsQuery
      : query.place === 'line'
        ? strings.replaceNotInLines
        : query.isRegex
          ? strings.replaceHint
          : '';
  const canPreview = query !== undefined && query.place !== 'line' && state.searched === undefined;
  return html`<section class="replace" aria-label=${strings.replace} @keydown=${closeOnEscape(actions)}>
    <div class="toolbar">
      <label class="search"
        ><span dir="auto">${strings.replaceWith}</span
        ><input dir="auto"
          type="text"
          id="replacement"
          aria-describedby="replaceHint"
          .value=${replacement}
          @input=${(event: { currentTarget: HTMLInputElement }) => actions.typeReplacement(event.currentTarget.value)}
          @keydown=${(event: KeyboardEvent) => {
            keepFieldKeys(event);
            if (event.key === 'Enter' && canPreview) actions.previewReplace();
            if (event.key === 'Escape') actions.closeReplace();
          }}
      /></label>
      <vscode-button secondary ?disabled=${!canPreview || state.shown === 0} @click=${actions.previewReplace}
        >${strings.previewReplace}</vscode-button
      >
      <vscode-button secondary @click=${actions.closeReplace}>${strings.cancel}</vscode-button>
      <span dir="auto" class="quiet" id="replaceHint">${why}</span>
    </div>
    <div role="status">${preview === undefined ? nothing : previewHead(preview, shown, actions)}</div>
    ${preview === undefined || preview.rows === 0 ? nothing : samples(preview, shown)}
  </section>`;
}

function closeOnEscape(actions: Actions): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key === 'Escape') actions.closeReplace();
  };
}

function previewHead({ rows, places }: ReplacePreview, { strings }: Shown, actions: Actions): TemplateResult {
  if (rows === 0) return html`<p dir="auto" class="toolbar">${strings.nothingToReplace}</p>`;
  const found = places === 1 ? strings.onePlace : fill(strings.places, grouped(places));
  const label = rows === 1 ? strings.replaceInOneRow : fill(strings.replaceInRows, grouped(rows));
  return html`<p dir="auto" class="toolbar">
    <span dir="auto">${found}</span><vscode-button @click=${actions.replace}>${label}</vscode-button>
  </p>`;
}

function samples({ samples, changes }: ReplacePreview, { strings }: Shown): TemplateResult {
  return html`<ol class="samples" tabindex="0" aria-label=${strings.previewReplace}>
    ${samples.map(
      ({ line, before, after }) =>
        html`<li>
          <span dir="auto" class="quiet">${fill(strings.example, grouped(line + 1))}</span>
          ${wordDiffView(before, after, strings.diff)}
        </li>`,
    )}
    ${
      changes > samples.length
        ? html`<li dir="auto" class="quiet">${fill(strings.moreSamples, grouped(samples.length))}</li>`
        : nothing
    }
  </ol>`;
}
