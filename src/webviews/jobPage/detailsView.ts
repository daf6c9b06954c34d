import { html, nothing, svg, type TemplateResult } from 'lit';
import type {
  CheckpointRow,
  DroppedFacts,
  Fact,
  JobFacts,
  JobPageStrings,
  ShownDistribution,
  TimelineRow,
} from '../../workbench/jobs/page/jobPage.protocol';
import { fill } from '../fill';
import type { JobPage } from './actions';

/** What else is known of a job: its data and its times, then what is seldom looked for, folded. */
export function detailsView(facts: JobFacts, strings: JobPageStrings, page: JobPage): TemplateResult {
  const { dropped, data, distributions, evaluations } = facts;
  return html`<div class="details">
      ${evaluations.length === 0 ? nothing : section('evaluations', strings.evaluations, factsView(evaluations))}
      ${data.length === 0 && distributions.length === 0 ? nothing : dataView(facts, strings)}
      ${dropped ? droppedView(dropped, strings, page) : nothing}
      ${section('timeline', strings.timeline, timelineView(facts.timeline))}
    </div>
    <details class="more">
      <summary dir="auto">${strings.more}</summary>
      <div class="details">
        ${section('settings', strings.settings, factsView(facts.settings))}
        ${section('costs', strings.costs, factsView(facts.costs))}
        ${facts.resources.length === 0 ? nothing : resourcesView(facts, strings, page)}
      </div>
    </details>`;
}

function section(id: string, title: string, content: TemplateResult): TemplateResult {
  return html`<section class=${id} aria-labelledby=${`section-${id}`}>
    <h2 dir="auto" id=${`section-${id}`}>${title}</h2>
    ${content}
  </section>`;
}

function factsView(facts: readonly Fact[]): TemplateResult {
  return html`<dl>
    ${facts.map(({ label, value }) => html`<div><dt dir="auto">${label}</dt><dd dir="auto">${value}</dd></div>`)}
  </dl>`;
}

function timelineView(rows: readonly TimelineRow[]): TemplateResult {
  return html`<ol>
    ${rows.map(
      ({ label, at, time, note }) => html`<li>
        <span dir="auto">${label}</span>
        ${at === '' ? nothing : html`<time datetime=${at}>${time}</time>`}
        ${note === '' ? nothing : html`<span dir="auto" class="quiet">${note}</span>`}
      </li>`,
    )}
  </ol>`;
}

export function checkpointsView(
  checkpoints: readonly CheckpointRow[],
  strings: JobPageStrings,
  page: JobPage,
): TemplateResult | typeof nothing {
  if (checkpoints.length === 0) return nothing;
  return section(
    'checkpoints',
    strings.checkpoints,
    html`<ul class="rows">
      ${checkpoints.map(({ label, description, isBest, canPrompt, canContinue, canMakeDefault }, at) => {
        const button = (
          isShown: boolean,
          text: string,
          type: 'promptCheckpoint' | 'continueFrom' | 'makeDefault',
        ) =>
          isShown
            ? html`<vscode-button secondary aria-label=${`${text}: ${label}`}
                  @click=${() => page.send({ type, at })}>${text}</vscode-button>`
            : nothing;
        return html`<li class=${isBest ? 'best' : ''}>
            <span dir="auto"
              >${isBest ? html`<span dir="auto" aria-hidden="true">★ </span>` : nothing}${label}
              <span dir="auto" class="quiet">${description}</span></span
            >
            <span dir="auto" class="buttons">
              ${button(canPrompt, strings.prompt, 'promptCheckpoint')}
              ${button(canContinue, strings.continueFrom, 'continueFrom')}
              ${button(canMakeDefault, strings.makeDefault, 'makeDefault')}
            </span>
          </li>`;
      })}
    </ul>`,
  );
}

function resourcesView({ resources, consoleName }: JobFacts, strings: JobPageStrings, page: JobPage) {
  return section(
    'resources',
    strings.resources,
    html`
      <ul class="rows">
        ${resources.map(
          ({ label, name, canOpen }, at) => html`<li>
            <span dir="auto">${label} <span dir="auto" class="quiet name">${name}</span></span>
            ${
              canOpen
                ? html`<vscode-button secondary aria-label=${`${strings.openInConsole}: ${label}`}
                    @click=${() => page.send({ type: 'openResource', at })}>${strings.openInConsole}</vscode-button>`
                : nothing
            }
          </li>`,
        )}
      </ul>
      ${consoleName === '' ? nothing : html`<p dir="auto" class="quiet">${fill(strings.consoleName, consoleName)}</p>`}
    `,
  );
}

function dataView({ data, distributions }: JobFacts, strings: JobPageStrings): TemplateResult {
  return section(
    'data',
    strings.data,
    html`
      <div class="wide" role="group" tabindex="0" aria-labelledby="section-data">
        <table>
          <thead>
            <tr><td dir="auto"></td><th dir="auto" scope="col">${strings.google}</th><th dir="auto" scope="col">${strings.here}</th></tr>
          </thead>
          <tbody>
            ${data.map(
              ({ label, google, here }) => html`<tr>
                <th dir="auto" scope="row">${label}</th>
                <td dir="auto">${google === '' ? '–' : google}</td>
                <td dir="auto">${here === '' ? '–' : here}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="distributions">${distributions.map((one) => distributionView(one, strings))}</div>
    `,
  );
}

const barWidth = 18;
const barHeight = 60;

/** A small bar chart; what it says is in its label and in the summary below. */
function distributionView({ title, summary, buckets }: ShownDistribution, strings: JobPageStrings) {
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  const said = buckets.map(({ label, count }) => fill(strings.examplesOf, label, count)).join('; ');
  return html`<figure>
    <figcaption dir="auto">${title}</figcaption>
    ${
      buckets.length === 0
        ? nothing
        : html`<svg role="img" aria-label=${`${title}. ${said}`} width=${buckets.length * barWidth} height=${barHeight + 1}
            viewBox=${`0 0 ${buckets.length * barWidth} ${barHeight + 1}`}>
            ${buckets.map(({ label, count }, at) => {
              const height = count === 0 ? 0 : Math.max(2, (count / most) * barHeight);
              return svg`<rect class="bar" x=${at * barWidth + 1} width=${barWidth - 2}
                y=${barHeight - height} height=${height}>
                <title>${fill(strings.examplesOf, label, count)}</title>
              </rect>`;
            })}
            <line class="ground" x1="0" x2=${buckets.length * barWidth} y1=${barHeight + 0.5} y2=${barHeight + 0.5}></line>
          </svg>`
    }
    <p dir="auto" class="quiet">${summary}</p>
  </figure>`;
}

function droppedView(dropped: DroppedFacts, strings: JobPageStrings, page: JobPage): TemplateResult {
  const { summary, examples, canReveal } = dropped;
  return section(
    'dropped',
    strings.dropped,
    html`
      <p dir="auto">${summary}</p>
      <ul class="rows">
        ${examples.map(
          ({ label, reason }, at) => html`<li>
            <span dir="auto">${label} <span dir="auto" class="quiet">${reason}</span></span>
            ${
              canReveal
                ? html`<vscode-button secondary aria-label=${`${strings.goToLine}: ${label}`}
                    @click=${() => page.send({ type: 'revealDropped', at })}>${strings.goToLine}</vscode-button>`
                : nothing
            }
          </li>`,
        )}
      </ul>
    `,
  );
}
