// Jobs that run in the sandbox before a window is opened, made as Google's own clients would make them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type RunningSandbox, waitFor } from '../contract/sandboxProcess';

const place = 'projects/sandbox/locations/us-central1';

export interface JobToStart {
  /** Of the trivia file: the first ones are trained on, those after them are measured on. */
  readonly examples: number;
  readonly validation: number;
  /** Places of examples, from 1, that show a file which is not there: they are left out. */
  readonly unreadable?: readonly number[];
  readonly hyperParameters?: Readonly<Record<string, unknown>>;
  /** The metric by which Google evaluates each checkpoint; absent: it evaluates none. */
  readonly evaluatedBy?: 'EXACT_MATCH' | 'BLEU' | 'ROUGE';
}

/** Starts a job on Vertex AI with questions and answers. @returns its name */
export async function startJob(
  sandbox: RunningSandbox,
  displayName: string,
  { examples, validation, unreadable = [], hyperParameters = {}, evaluatedBy }: JobToStart,
): Promise<string> {
  const authorization = `Bearer ${await sandbox.token()}`;
  const send = async (address: string, body: string) => {
    const reply = await fetch(sandbox.url + address, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    });
    const answer = (await reply.json()) as { name: string };
    assert.ok(reply.ok || reply.status === 409, JSON.stringify(answer)); // 409: the bucket is there
    return answer;
  };
  const lines = await exampleLines();
  const train = lines
    .slice(0, examples)
    .map((contents, at) =>
      JSON.stringify({ contents: unreadable.includes(at + 1) ? spoilt(contents) : contents }),
    );
  const held = lines.slice(examples, examples + validation).map((contents) => JSON.stringify({ contents }));
  await send('/storage/v1/b?project=sandbox', JSON.stringify({ name: 'tunewright-jobs' }));
  const upload = `/upload/storage/v1/b/tunewright-jobs/o?uploadType=media&name=${displayName}`;
  await send(`${upload}.jsonl`, train.join('\n'));
  await send(`${upload}-validation.jsonl`, held.join('\n'));
  const supervisedTuningSpec = {
    trainingDatasetUri: `gs://tunewright-jobs/${displayName}.jsonl`,
    validationDatasetUri: `gs://tunewright-jobs/${displayName}-validation.jsonl`,
    hyperParameters: { epochCount: '4', ...hyperParameters },
    ...(evaluatedBy
      ? {
          evaluationConfig: {
            metrics: [{ computationBasedMetricSpec: { type: evaluatedBy } }],
            outputConfig: { gcsDestination: { outputUriPrefix: 'gs://tunewright-jobs/evaluations' } },
          },
        }
      : {}),
  };
  const job = {
    baseModel: 'gemini-2.5-flash',
    tunedModelDisplayName: displayName,
    supervisedTuningSpec,
  };
  return (await send(`/v1/${place}/tuningJobs`, JSON.stringify(job))).name;
}

/** Waits until a job has succeeded. */
export async function endOf(sandbox: RunningSandbox, job: string): Promise<void> {
  const authorization = `Bearer ${await sandbox.token()}`;
  await waitFor(
    async () => {
      const reply = await fetch(`${sandbox.url}/v1/${job}`, { headers: { authorization } });
      return (await reply.json()) as { state: string };
    },
    ({ state }) => state === 'JOB_STATE_SUCCEEDED',
    90,
  );
}

type Turn = { role: string; parts: object[] };

async function exampleLines(): Promise<Turn[][]> {
  const text = await readFile('test/fixtures/data/other_question_answer_trivia.jsonl', 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const { question, answer } = JSON.parse(line) as { question: string; answer: string };
      return [
        { role: 'user', parts: [{ text: question }] },
        { role: 'model', parts: [{ text: answer }] },
      ];
    });
}

function spoilt([user, ...others]: Turn[]): Turn[] {
  const file = { fileData: { fileUri: 'gs://not-there/picture.png', mimeType: 'image/png' } };
  return user ? [{ ...user, parts: [...user.parts, file] }, ...others] : others;
}
