// The page of the models, docs/models.md.
import { grouped } from '../base/numbers';
import {
  type ByResolution,
  type Figure,
  general,
  type MediaLimits,
  type MediaTokens,
  type ReinforcementLimits,
  type ReinforcementSettings,
  sourceOf,
  sources,
  type Target,
  targets,
} from '../dataset/targets/target';

export function modelDocs(): string {
  const read = Object.values(sources)
    .map(({ asOf }) => asOf)
    .toSorted()
    .at(-1);
  const models = targets.filter(({ service }) => service === 'vertexAi');
  const tunable = models.filter(({ formats, retired }) => formats.length > 0 && !retired);
  const prompted = models.filter(({ formats }) => formats.length === 0);
  const retired = models.filter((target) => target.retired);
  return `# Models

Limits, prices, and dates of Google's models as of ${read}, generated from \`src/dataset/targets/targets.json\`. Each
value has a source. Second-hand means that someone else reports what Google's page says. Values that aren't listed
haven't been published, and count as unknown, not as zero. You can describe a missing model in the setting
\`tunewright.dataset.addedTargets\` and launch it with *Other model…*.

${tunable.map(section).join('\n')}
## Prompted, not tuned

${prompted.map((target) => `### ${target.label}\n\n${table(target)}`).join('\n')}
## Retired

Old jobs still refer to these models.

${retired.map((target) => `### ${target.label}\n\n${table(target)}`).join('\n')}
## The Gemini API

${targets
  .filter(({ service }) => service === 'geminiApi')
  .map(table)
  .join('\n')}
## For all models of Vertex AI

| figure | value | source |
| --- | --- | --- |
${row('times that the prompt of a preference example is billed', general.preferencePromptTimes, String)}
${row('times the price of a prompt in a batch', general.batchFactor, String)}
${row('times the price of a prompt that may wait (Flex)', general.flexFactor, String)}
${row('times the price of a prompt with priority', general.priorityFactor, String)}
${row('calls of functions in training examples made jobs fail of', general.callsRefused, String)}
${row('where none is tuned', general.noTuningAt, list)}
${row('thinking of a tuned model', general.tunedThinking, String)}

## Not found

The most epochs, the range of the learning rate multiplier, the default number of epochs (the service chooses it, and
can choose many for a small file), and where the 2.5 models can be tuned besides us-central1.

## Sources

| source | read or published | address |
| --- | --- | --- |
${Object.values(sources)
  .map(({ title, asOf, address = '' }) => `| ${title} | ${asOf} | ${address} |`)
  .join('\n')}
`;
}

function section(target: Target): string {
  return `## ${target.label}\n\n\`${target.id}\`${target.note ? `. ${target.note}` : ''}\n\n${table(target)}`;
}

type Rows = { [Key in keyof Target]?: readonly [label: string, write: (value: never) => string] };

const dollars = (value: number) => `$${value}`;
const list = (value: readonly (string | number)[]) => value.join(', ');

const rows: Rows = {
  released: ['released', String],
  closesToNew: ["closed to projects that haven't used it for 90 days, from", String],
  retires: ['retires', String],
  retiresLater: [
    'retires later',
    ({ date, regions }: { date: string; regions: readonly string[] }) => `${date} in ${list(regions)}`,
  ],
  inputCharacters: ['characters of input in an example', grouped],
  outputCharacters: ['characters of output in an example', grouped],
  exampleTokens: ['tokens in an example', grouped],
  rows: ['examples of text', grouped],
  multimodalRows: ['examples with images, audio, video, or documents', grouped],
  media: ['files in an example, at most', mediaLimits],
  mediaTokens: ['tokens of files, estimated', mediaTokens],
  fileBytes: ['bytes of the training file', grouped],
  validationRows: ['validation examples', grouped],
  validationShare: [
    'more validation examples',
    ({ beyond, share }: { beyond: number; share: number }) =>
      `beyond ${grouped(beyond)}, at most ${share * 100}% of the training examples`,
  ],
  minimumExamples: ['examples, at least', grouped],
  recommendedExamples: ['examples, recommended', grouped],
  adapterSizes: ['adapter sizes', list],
  defaultAdapterSize: ['adapter size by default', grouped],
  regions: ['tuned in', list],
  formerRegions: ['tuned in, formerly', list],
  servedAt: ['base model answers at', list],
  tunedServedAt: [
    'tuned model answers at',
    (places: Readonly<Record<string, string>>) =>
      Object.entries(places)
        .map(([region, place]) => `${place} if tuned in ${region}`)
        .join(', '),
  ],
  customerKeys: ['encryption keys of the customer', (value: boolean) => (value ? 'taken' : 'not taken')],
  reinforcement: ['reinforcement tuning, at most', reinforcementLimits],
  reinforcementSettings: ['settings of reinforcement tuning', reinforcementSettings],
  reinforcementRegions: ['reinforcement tuning in', list],
  routed: [
    'answered by another model',
    (models: Readonly<Record<string, string>>) =>
      Object.entries(models)
        .map(([name, answering]) => `${name} by ${answering}`)
        .join(', '),
  ],
  trainingPrice: ['a million training tokens', dollars],
  promptPrice: ['a million prompt tokens', dollars],
  answerPrice: ['a million answer tokens', dollars],
  longPromptPrices: [
    'the same for long prompts',
    ({ beyond, prompt, answer }: { beyond: number; prompt: number; answer: number }) =>
      `beyond ${grouped(beyond)} tokens $${prompt} and $${answer}`,
  ],
  tunedFactor: ['times the price when tuned', String],
  regionalFactor: ['times the price outside "global"', String],
  thinking: [
    'thinking levels',
    ({ levels, default: usual }: { levels: readonly string[]; default: string }) =>
      `${levels.join(', ')}; ${usual} by default`,
  ],
};

