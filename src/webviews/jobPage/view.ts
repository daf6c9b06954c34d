import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { ChartView } from '../../workbench/jobs/charts/charts.protocol';
import type { Finding, JobFacts, JobPageStrings } from '../../workbench/jobs/page/jobPage.protocol';
import type { JobPageProtocol } from '../../workbench/jobs/page/jobPageMessages.protocol';
import { chartsView } from '../charts/chartsView';
import type { Shown } from '../kit/openPage';
import type { JobPage } from './actions';
import { checkpointsView, detailsView } from './detailsView';

type ShownJob = Shown<JobPageProtocol, ChartView>;

export function jobPageView(shown: ShownJob, page: JobPage): TemplateResult {
  const { state, strings } = shown;
  const { facts, trouble, job, findings } = state;
  return html`
    ${trouble === '' ? nothing : troubleView(trouble, strings, page)}
    ${
      facts
        ? headView(facts, strings, page)
        : html`<header><h1 dir="auto">${job.displayName}</h1><p dir="auto" class="quiet">${strings.loading}</p></header>`
    }
    ${curvesView(shown, page)}
    ${facts ? checkpointsView(facts.checkpoints, strings, page) : nothing}
    ${findings.length === 0 ? nothing : findingsView(findings, strings)}
    ${facts ? detailsView(facts, strings, page) : nothing}
  `;
}

function troubleView(message: string, strings: JobPageStrings, page: JobPage): TemplateResult {
  return html`<div class="error" role="alert">
    <span dir="auto">${message}</span>
    <vscode-button secondary @click=${() => page.send({ type: 'again' })}>${strings.again}</vscode-button>
  </div>`;
}

function headView(facts: JobFacts, strings: JobPageStrings, page: JobPage): TemplateResult {
  const { title, subtitle, name, tone, state, detail, fraction, progress, time, failure } = facts;
  const known = [detail, progress, time].filter((fact) => fact !== '');
  return html`
    <header>
      <h1 dir="auto">${title}</h1>
      <p dir="auto" class="state">
        <span dir="auto" class="badge ${tone}" role="status">${state}</span>
        <span dir="auto">${known.join(' · ')}</span>
      </p>
      ${
        fraction === undefined
          ? nothing
          : html`<progress max="1" value=${fraction} aria-label=${strings.progress}></progress>`
      }
      ${failure ? failureView(failure, page) : nothing}
      <div class="actions" role="toolbar" aria-label=${strings.actions}>
        ${facts.actions.map(
          ({ id, label }) =>
            html`<vscode-button ?secondary=${id !== 'prompt'} @click=${() => page.send({ type: 'action', id })}>${label}</vscode-button>`,
        )}
      </div>
      <p dir="auto" class="quiet">${subtitle}</p>
      <p dir="auto" class="quiet name">${name}</p>
    </header>
  `;
}

function failureView(
  { message, rows, steps }: NonNullable<JobFacts['failure']>,
  page: JobPage,
): TemplateResult {
  return html`<div class="error" role="alert">
    <span dir="auto">${message}</span>
    ${rows.map(
      (title, at) =>
        html`<vscode-button secondary @click=${() => page.send({ type: 'revealRow', at })}>${title}</vscode-button>`,
    )}
    ${steps.map(
      (title, at) =>
        html`<vscode-button secondary @click=${() => page.send({ type: 'step', at })}>${title}</vscode-button>`,
    )}
  </div>`;
}

const marks: Readonly<Record<Finding['severity'], string>> = { error: '✕', warning: '!', info: 'i' };

function findingsView(findings: readonly Finding[], strings: JobPageStrings): TemplateResult {
  return html`<section class="findings" aria-labelledby="findings" role="status">
    <h2 dir="auto" id="findings">${strings.findings}</h2>
    <ul>
      ${findings.map(
        ({ severity, message, advice }) => html`<li class=${`finding ${severity}-finding`}>
          <span dir="auto" class="mark" aria-hidden="true">${marks[severity]}</span>
          <span dir="auto"><strong dir="auto">${message}</strong> ${advice}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}

function curvesView({ state, strings, own: view }: ShownJob, page: JobPage): TemplateResult | typeof nothing {
  const { facts, curves, charts, curvesKnown } = state;
  if (!curvesKnown) return nothing;
  return html`<section aria-labelledby="curves">
    <h2 dir="auto" id="curves">${strings.curves}</h2>
    ${
      curves.length === 0
        ? html`<p dir="auto" class="quiet">${facts?.tone === 'running' ? strings.noCurves : strings.noCurvesAtAll}</p>`
        : chartsView({ charts, curves, view, strings: strings.charts }, page)
    }
  </section>`;
}
