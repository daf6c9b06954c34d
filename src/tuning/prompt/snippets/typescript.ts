import { isObject, type JsonObject, type JsonValue } from '../../../dataset/json/value';
import type { SdkClient } from '../../contract/service';
import type { SnippetAccess } from './access';
import { authorizationOf, hintOf, style } from './javaScript';
import { block, literal, quoted } from './literal';
import { sdkConfig } from './sdkConfig';
import type { Snippet } from './snippet';

/** Fields of `GenerateContentConfig` whose values are enums, which TypeScript takes by their own names only. */
const enums: Readonly<Record<string, string>> = {
  category: 'HarmCategory',
  threshold: 'HarmBlockThreshold',
  thinkingLevel: 'ThinkingLevel',
  type: 'Type',
};

/** Where such fields are. */
const withEnumsInside = ['safetySettings', 'thinkingConfig', 'tools'];

export const typescript = {
  id: 'typescript',
  label: 'TypeScript',
  language: 'typescript',

  write({ model, body, client }, access) {
    const used = new Set<string>();
    const config = block('{', configMembers(sdkConfig(body), used), '}', style, '  ');
    const request = [
      `model: ${quoted(model)}`,
      `contents: ${literal(body.contents ?? [], style, '  ')}`,
      ...(config === '{}' ? [] : [`config: ${config}`]),
    ];
    return `// npm install @google/genai
import { ${['GoogleGenAI', ...used].sort().join(', ')} } from '@google/genai';

${hintOf(access)}const ai = new GoogleGenAI(${block('{', clientMembers(client, access), '}', style)});

const response = await ai.models.generateContent(${block('{', request, '}', style)});
${prints(body)}
`;
  },
} satisfies Snippet;

/** A model that may call functions is asked what it calls, too; the program is to answer it. */
function prints({ tools }: JsonObject): string {
  return tools === undefined
    ? 'console.log(response.text);'
    : `// Run what is called, and send its response with the conversation so far to go on.
for (const { name, args } of response.functionCalls ?? []) console.log(name, JSON.stringify(args));
if (response.text) console.log(response.text);`;
}

function configMembers(config: JsonObject, used: Set<string>): string[] {
  return Object.entries(config).map(([key, value]) => {
    return `${style.key(key)}: ${withEnumsInside.includes(key) ? withEnums(value, used, '    ') : literal(value, style, '    ')}`;
  });
}

function withEnums(value: JsonValue, used: Set<string>, margin: string): string {
  const inner = margin + style.indent;
  if (Array.isArray(value))
    return block(
      '[',
      value.map((member) => withEnums(member, used, inner)),
      ']',
      style,
      margin,
    );
  if (!isObject(value)) return literal(value, style, margin);
  const members = Object.entries(value).map(([key, member]) => {
    const type = Object.hasOwn(enums, key) ? enums[key] : undefined;
    if (type === undefined || typeof member !== 'string' || !/^[A-Z_]+$/.test(member))
      return `${style.key(key)}: ${withEnums(member, used, inner)}`;
    used.add(type);
    return `${key}: ${type}.${member}`;
  });
  return block('{', members, '}', style, margin);
}

function clientMembers({ vertexAi, baseUrl, apiVersion }: SdkClient, access: SnippetAccess): string[] {
  const options = [
    `apiVersion: ${quoted(apiVersion)}`,
    ...(baseUrl === undefined ? [] : [`baseUrl: ${quoted(baseUrl)}`]),
  ];
  return [
    ...(vertexAi
      ? ['vertexai: true', `project: ${quoted(vertexAi.project)}`, `location: ${quoted(vertexAi.location)}`]
      : ['vertexai: false']),
    ...authorizationOf(access),
    block('httpOptions: {', options, '}', style, '  '),
  ];
}
