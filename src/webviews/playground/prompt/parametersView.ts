import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import type {
  PlaygroundState,
  PlaygroundTarget,
} from '../../../workbench/playground/protocol/playgroundState.protocol';
import { fill } from '../../fill';
import { ownDirection } from '../../ownDirection';
import type { Actions, Shown } from '../view';

type Setting = PlaygroundTarget['features']['settings'][number];
type Kind<K extends Setting['kind']> = Extract<Setting, { kind: K }>;
type Value = PlaygroundState['parameters'][string];
type Changed = { readonly currentTarget: HTMLElement & { value: string } };

/** The settings of all targets, each once; a target that does not know one is not sent it. */
export function parametersView(shown: Shown, actions: Actions): TemplateResult {
  const settings = new Map<string, Setting>();
  for (const { features } of shown.state.targets) {
    for (const setting of features.settings)
      if (wins(setting, settings.get(setting.key))) settings.set(setting.key, setting);
  }
  return html`<div class="parameters">
    ${[...settings.values()].map((setting) => settingView(setting, shown, actions))}
  </div>`;
}

/** What is set, in short: "JSON · Temperature 0". */
export function parametersSummary({ state }: Shown): string {
  const settings = state.targets.flatMap(({ features }) => features.settings);
  return Object.entries(state.parameters)
    .map(([key, value]) => {
      const setting = settings.find((one) => one.key === key);
      if (setting?.kind === 'choice')
        return setting.choices.find((choice) => choice.value === value)?.label ?? String(value);
      if (setting?.kind === 'schema') return setting.label;
      return `${setting?.label ?? key} ${Array.isArray(value) ? value.length : value}`;
    })
    .join(' · ');
}

/** Of several targets' settings of one key, the first that has an effect, and one that is advised before it. */
function wins(setting: Setting, before: Setting | undefined): boolean {
  if (before === undefined || (before.isIgnored && !setting.isIgnored)) return true;
  return setting.advised !== undefined && before.advised === undefined;
}

function settingView(setting: Setting, shown: Shown, actions: Actions): TemplateResult {
  const set = (value: Value | undefined) => configure(shown.state, setting.key, value, actions);
  const value = shown.state.parameters[setting.key];
  const { label, description, advised, isIgnored } = setting;
  if (isIgnored)
    return html`<div class="ignored" title=${description}>
      <span dir="auto">${label}</span>
      <p dir="auto" class="quiet hint">${shown.strings.ignored}</p>
    </div>`;
  return html`
    <label class=${setting.kind} title=${description}>
      <span dir="auto">${label}</span>
      ${fieldView(setting, value, set, shown)}
      ${advised ? html`<span dir="auto" class="quiet hint">${advised.why}</span>` : nothing}
    </label>
  `;
}

function fieldView(
  setting: Setting,
  value: Value | undefined,
  set: (value: Value | undefined) => void,
  shown: Shown,
): TemplateResult {
  switch (setting.kind) {
    case 'integer':
    case 'number':
      return numberView(setting, value, set, shown);
    case 'choice':
      return choiceView(setting, value, set, shown);
    case 'list':
      return textView(
        setting,
        Array.isArray(value) ? value.join('\n') : '',
        (text) => set(text.split('\n').filter((line) => line !== '')),
        2,
      );
    case 'schema':
      return textView(setting, typeof value === 'string' ? value : '', (text) => set(text.trim()), 4);
  }
}

function numberView(
  { label, kind, minimum, maximum, step, also = [], default: service, advised }: Kind<'integer' | 'number'>,
  value: Value | undefined,
  set: (value: Value | undefined) => void,
  { strings }: Shown,
): TemplateResult {
  const usual = advised ? Number(advised.value) : service;
  const onChange = ({ currentTarget }: Changed) => {
    const text = currentTarget.value.trim();
    const number = Number(text);
    const isInRange =
      number >= minimum && number <= maximum && (kind === 'number' || Number.isInteger(number));
    const usable = text !== '' && (isInRange || also.includes(number));
    if (!usable) currentTarget.value = '';
    set(usable ? number : undefined);
  };
  return html`
    <vscode-textfield
      ${ref(ownDirection)}
      type="number"
      min=${Math.min(minimum, ...also)}
      max=${maximum}
      step=${step}
      .label=${label}
      placeholder=${usual ?? strings.serviceDefault}
      .value=${live(String(value ?? ''))}
      @change=${onChange}
    ></vscode-textfield>
    <span dir="auto" class="quiet hint"
      >${[`${minimum} – ${maximum}`, ...also].join(', ')}${usual === undefined ? nothing : html`, ${fill(strings.usually, usual)}`}</span
    >
  `;
}

function choiceView(
  { choices, default: service, advised }: Kind<'choice'>,
  value: Value | undefined,
  set: (value: Value | undefined) => void,
  { strings }: Shown,
): TemplateResult {
  const chosen = typeof value === 'string' ? value : '';
  const usual = advised?.value ?? service;
  const usualLabel = choices.find((choice) => choice.value === usual)?.label;
  return html`
    <select
      @change=${(event: { currentTarget: HTMLSelectElement }) => set(event.currentTarget.value || undefined)}
    >
      <option dir="auto" value="" ?selected=${chosen === ''}>
        ${usualLabel === undefined ? strings.serviceDefault : `${strings.serviceDefault} (${usualLabel})`}
      </option>
      ${choices.map(
        (choice) =>
          html`<option dir="auto" value=${choice.value} ?selected=${choice.value === chosen}>${choice.label}</option>`,
      )}
    </select>
  `;
}

function textView(
  { label, description }: Setting,
  text: string,
  set: (text: string) => void,
  rows: number,
): TemplateResult {
  return html`
    <vscode-textarea
      ${ref(ownDirection)}
      monospace
      rows=${rows}
      resize="vertical"
      .label=${label}
      .value=${live(text)}
      @change=${({ currentTarget }: Changed) => set(currentTarget.value)}
    ></vscode-textarea>
    <span dir="auto" class="quiet hint">${description}</span>
  `;
}

function configure(
  { parameters }: PlaygroundState,
  key: string,
  value: Value | undefined,
  actions: Actions,
): void {
  const { [key]: _, ...others } = parameters;
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  actions.post({ type: 'configure', parameters: isEmpty ? others : { ...others, [key]: value } });
}
