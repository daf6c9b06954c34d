import type { Setting, SettingValue, TuningSpec } from '../contract/spec';

/** The value as JSON of the proto field: an int64 is a string there, see `Setting.kind`. */
export function pick(
  settings: readonly Setting[],
  values: Readonly<Record<string, SettingValue>> | undefined,
  write: (setting: Setting, value: SettingValue) => unknown = (_, value) => value,
): Record<string, unknown> {
  return Object.fromEntries(
    settings.flatMap((setting) => {
      const value = values?.[setting.key];
      return value === undefined || value === '' ? [] : [[setting.key, write(setting, value)]];
    }),
  );
}

/** The settings that a service told of a job, by key; what is not among `settings` or empty is left out. */
export function readSettings(
  settings: readonly Setting[],
  told: Readonly<Record<string, unknown>> | null | undefined,
): Record<string, SettingValue> {
  return Object.fromEntries(
    settings.flatMap((setting): [string, SettingValue][] => {
      const value = readValue(setting, told?.[setting.key]);
      return value === undefined ? [] : [[setting.key, value]];
    }),
  );
}

function readValue({ kind }: Setting, value: unknown): SettingValue | undefined {
  switch (kind) {
    case 'integer':
    case 'number': {
      const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
      return Number.isFinite(number) && number !== 0 ? number : undefined; // proto3's 0 is "not set"
    }
    case 'toggle':
      return value === true ? true : undefined;
    case 'list':
      return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
    case 'choice':
    case 'text':
      return typeof value === 'string' && value !== '' && !value.endsWith('_UNSPECIFIED') ? value : undefined;
  }
}

/** Whether a launch sets anything that only the beta API has. */
export function usesBeta(settings: readonly Setting[], spec: TuningSpec): boolean {
  return settings.some(
    ({ key, beta }) =>
      beta === true && (spec.hyperparameters[key] !== undefined || spec.options?.[key] !== undefined),
  );
}
