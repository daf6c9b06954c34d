// A signal may live as long as the window: whoever listens to it lets go of it again, in the same file.
import assert from 'node:assert/strict';
import { isCallExpression, isPropertyAccessExpression, isStringLiteral } from 'typescript/unstable/ast/is';
import { nodesOf, readSource } from './sourceFiles';

describe('listeners to abort signals', function () {
  this.timeout(120_000);

  it('are taken away again', () => {
    const kept = readSource((files) =>
      files.flatMap(({ file, source }) => {
        const calls = { addEventListener: 0, removeEventListener: 0 };
        for (const node of nodesOf(source)) {
          if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) continue;
          const [event] = node.arguments;
          if (!event || !isStringLiteral(event) || event.text !== 'abort') continue;
          const name = node.expression.name.text;
          if (name === 'addEventListener' || name === 'removeEventListener') calls[name]++;
        }
        return calls.addEventListener > 0 ? [{ file, calls }] : [];
      }),
    );
    assert.ok(kept.length >= 5, 'it finds some');
    assert.deepEqual(
      kept.filter(({ calls }) => calls.removeEventListener < calls.addEventListener).map(({ file }) => file),
      [],
    );
  });
});
