import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { recordFiles } from '../../../src/base/files/records';
import { LosesPower } from './losesPower';

const noteSchema = v.object({ id: v.string(), text: v.string() });
type Note = v.InferOutput<typeof noteSchema>;

describe('records on disk', () => {
  it('that were put are there after a loss of power at any later moment, and are whole at every moment', async () => {
    for (let steps = 0; ; steps++) {
      for (const chance of [0, 0.3, 0.6, 0.99]) {
        const disk = new LosesPower();
        const leave = disk.use();
        try {
          const notes = recordFiles<Note>(LosesPower.root, '.note.json', noteSchema);
          let put = 0;
          let left = steps;
          const step = () => (--left < 0 ? new Promise<never>(() => {}) : Promise.resolve());
          const write = async () => {
            for (const text of ['first', 'second', 'third']) {
              await notes.put({ id: 'n', text });
              put++;
            }
            return true;
          };
          const isDone = await Promise.race([
            LosesPower.run(step, write),
            new Promise<false>((resolve) => setImmediate(() => resolve(false))),
          ]);
          disk.losePower(() => chance);
          const found = (await notes.get('n'))?.text;
          const texts = [undefined, 'first', 'second', 'third'];
          assert.ok(texts.indexOf(found) >= put, `${found} after ${put} were put and ${steps} steps`);
          assert.deepEqual(await notes.unreadable(), []);
          if (isDone && chance === 0.99) return;
        } finally {
          leave();
        }
      }
    }
  });

  describe('of another version', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'tunewright-records-'));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it('are named and left as they are, as is what is no record at all', async () => {
      const notes = recordFiles<Note>(folder, '.note.json', noteSchema);
      await notes.put({ id: 'a', text: 'ours' });
      const foreign = {
        'newer.note.json': '{"version": 2, "id": "newer", "text": "theirs"}',
        'cut.note.json': '{"id": "cut", ',
        'other.note.json': '{"id": "other", "words": []}',
      };
      for (const [name, text] of Object.entries(foreign)) await writeFile(path.join(folder, name), text);
      assert.deepEqual(await notes.all(), [{ id: 'a', text: 'ours' }]);
      const named = (await notes.unreadable()).map((file) => path.basename(file)).sort();
      assert.deepEqual(named, Object.keys(foreign).sort());
      for (const id of ['newer', 'cut', 'other'])
        await assert.rejects(notes.put({ id, text: 'ours' }), /can't read the record .* It wasn't changed/);
      for (const [name, text] of Object.entries(foreign))
        assert.equal(await readFile(path.join(folder, name), 'utf8'), text);
      assert.equal((await readdir(folder)).length, 4);
    });
  });
});
