import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { readAnswer } from '../../../dataset/editing/editedAnswer';
import { CannotExpress, type Conversation } from '../../../dataset/example/conversation';
import type { DatasetFormat } from '../../../dataset/formats/format';
import { findFormat } from '../../../dataset/formats/index';
import { SectionError } from '../../../dataset/reading/sections';
import type { TuningService } from '../../../tuning/contract/service';
import type { TuningMethod } from '../../../tuning/contract/spec';
import {
  type AnswerParts,
  answerParts,
  exampleOf,
  preferenceExamples,
  saysSomething,
} from '../../../tuning/prompt/promptedExample';
import type { DatasetDocuments } from '../../editor/documents/datasetDocuments';
import { addExamples } from '../../editor/examples/addExamples';
import { chooseDestination } from '../../editor/examples/destination';
import { fixLine } from '../../editor/examples/fixLine';
import { numberText } from '../../ui/numberFormat';
import { answersTurns, type Correction, type PlaygroundTarget } from '../protocol/playgroundState.protocol';
import type { PlaygroundSession } from '../session/playgroundSession';

export interface DataNeeds {
  readonly datasets: DatasetDocuments;
  readonly services: readonly TuningService[];
}

/** Adds a corrected answer, with what was asked, to a dataset that the user chooses. */
export async function addAnswer(
  needs: DataNeeds,
  session: PlaygroundSession,
  { turn, target, text }: Correction,
): Promise<void> {
  const asked = targetOf(session, target);
  const example = exampleOf(session.said(turn, asked), answerIn(text));
  await addToChosen(needs, session, [example], newFormat(needs, asked, 'supervised', [example]));
  session.receive({ type: 'correct' });
}

/** Gives the line that the conversation was opened from the corrected answer. */
export async function fixOrigin(
  needs: DataNeeds,
  session: PlaygroundSession,
  correction: Correction,
): Promise<void> {
  const { origin } = session.state;
  if (origin === undefined) return addAnswer(needs, session, correction);
  const line = await fixLine(needs.datasets, origin, answerIn(correction.text));
  if (line) {
    session.fixed({ ...line, expected: correction.text });
    session.receive({ type: 'correct' });
    return;
  }
  const add = vscode.l10n.t('Add to Dataset…');
  const name = vscode.Uri.parse(origin.uri, true).path.split('/').at(-1) ?? '';
  const message = vscode.l10n.t(
    'The source line of this conversation is no longer in {0}. It was changed or deleted. Nothing was written.',
    name,
  );
  if ((await vscode.window.showWarningMessage(message, add)) === add)
    await addAnswer(needs, session, correction);
}

/** Writes every vote of the conversation as examples for preference tuning. */
export async function addVotes(needs: DataNeeds, session: PlaygroundSession): Promise<void> {
  const examples = answersTurns(session.state).flatMap(({ id, best, answers }) => {
    const chosen = answers.find(({ target }) => target === best);
    if (chosen === undefined) return [];
    const parts = answerParts(chosen.text, chosen.calls);
    if (!saysSomething(parts)) return [];
    const others = answers.filter(({ target, outcome }) => target !== best && outcome.kind === 'done');
    return preferenceExamples(
      session.said(id, targetOf(session, chosen.target)),
      parts,
      others.map(({ text, calls }) => answerParts(text, calls)),
    );
  });
  const [first] = session.state.targets;
  if (examples.length === 0 || first === undefined) {
    throw new UserError(
      vscode.l10n.t(
        'No votes between different responses yet. Compare two models and mark the better response.',
      ),
      'NO_VOTES',
    );
  }
  const format = newFormat(needs, first, 'preference', examples);
  if (!examples.every((example) => canWrite(format, example)))
    throw new UserError(
      vscode.l10n.t(
        "Votes on this conversation can't be preference data: Google tunes on preferences between texts, without functions. To use the better response, add it to a training file with Use in Dataset….",
      ),
      'NO_PREFERENCE_FORMAT',
    );
  await addToChosen(needs, session, examples, format);
}

async function addToChosen(
  { datasets }: DataNeeds,
  { state }: PlaygroundSession,
  examples: readonly Conversation[],
  format: DatasetFormat,
): Promise<void> {
  const destination = await chooseDestination(datasets, {
    placeHolder:
      examples.length === 1
        ? vscode.l10n.t('Select a file to add the example to')
        : vscode.l10n.t('Select a file to add {0} examples to', numberText(examples.length)),
    suits: (one) => examples.every((example) => canWrite(one, example)),
    newFormat: format,
    preferred: state.origin && vscode.Uri.parse(state.origin.uri, true),
  });
  await addExamples(datasets, destination, examples, format);
}

function canWrite(format: DatasetFormat, example: Conversation): boolean {
  try {
    format.fromConversation(example);
    return true;
  } catch (error) {
    if (error instanceof CannotExpress) return false;
    throw error;
  }
}

/** What the target's service tunes on, else what another does; of several, one that can say what the examples say. */
function newFormat(
  { services }: DataNeeds,
  target: PlaygroundTarget,
  method: TuningMethod,
  examples: readonly Conversation[],
): DatasetFormat {
  const own = services.filter(({ id }) => id === target.service);
  const found = [...own, ...services].flatMap(({ methods }) =>
    methods.flatMap((one) => (one.method === method ? (findFormat(one.datasetFormat) ?? []) : [])),
  );
  const format = found.find((one) => examples.every((example) => canWrite(one, example))) ?? found[0];
  if (format === undefined) throw new Error(`No service tunes by ${method}.`);
  return format;
}

/** Also a target that was taken away after it had answered. */
function targetOf({ state }: PlaygroundSession, id: string): PlaygroundTarget {
  const target = state.targets.find((one) => one.id === id) ?? state.targets[0];
  if (target === undefined) throw new Error('A conversation without a target.');
  return { ...target, id };
}

/** The answer as the user has written it. @throws UserError when there is none, or a part of it cannot be read */
function answerIn(text: string): AnswerParts {
  const parts = read(text).flatMap((part): AnswerParts[number][] =>
    part.kind === 'call' || part.kind === 'text' ? [part] : [],
  );
  if (!saysSomething(parts))
    throw new UserError(vscode.l10n.t('Enter the response for the example.'), 'NO_ANSWER');
  return parts;
}

function read(text: string): ReturnType<typeof readAnswer> {
  try {
    return readAnswer(text);
  } catch (error) {
    if (error instanceof SectionError) throw new UserError(error.message, 'BAD_ANSWER');
    throw error;
  }
}
