// The page of the rules, docs/rules.md.

import type { Rule } from '../dataset/checking/rule';
import { MOST_OF_RULE } from '../dataset/line/checkLine';
import { rules } from '../dataset/rules/index';

export function ruleDocs(): string {
  const head = `# Rules

The rules that Tunewright applies to training files, in the editor and with \`tunewright check\`. To change a severity, use
the setting \`tunewright.dataset.severities\`. A line shows at most ${MOST_OF_RULE} problems of one rule.

| Rule | Kind | Default severity | Fix |
| --- | --- | --- | --- |
${rules.map(row).join('\n')}
`;
  return `${head}${rules.map(section).join('')}`;
}

function row({ id, kind, severity, fix, fixOnSave }: Rule): string {
  const mend = fix ? (fixOnSave ? 'quick fix, also on save' : 'quick fix') : '';
  return `| [${id}](#${id}) | ${kind} | ${severity} | ${mend} |`;
}

function section({ id, title, description }: Rule): string {
  return `\n## ${id}\n\n${title}.\n\n${description}\n`;
}
