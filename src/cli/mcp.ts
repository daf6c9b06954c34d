import { command, Exit, UsageError } from './command';
import { connectionOptions, whereOf } from './connection/where';

/** `tunewright mcp`: the tools of src/agents for agents outside VS Code. */
export const mcp = command({
  name: 'mcp',
  summary: 'Serves tools for agents over stdio, by the Model Context Protocol (MCP).',
  usage: ['[--root FOLDER]… [options]'],
  details:
    "An agent's program starts this command and ends it. The tools read and write only inside the folders that --root names. Whatever Google bills asks you first, through that program.",
  options: {
    root: {
      type: 'string',
      multiple: true,
      value: 'FOLDER',
      help: 'Folder that agents may use. Repeat for more (default: the current folder)',
    },
    ...connectionOptions,
  },
  run: async ({ values, positionals }) => {
    if (positionals.length > 0) throw new UsageError('mcp takes no arguments, only options.');
    const where = whereOf(values);
    const { rootsOf } = await import('./mcp/namedRoots');
    const roots = await rootsOf(values.root);
    await (await import('./mcp/mcpServer')).serve(roots, where);
    return Exit.Good;
  },
});