function mediaLimits(limits: MediaLimits): string {
  const mega = (bytes: number) => `${bytes / 2 ** 20} MB`;
  const { sounds, soundBytes = 0, soundMinutes } = limits;
  return [
    `${limits.images} pictures of ${mega(limits.imageBytes)}`,
    `${limits.documents} documents of ${mega(limits.documentBytes)} and ${limits.documentPages} pages together`,
    ...(sounds === undefined ? [] : [`${sounds} sound of ${mega(soundBytes)} and ${soundMinutes} minutes`]),
    `${limits.videos} video of ${mega(limits.videoBytes)} and ${limits.videoMinutes} minutes, ${limits.videoMinutesLow} at low resolution`,
  ].join('; ');
}

function reinforcementLimits(limits: ReinforcementLimits): string {
  const mega = (bytes: number) => `${bytes / 2 ** 20} MB`;
  return [
    `${grouped(limits.inputTokens)} tokens of a prompt and ${grouped(limits.outputTokens)} of its answer, thoughts included`,
    `${grouped(limits.rows)} training and ${limits.validationRows} validation examples`,
    `${grouped(limits.fileBytes)} bytes of the training file`,
    `${limits.images} pictures of ${mega(limits.imageBytes)}`,
    `${limits.sounds} sounds of ${mega(limits.soundBytes)} and ${limits.soundMinutes} minutes`,
    `${limits.videos} videos of ${mega(limits.videoBytes)} and ${limits.videoMinutes} minutes together`,
  ].join('; ');
}

function reinforcementSettings(settings: ReinforcementSettings): string {
  const { answers, learningRate } = settings;
  return [
    `at most ${settings.steps} steps`,
    `${settings.epochs} epochs or fewer by default`,
    `adapter size ${settings.adapterSize} by default`,
    `learning rate multiplier ${learningRate.join(' to ')}`,
    `${settings.samples} answers to a prompt and ${settings.batch} prompts in a batch by default`,
    `at most ${grouped(answers.text)} answers in a batch of text, ${grouped(answers.multimodal)} with files`,
    `thinking ${list(settings.thinking)}`,
  ].join('; ');
}

function mediaTokens({ image, page, frame, soundSecond }: MediaTokens): string {
  const each = ({ default: usual, ...levels }: ByResolution) =>
    `${Object.entries(levels)
      .map(([level, tokens]) => `${level} ${grouped(tokens)}`)
      .join(', ')}, else ${grouped(usual)}`;
  return `a picture ${each(image)}; a page of PDF, without its text, ${each(page)}; a frame of video, one a second, ${each(frame)}; a second of sound ${soundSecond}`;
}

function table(target: Target): string {
  const told = Object.entries(rows).flatMap(([key, [label, write]]) => {
    const figure = target[key as keyof Target] as Figure<never> | undefined;
    return figure === undefined ? [] : [row(label, figure, write)];
  });
  return `| figure | value | source |\n| --- | --- | --- |\n${told.join('\n')}\n`;
}

function row<T>(label: string, figure: Figure<T>, write: (value: T) => string): string {
  const { value, since, until, then } = figure;
  const first = since === undefined ? '' : ` since ${since}`;
  const later = until !== undefined && then !== undefined ? ` until ${until}, then ${write(then)}` : '';
  const orLater = 'orLater' in figure && figure.orLater === true ? ' or later' : '';
  return `| ${label} | ${write(value)}${first}${later}${orLater} | ${sourceOf(figure)} |`;
}
