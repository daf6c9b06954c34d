import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/numbers';
import { UserError } from '../../base/userError';
import type { JsonObject, JsonValue } from '../../dataset/json/value';
import type { GenerationSetting, GenerationValue, GenerationValues } from '../contract/prompting';
import type { GenerationParameters } from '../contract/service';

/**
 * The parameters of a request from the values of its settings, and what is advised where nothing is set. A value that a model's settings do not know is left
 * out; one that is out of its range is a `UserError`.
 */
export function toGenerationParameters(
  settings: readonly GenerationSetting[],
  values: GenerationValues,
): GenerationParameters {
  const safety: Record<string, string> = {};
  const parameters: Record<string, unknown> = {};
  for (const setting of settings) {
    if (setting.isIgnored) continue;
    const value = values[setting.key] ?? setting.advised?.value;
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    if (setting.key.startsWith('HARM_CATEGORY_')) safety[setting.key] = String(value);
    else parameters[setting.key] = read(setting, value);
  }
  return {
    ...parameters,
    ...(parameters.responseJsonSchema === undefined ? {} : { responseMimeType: 'application/json' }),
    ...(Object.keys(safety).length === 0 ? {} : { safety }),
  };
}

function read(setting: GenerationSetting, value: GenerationValue): unknown {
  const { label } = setting;
  switch (setting.kind) {
    case 'integer':
    case 'number': {
      const { minimum, maximum } = setting;
      if (typeof value === 'number' && isWithin(setting, value)) return value;
      throw new UserError(l10n.t('{0} must be from {1} to {2}.', label, minimum, maximum), 'BAD_PARAMETER');
    }
    case 'choice':
      if (setting.choices.some((choice) => choice.value === value)) return value;
      throw new UserError(l10n.t('{0} can\'t be "{1}".', label, String(value)), 'BAD_PARAMETER');
    case 'list':
      if (Array.isArray(value) && value.length <= setting.maximumItems) return value;
      throw new UserError(
        l10n.t('{0}: at most {1} values.', label, grouped(setting.maximumItems)),
        'BAD_PARAMETER',
      );
    case 'schema':
      return readSchema(label, String(value));
  }
}

function isWithin(
  { kind, minimum, maximum, also = [] }: Extract<GenerationSetting, { kind: 'integer' | 'number' }>,
  value: number,
): boolean {
  const isInRange = value >= minimum && value <= maximum && (kind === 'number' || Number.isInteger(value));
  return isInRange || also.includes(value);
}

/** A JSON Schema from its text. `label` names it in the `UserError` about text that is no JSON object. */
export function readSchema(label: string, text: string): JsonObject {
  let schema: JsonValue;
  try {
    schema = JSON.parse(text) as JsonValue;
  } catch {
    throw new UserError(l10n.t("{0} isn't valid JSON.", label), 'BAD_SCHEMA');
  }
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw new UserError(
      l10n.t('{0} must be a JSON object, such as {"type": "object"}.', label),
      'BAD_SCHEMA',
    );
  }
  return schema;
}
