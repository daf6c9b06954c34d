import { Ajv, type ErrorObject } from 'ajv';
import { mostCharacters, shortened } from './answer';
import type { Host } from './host';
import type { ObjectSchema, ValueOf } from './schema';
import { ToolRefusal } from './toolRefusal';

interface ToolTexts {
  /** As MCP names it; VS Code's names start with `tunewright_`. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** For the model: when to call it, and what comes back. */
  readonly description: string;
  /** It changes or makes files. */
  readonly writes?: true;
  /** It asks Google's services. */
  readonly sends?: true;
  /** Google bills it: it asks the user each time, with numbers. */
  readonly costs?: true;
}

export interface AgentTool extends ToolTexts {
  readonly input: ObjectSchema;
  /**
   * Resolves with words for a model, and with nothing else: data for a program would repeat without a mark what comes from
   * strangers, and some clients show their model the data only. Rejects with a `ToolRefusal` when the input isn't what
   * `input` says.
   */
  run(input: unknown, host: Host, signal: AbortSignal): Promise<string>;
}

/** A tool whose `run` gets its input checked. */
export function tool<const Schema extends ObjectSchema>(
  spec: ToolTexts & {
    readonly input: Schema;
    run(input: ValueOf<Schema>, host: Host, signal: AbortSignal): Promise<string>;
  },
): AgentTool {
  return {
    ...spec,
    async run(input, host, signal) {
      return shortened(await spec.run(checked(spec.input, input), host, signal), mostCharacters);
    },
  };
}

const ajv = new Ajv({ allErrors: true });

/** @throws ToolRefusal with a sentence for each mistake */
function checked<Schema extends ObjectSchema>(schema: Schema, input: unknown): ValueOf<Schema> {
  const isInput = ajv.compile<ValueOf<Schema>>(schema);
  if (isInput(input)) return input;
  throw new ToolRefusal(`The input isn't right: ${(isInput.errors ?? []).map(sentenceOf).join('; ')}.`);
}

function sentenceOf({ instancePath, message, params }: ErrorObject): string {
  const place = instancePath === '' ? '' : `${instancePath.slice(1).replaceAll('/', '.')} `;
  const { additionalProperty, allowedValues } = params;
  if (typeof additionalProperty === 'string') return `${place}has no property "${additionalProperty}"`;
  if (Array.isArray(allowedValues)) return `${place}must be one of ${allowedValues.join(', ')}`;
  return `${place}${message ?? 'is wrong'}`;
}
