import { html, type TemplateResult } from 'lit';
import type { ShownProblem } from '../../workbench/datasetView/datasetView.protocol';

/** Told apart by shape too: colour alone tells too few people. */
const marks: Readonly<Record<ShownProblem['severity'], string>> = {
  error: '✕',
  warning: '▲',
  info: 'i',
  hint: '•',
};

export function severityMark(severity: ShownProblem['severity'], label: string): TemplateResult {
  return html`<span dir="auto" class="severity is-${severity}" role="img" aria-label=${label} title=${label}
    >${marks[severity]}</span
  >`;
}
