// The page of the command line, docs/command-line.md.
import type { CliCommand } from '../cli/command';
import { commands } from '../cli/commands';
import { about, exits, exitsOf, optionRows, usageLines } from '../cli/help';

export function commandDocs(): string {
  const head = `# Command line

${about} In a clone, run \`npm run build\` once, then \`node dist/cli.js COMMAND\`; below, it's called \`tunewright\`.

FILE can be a folder (all its \`*.jsonl\` files), a pattern such as \`'data/**/*.jsonl'\`, or \`-\` for standard input. Commands that
write rows write them to standard output, or with \`--out FILE\` to a file. The file appears only when it's complete, and an
existing file is replaced only with \`--force\`. Files can be of any size.

| Command | |
| --- | --- |
${commands.map(({ name, summary }) => `| [${name}](#${name}) | ${summary} |`).join('\n')}

## Project file

\`.tunewright.json\` in the current folder, or the nearest one above it in the same Git repository, holds what \`check\`, \`fix\`, \`stats\`, and \`convert\` use
unless an option says otherwise. Patterns are relative to its folder. In VS Code, it applies to the
files below its folder unless a workspace setting says otherwise or the workspace is untrusted.

\`\`\`json
{
  "target": "gemini-2.5-flash",
  "severities": { "outer-whitespace": "off", "duplicate-example": "error" },
  "formats": { "data/*.jsonl": "vertexContents" }
}
\`\`\`

## Exit codes

${table(['Code', 'Meaning'], exits)}
`;
  return `${head}${commands.map(section).join('')}`;
}

function section(command: CliCommand): string {
  const { name, summary, details, exits: own } = command;
  const options = optionRows(command).map(([typed, help]) => [`\`${typed}\``, help] as const);
  return `
## ${name}

${summary}${details === undefined ? '' : ` ${details}`}

\`\`\`
${usageLines(command).join('\n')}
\`\`\`
${options.length > 0 ? `\n${table(['Option', ''], options)}\n` : ''}${own ? `\n${table(['Exit code', ''], exitsOf(command))}\n` : ''}`;
}

function table(
  head: readonly [string, string],
  rows: readonly (readonly [string | number, string])[],
): string {
  const lines = rows.map(([first, second]) => `| ${first} | ${second.replaceAll('|', '\\|')} |`);
  return [`| ${head[0]} | ${head[1]} |`, '| --- | --- |', ...lines].join('\n');
}
