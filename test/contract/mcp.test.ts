import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

interface Answer {
  readonly text: string;
  readonly isError: boolean;
}

/** The protocol's own client against `tunewright mcp`, the built command, as agents start it. */
describe('tunewright mcp', function () {
  this.timeout(120_000);
  let folder = '';
  let root = '';
  const called = new Set<string>();
  let client: Client;

  const call = async (name: string, input: Record<string, unknown>, from = client): Promise<Answer> => {
    called.add(name);
    const { content, isError, structuredContent } = await from.callTool({ name, arguments: input });
    assert.equal(structuredContent, undefined, 'has no marks around what comes from data');
    const [first] = content;
    return { text: first?.type === 'text' ? first.text : '', isError: isError === true };
  };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-mcp-'));
    root = path.join(folder, 'data');
    await mkdir(root);
    await copyFile('test/fixtures/number_generator.jsonl', path.join(root, 'numbers.jsonl'));
    await writeFile(
      path.join(root, 'bad.jsonl'),
      '{"text_input": "a", "output": "b"}\n{"text_input": "c", "output": "d",}\n',
    );
    await writeFile(path.join(folder, 'secret.jsonl'), '{"text_input": "a", "output": "secret"}\n');
    await symlink(path.join(folder, 'secret.jsonl'), path.join(root, 'link.jsonl'));
    client = await connected();
  });
  after(async () => {
    await client?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function connected(...args: string[]): Promise<Client> {
    return connect(new Client({ name: 'test', version: '1' }), args);
  }

  async function connect(own: Client, args: readonly string[] = []): Promise<Client> {
    await own.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [path.resolve('dist/cli.js'), 'mcp', '--root', root, ...args],
        env: { HOME: folder, USERPROFILE: folder, METADATA_SERVER_DETECTION: 'none', LANG: 'en' },
        stderr: 'ignore',
      }),
    );
    return own;
  }

  it('introduces itself and its tools, each worded for a model', async () => {
    assert.equal(client.getServerVersion()?.name, 'tunewright');
    assert.match(client.getInstructions() ?? '', /data, never instructions/);
    const { tools } = await client.listTools();
    assert.ok(tools.length >= 3);
    for (const { name, description = '', inputSchema } of tools) {
      assert.ok(description.length > 80, `${name} says too little`);
      assert.equal(inputSchema.type, 'object', name);
    }
  });

  it('checks a dataset: counts of each rule, and the first problems with their places', async () => {
    const { text } = await call('check_dataset', { file: 'bad.jsonl' });
    assert.match(text, /^bad\.jsonl: Gemini API .*, lines: 2, examples: 1\.\nErrors: 1,/);
    assert.match(text, /\n2:34 error \[invalid-json\] Unexpected comma before "}"\.\n/);
  });

  it('tells the statistics', async () => {
    const { text } = await call('dataset_statistics', { file: path.join(root, 'numbers.jsonl') });
    assert.match(
      text,
      /^numbers\.jsonl: geminiApi, bytes: \d+\.\nRows: 15, examples: 15, .* aren't JSON: 0\./,
    );
  });

  it('shows examples as data, by line and by text', async () => {
    const { text } = await call('show_examples', { file: 'numbers.jsonl', lines: [2, 4] });
    const [, mark] = /^<<<(\w+)$/m.exec(text) ?? [];
    assert.ok(mark && text.includes(`\n${mark}>>>`) && text.includes(`marks ${mark} is examples`));
    assert.match(text, /--- line 2 ---\n# user\n/);
    assert.deepEqual(linesIn(text), ['2', '4']);
    const found = await call('show_examples', { file: 'numbers.jsonl', contains: 'NINETY', limit: 1 });
    assert.equal(linesIn(found.text).length, 1);
  });

  it('says in a sentence what is wrong with a call', async () => {
    const unknown = await call('check_dataset', { file: 'bad.jsonl', target: 'gpt-4' });
    assert.ok(unknown.isError);
    assert.match(unknown.text, /no target model "gpt-4"\. Known are: .*gemini-/);
    const absent = await call('check_dataset', { file: 'nowhere.jsonl' });
    assert.ok(absent.isError);
    assert.equal(absent.text, '"nowhere.jsonl" doesn\'t exist.');
    for (const input of [{}, { file: 7 }, { file: 'bad.jsonl', limit: 1e9 }, { file: 'bad.jsonl', x: 1 }])
      assert.ok((await call('check_dataset', input)).isError, JSON.stringify(input));
  });

  it('opens nothing outside its folders, by path or by link', async () => {
    for (const file of [
      '../secret.jsonl',
      path.join(folder, 'secret.jsonl'),
      'link.jsonl',
      '../none.jsonl',
      '.',
    ]) {
      const { text, isError } = await call('show_examples', { file });
      assert.ok(isError, file);
      assert.match(text, /outside the folders that are open to agents/, file);
      assert.doesNotMatch(text, /output|doesn't exist/, file);
    }
  });

  describe('that writes', () => {
    const own = async (name: string, text: string) => {
      await writeFile(path.join(root, name), text);
      return name;
    };
    const contentOf = (name: string) => readFile(path.join(root, name), 'utf8');
    const good = '{"text_input": "a", "output": "b"}\n';

    it('proposes fixes without a change, then applies them', async () => {
      const broken = `${good}{"text_inputs": "c", "output": "d",}\n`;
      const file = await own('broken.jsonl', broken);
      const { text } = await call('propose_fixes', { file });
      assert.match(
        text,
        /\nline 2\n- \{"text_inputs": "c", "output": "d",\}\n\+ \{"text_input": "c", "output": "d"\}\n/,
      );
      assert.match(text, /would fix:\n- invalid-json: 1\n/);
      assert.equal(await contentOf(file), broken);
      const applied = await call('apply_fixes', { file });
      assert.match(applied.text, /: fixed 1 of 2 lines\./);
      assert.equal(await contentOf(file), `${good}{"text_input": "c", "output": "d"}\n`);
      const useless = await call('apply_fixes', { file, rules: ['few-examples'] });
      assert.match(useless.text, /"few-examples" doesn't exist or has no fix/);
    });

    it('leaves a file as it is when a call that fixes it is canceled', async () => {
      const broken = '{"text_input": "c", "output": "d",}\n'.repeat(400_000);
      const file = await own('long.jsonl', broken);
      const drafts = async () => (await readdir(root)).filter((name) => name.endsWith('-draft'));
      const controller = new AbortController();
      const running = client.callTool(
        { name: 'apply_fixes', arguments: { file } },
        { signal: controller.signal },
      );
      const canceled = assert.rejects(running);
      while ((await drafts()).length === 0) await sleep(10);
      controller.abort();
      await canceled;
      while ((await drafts()).length > 0) await sleep(10);
      assert.equal(await contentOf(file), broken);
    });

    it('refuses to fix line by line what shows between lines', async () => {
      const file = await own('twice.jsonl', good.repeat(2));
      for (const tool of ['propose_fixes', 'apply_fixes']) {
        const { text, isError } = await call(tool, { file, rules: ['duplicate-example'] });
        assert.ok(isError, tool);
        assert.match(text, /compares lines with each other.*tunewright dedupe/, tool);
      }
    });

    it('adds examples in the format and spacing of the file, all or none', async () => {
      const file = await own('more.jsonl', good.trim());
      const example = (...turns: [role: string, text: string][]) => ({
        turns: turns.map(([role, text]) => ({ role, text })),
      });
      const wrong = [example(['user', 'c'], ['model', 'd']), example(['user', 'e'])];
      const refused = await call('add_examples', { file, examples: wrong });
      assert.ok(refused.isError);
      assert.match(refused.text, /^Nothing was added\. Example 2: the last turn must be/);
      const long = [example(['user', 'c'], ['model', 'd'], ['user', 'e'], ['model', 'f'])];
      assert.match(
        (await call('add_examples', { file, examples: long })).text,
        /^Nothing was added\. Example 1: /,
      );
      assert.equal(await contentOf(file), good.trim());
      await call('add_examples', { file, examples: wrong.slice(0, 1) });
      assert.equal(await contentOf(file), `${good}{"text_input": "c", "output": "d"}\n`);
    });

    it('converts to a new file, and replaces none', async () => {
      const file = await own('source.jsonl', good);
      const input = { file, to: 'vertexContents', out: 'converted.jsonl' };
      assert.match((await call('convert_dataset', input)).text, /1 examples in .*\nLeft out: 0,/);
      assert.match(await contentOf('converted.jsonl'), /^\{"contents":/);
      const again = await call('convert_dataset', input);
      assert.ok(again.isError);
      assert.match(again.text, /already exists/);
      const outside = await call('convert_dataset', { ...input, out: '../converted.jsonl' });
      assert.match(outside.text, /outside the folders/);
    });

    it('writes to nothing but datasets, and names a format to empty ones only', async () => {
      const turns = [
        { role: 'user', text: 'c' },
        { role: 'model', text: 'd' },
      ];
      const added = { examples: [{ turns }], format: 'geminiApi' };
      const notes = await own('notes.md', 'Notes\n');
      for (const [tool, input] of [
        ['apply_fixes', { file: notes }],
        ['split_dataset', { file: notes }],
        ['add_examples', { file: notes, ...added }],
        ['convert_dataset', { file: 'numbers.jsonl', to: 'vertexContents', out: 'AGENTS.md' }],
      ] as const)
        assert.match((await call(tool, input)).text, /agents write only to datasets/, tool);
      const log = await own('log.jsonl', '{"level": "info"}\n');
      assert.match((await call('add_examples', { file: log, ...added })).text, /has no format yet/);
      assert.deepEqual([await contentOf(notes), await contentOf(log)], ['Notes\n', '{"level": "info"}\n']);
      const empty = await own('empty.jsonl', '\n');
      await call('add_examples', { file: empty, ...added });
      assert.match(await contentOf(empty), /"text_input"/);
    });

    it('splits next to the file, and replaces none', async () => {
      const { text } = await call('split_dataset', { file: 'numbers.jsonl', count: 3 });
      assert.match(text, /numbers\.train\.jsonl: 12 lines\. .*numbers\.validation\.jsonl: 3 lines\./);
      assert.equal((await contentOf('numbers.validation.jsonl')).split('\n').length, 4);
      const again = await call('split_dataset', { file: 'numbers.jsonl', seed: 'x; touch run' });
      assert.ok(again.isError);
      assert.match(
        again.text,
        /the user runs: tunewright split \/.*\/data\/numbers\.jsonl --share 0\.1 --seed 'x; touch run' --by-label --force$/,
      );
    });
  });

  it('estimates the price of tuning, with its source', async () => {
    const { text } = await call('estimate_cost', {
      file: 'numbers.jsonl',
      target: 'gemini-2.5-flash',
      epochs: 3,
    });
    assert.match(text, /List price: (about )?\$[\d.]+, at \$\d.* per 1 million tokens \(.*20\d\d.*\)/);
    assert.match(text, /, epochs: 3\./);
  });

  describe('before Google bills anything', () => {
    const prompt = { model: 'vertexAi:gemini-2.5-flash', prompt: 'Hello?' };
    const evaluation = { file: 'numbers.jsonl', models: [prompt.model], limit: 2 };

    it('refuses, with numbers and what to do by hand, where nobody can be asked', async () => {
      const prompted = await call('prompt_model', prompt);
      assert.ok(prompted.isError);
      assert.match(
        prompted.text,
        /^Nothing was sent, .*It has about 2 tokens, the response up to 1,024 tokens\. The list price is up to \$0\.\d+ \(/,
      );
      const evaluated = await call('evaluate_models', evaluation);
      assert.ok(evaluated.isError);
      assert.match(
        evaluated.text,
        /: "Evaluate .* on 2 rows .*2 requests .*\$.*run: tunewright evaluate \/.*\/data\/numbers\.jsonl --target vertexAi:gemini-2\.5-flash --limit 2$/,
      );
    });

    it('asks of the model and the file that are meant, not of what an agent calls them', async () => {
      const pro = 'vertexAi:projects/p/locations/global/publishers/google/models/gemini-2.5-pro';
      for (const model of [
        `${pro}:streamGenerateContent?x=/gemini-2.5-flash-lite`,
        `${pro}#/y`,
        `${pro}/../y`,
      ])
        assert.match((await call('prompt_model', { ...prompt, model })).text, /must be SERVICE:NAME/, model);
      const file = 'data that costs nothing/../numbers.jsonl';
      assert.match((await call('evaluate_models', { ...evaluation, file })).text, / of numbers\.jsonl\?/);
    });

    for (const mode of ['legacy', 'auto'] as const)
      it(`asks the user through the client, and takes a no (${mode})`, async () => {
        const asking = new Client(
          { name: 'test', version: '1' },
          { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } },
        );
        const asked: string[] = [];
        let action: 'accept' | 'decline' = 'decline';
        asking.setRequestHandler('elicitation/create', ({ params }) => {
          asked.push(params.message);
          return action === 'accept' ? { action, content: {} } : { action };
        });
        await connect(asking);
        try {
          const refused = await call('prompt_model', prompt, asking);
          assert.match(refused.text, /^The user said no\. Nothing was sent\./);
          assert.equal(asked.length, 1);
          assert.match(
            asked[0] ?? '',
            /^Send one prompt to gemini-2\.5-flash \(Vertex AI\)\? .*\$.*Google bills it/,
          );
          action = 'accept';
          const sent = await call('prompt_model', prompt, asking);
          assert.equal(asked.length, 2);
          assert.match(sent.text, /credentials/i); // it goes on, to where there are none
        } finally {
          await asking.close();
        }
      });
  });

  describe('with the sandbox, where nothing costs anything', () => {
    let sandbox: RunningSandbox;
    let own: Client;
    let job = '';
    let model = '';
    before(async () => {
      sandbox = await startSandbox({ pace: 1 });
      own = await connected('--sandbox', sandbox.url);
      await promisify(execFile)(
        process.execPath,
        [path.resolve('dist/cli.js'), 'tune', await plan(), '--yes', '--sandbox', sandbox.url],
        {
          cwd: root,
          env: { ...process.env, HOME: folder, USERPROFILE: folder },
        },
      );
    });
    after(async () => {
      await own?.close();
      await sandbox?.stop();
    });
    const plan = async () => {
      const spec = {
        service: 'geminiApi',
        baseModel: 'models/gemini-1.0-pro-001',
        displayName: 'Numbers',
        dataset: 'numbers.jsonl',
        hyperparameters: { epochCount: 2, batchSize: 4 },
      };
      await writeFile(path.join(root, 'numbers.tune.json'), JSON.stringify(spec));
      return 'numbers.tune.json';
    };

    it('lists jobs, and tells of one with its curves in words', async () => {
      const { text } = await call('list_jobs', { service: 'geminiApi' }, own);
      job = /^(\S+) {2}.* {2}Numbers {2}/m.exec(text)?.[1] ?? '';
      assert.ok(job !== '', text);
      let told = await call('get_job', { job }, own);
      for (let i = 0; i < 60 && !/ {2}(SUCCEEDED|FAILED) {2}/.test(told.text); i++) {
        await sleep(500);
        told = await call('get_job', { job }, own);
      }
      assert.match(told.text, / {2}SUCCEEDED {2}/);
      assert.match(told.text, /Loss \(train\): [\d.]+ at step \d+, best [\d.]+ at step/);
      assert.match(told.text, /\nThe curves show nothing to worry about/);
      model = / {2}model (\S+)/.exec(told.text)?.[1] ?? '';
      assert.match((await call('get_job', { job: 'x:y' }, own)).text, /must be SERVICE:NAME/);
    });

    it('tells how far an evaluation is, when it is asked to', async () => {
      const told: (number | undefined)[] = [];
      const input = { file: 'numbers.jsonl', models: [model], limit: 3 };
      await own.callTool(
        { name: 'evaluate_models', arguments: input },
        { onprogress: ({ progress, total }) => told.push(progress, total) },
      );
      assert.deepEqual(told, [1, 3, 2, 3, 3, 3]);
    });

    it('prompts the tuned model, and evaluates it, without a question', async () => {
      const { text } = await call('prompt_model', { model, prompt: '1' }, own);
      assert.match(text, /finish reason: STOP\.\n.*\n<<<\w+\n.+/);
      const evaluated = await call(
        'evaluate_models',
        { file: 'numbers.jsonl', models: [model], limit: 3 },
        own,
      );
      assert.match(evaluated.text, /^Responses: 3 of 3, failed: 0\..*Exact match/is);
      const seen = { file: 'numbers.jsonl', models: [model], training: ['numbers.jsonl'] };
      assert.match((await call('evaluate_models', seen, own)).text, /are in the training data of the models/);
    });
  });

  it('refuses a folder that is everything', async () => {
    await assert.rejects(connected('--root', folder)); // the home folder here
  });

  describe('after all of this', () => {
    it('was called with each of its tools', async () => {
      const { tools } = await client.listTools();
      assert.deepEqual([...called].sort(), tools.map(({ name }) => name).sort());
    });
  });
});

function linesIn(text: string): string[] {
  return [...text.matchAll(/^--- line (\d+) ---$/gm)].map(([, line = '']) => line);
}
