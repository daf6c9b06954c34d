// The parts of package.json that repeat what the lists say.
import type { AgentTool } from '../agents/tool';
import { agentTools } from '../agents/tools/index';
import { NO_FORMAT } from '../dataset/document/documentOptions';
import { formats } from '../dataset/formats/index';
import { rules } from '../dataset/rules/index';

/** Where the project is going to live. Until it does, nobody has this name. */
const repository = 'https://github.com/tunewright/tunewright';

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: {
        readonly 'tunewright.dataset.severities': object;
        readonly 'tunewright.dataset.formats': object;
      };
    };
  };
}

/** @returns the same manifest with its addresses and the settings that the rules and formats make */
export function withDerivedParts<T extends Manifest>(manifest: T): T {
  const { configuration } = manifest.contributes;
  const { properties } = configuration;
  return {
    ...manifest,
    repository: { type: 'git', url: `${repository}.git` },
    homepage: `${repository}#readme`,
    bugs: { url: `${repository}/issues` },
    qna: `${repository}/discussions`,
    contributes: {
      ...manifest.contributes,
      languageModelTools: agentTools.map(contributedTool),
      configuration: {
        ...configuration,
        properties: {
          ...properties,
          'tunewright.dataset.formats': {
            ...properties['tunewright.dataset.formats'],
            additionalProperties: formatChoice(),
          },
          'tunewright.dataset.severities': {
            ...properties['tunewright.dataset.severities'],
            properties: severities(),
          },
        },
      },
    },
  };
}

/** Not in a browser by itself, as on vscode.dev. */
const onComputer = '(!isWeb || remoteName)';

/** As VS Code names a tool: agent mode is offered those alone that can be referenced by a name. */
function contributedTool({ name, description, input, writes, sends, costs }: AgentTool): object {
  return {
    name: `tunewright_${name}`,
    displayName: `%tool.${name}%`,
    toolReferenceName: `tunewright_${name}`,
    canBeReferencedInPrompt: true,
    userDescription: `%tool.${name}%`,
    modelDescription: description,
    icon: '$(beaker)',
    tags: [
      'tunewright',
      ...(writes ? ['writes'] : []),
      ...(sends ? ['sends'] : []),
      ...(costs ? ['costs'] : []),
    ],
    when: writes || sends ? `${onComputer} && isWorkspaceTrusted` : onComputer,
    inputSchema: input,
  };
}

function formatChoice(): object {
  return {
    enum: [...formats.map(({ id }) => id), NO_FORMAT],
    enumDescriptions: [...formats.map(({ id }) => `%format.${id}%`), '%setting.dataset.formats.none%'],
  };
}

function severities(): object {
  return Object.fromEntries(
    rules.map(({ id, severity }) => [
      id,
      {
        enum: ['error', 'warning', 'info', 'hint', 'off'],
        default: severity,
        description: `%rule.${id}%`,
      },
    ]),
  );
}

/** @returns the texts of package.nls.json, with those of rules, formats and tools after the ones written by hand */
export function withDerivedTexts(texts: Readonly<Record<string, string>>): Record<string, string> {
  const byHand = Object.entries(texts).filter(([key]) => !/^(rule|format|tool)\./.test(key));
  return Object.fromEntries([
    ...byHand,
    ...formats.map(({ id, label }) => [`format.${id}`, label]),
    ...rules.map(({ id, title }) => [`rule.${id}`, title]),
    ...agentTools.map(({ name, title }) => [`tool.${name}`, title]),
  ]);
}
