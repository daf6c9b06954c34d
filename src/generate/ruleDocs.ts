// The page of the rules, docs/rules.md.

import type { Rule } from '../dataset/checking/rule';
import { MOST_OF_RULE } from '../dataset/line/checkLine';
import { rules } from '../dataset/rules/index';

export function ruleDocs(): string {
  const head = `# Rules

What Tunewright checks in training files, in the editor and with \`tunewright check\`. Made from \`src/dataset/rules\`;
severities are settings (\`tunewright.dataset.severities\`). Of one rule, no more than ${MOST_OF_RULE} problems are shown in one line.

| rule | kind | severity | mended by |
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
