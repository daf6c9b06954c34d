// An example as a conversation, part by part, with the problems where they stand.
import type { Problem } from '../checking/problem';
import type { TurnPlace } from '../editing/conversationEdits';
import { loseQuietly, type Part, splitAtAnswer } from '../example/conversation';
import type { ExampleLine } from '../example/exampleLine';
import type { TextField } from '../formats/format';
import type { JsonPath, JsonValue } from '../json/value';
import { type PictureSource, pictureOf } from '../media/pictures';

export interface DetailPart {
  readonly kind: 'text' | 'thought' | 'call' | 'result' | 'file' | 'other';
  /** Decoded; of calls, results and other parts JSON with line ends, of files the address or nothing. */
  readonly text: string;
  /** Of the function, or the type of the file. */
  readonly name: string;
  /** Where the text stands in the example, so that it can be edited alone; undefined when it cannot. */
  readonly path: JsonPath | undefined;
  readonly picture: PictureSource | undefined;
  readonly problems: readonly Problem[];
}

export interface DetailTurn {
  /** In the conversation, so that it can be edited; undefined when it is no turn, or the example breaks its format. */
  readonly place: TurnPlace | undefined;
  readonly speaker: 'system' | 'user' | 'model' | 'tools';
  /** The model learns to say it. */
  readonly isLearned: boolean;
  /** Of one of several answers. */
  readonly score: number | undefined;
  readonly parts: readonly DetailPart[];
  readonly problems: readonly Problem[];
}

export interface ExampleDetail {
  readonly turns: readonly DetailTurn[];
  /** That stand in no turn. */
  readonly problems: readonly Problem[];
}

export function detailOf(example: ExampleLine, problems: readonly Problem[]): ExampleDetail {
  const { fields } = example.outline;
  const placed = new Placed(example, problems);
  const turns = example.valid ? conversationTurns(example, placed) : fieldTurns(fields, placed);
  return { turns, problems: placed.rest() };
}

/** Gives each problem to the smallest thing that holds it. */
class Placed {
  readonly #left: Set<Problem>;

  constructor(
    private readonly example: ExampleLine,
    problems: readonly Problem[],
  ) {
    this.#left = new Set(problems);
  }

  take(path: JsonPath): Problem[] {
    const { start, end } = this.example.rangeOf(path);
    const own = [...this.#left].filter(({ range }) => range.start >= start && range.end <= end);
    for (const problem of own) this.#left.delete(problem);
    return own;
  }

  rest(): Problem[] {
    return [...this.#left];
  }
}

/** The format as it is read: all parts. Texts are found again among the fields, which come in the same order. */
function conversationTurns(example: ExampleLine, placed: Placed): DetailTurn[] {
  const { format, value, outline } = example;
  const conversation = format.toConversation(value, loseQuietly);
  const fields = [...outline.fields];
  const { output } = splitAtAnswer(conversation);
  const said = [...conversation.turns, ...(conversation.answers ?? []).flatMap(({ turns }) => turns)];
  const written = [...outline.turns, ...(outline.answers ?? [])];
  const places = written.length === said.length ? written.map(({ path }) => path) : [];
  const partsOf = (parts: readonly Part[], speaker: TextField['speaker']) =>
    parts.map((part) => {
      const field = part.kind === 'text' && !part.thought ? takeField(fields, part.text, speaker) : undefined;
      return shownPart(part, field?.path, field ? placed.take(field.path) : []);
    });
  const turns: DetailTurn[] = [];
  if (conversation.tools?.length) turns.push(toolsTurn(conversation.tools));
  if (conversation.system?.length)
    turns.push({
      ...{ place: { in: 'system' }, speaker: 'system', isLearned: false, score: undefined },
      parts: partsOf(conversation.system, 'system'),
      problems: [],
    });
  const answered = (conversation.answers ?? []).flatMap((answer, index) =>
    answer.turns.map((_, at) => ({
      score: answer.score,
      place: { in: 'answers', answer: index, at } as const,
    })),
  );
  for (const [index, turn] of said.entries()) {
    const parts = partsOf(turn.parts, turn.speaker);
    const path = places[index];
    const answer = answered[index - conversation.turns.length];
    turns.push({
      place: answer?.place ?? { in: 'turns', at: index },
      speaker: turn.speaker,
      isLearned: output.includes(turn),
      score: answer?.score,
      parts,
      problems: path ? placed.take(path) : [],
    });
  }
  return turns;
}

function takeField(fields: TextField[], text: string, speaker: TextField['speaker']): TextField | undefined {
  const at = fields.findIndex((field) => field.text === text && field.speaker === speaker);
  return at === -1 ? undefined : fields.splice(at, 1)[0];
}

/** Of an example that breaks the format: its texts, as far as they can be told. */
function fieldTurns(fields: readonly TextField[], placed: Placed): DetailTurn[] {
  return fields.map(({ speaker, side, text, path }) => ({
    place: undefined,
    speaker,
    isLearned: side === 'output',
    score: undefined,
    parts: [shownPart({ kind: 'text', text }, path, placed.take(path))],
    problems: [],
  }));
}

function toolsTurn(tools: readonly JsonValue[]): DetailTurn {
  const parts = tools.map((tool) => shownPart({ kind: 'other', value: tool }, undefined, []));
  return { place: undefined, speaker: 'tools', isLearned: false, score: undefined, parts, problems: [] };
}

function shownPart(part: Part, path: JsonPath | undefined, problems: readonly Problem[]): DetailPart {
  return { ...wordsOf(part), path, picture: pictureOf(part), problems };
}

function wordsOf(part: Part): Pick<DetailPart, 'kind' | 'text' | 'name'> {
  switch (part.kind) {
    case 'text':
      return { kind: part.thought ? 'thought' : 'text', text: part.text, name: '' };
    case 'call':
      return { kind: 'call', text: pretty(part.args), name: part.name };
    case 'result':
      return { kind: 'result', text: pretty(part.response), name: part.name };
    case 'file':
      return { kind: 'file', text: part.uri, name: part.mimeType ?? '' };
    case 'data':
      return { kind: 'file', text: '', name: part.mimeType ?? '' };
    case 'other':
      return { kind: 'other', text: pretty(part.value), name: '' };
  }
}

function pretty(value: JsonValue): string {
  return JSON.stringify(value, undefined, 2);
}
