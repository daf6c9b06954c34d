import { python } from './python';
import type { Snippet } from './snippet';

/** VS Code's id of a Jupyter notebook. */
export const notebookType = 'jupyter-notebook';

/** What stands in the file of a notebook (nbformat 4.5). */
export interface Notebook {
  readonly cells: readonly NotebookCell[];
  readonly metadata: object;
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}

interface NotebookCell {
  readonly id: string;
  readonly cell_type: 'markdown' | 'code';
  readonly metadata: object;
  readonly source: string;
}

/** A Jupyter notebook with the program in Python: a cell installs its packages, the next asks the model. */
export const notebook: Snippet = {
  id: 'notebook',
  label: 'Jupyter Notebook (Python)',
  language: notebookType,

  write(call, access) {
    const [install = '', ...program] = python.write(call, access).trim().split('\n');
    const content: Notebook = {
      cells: [
        {
          id: 'about',
          cell_type: 'markdown',
          metadata: {},
          source: `# Prompt a model\n\nThis notebook prompts \`${call.model}\`. Run its cells in order.`,
        },
        codeCell('install', install.replace(/^# pip install/, '%pip install --quiet')),
        codeCell('prompt', program.join('\n').trimStart()),
      ],
      metadata: {
        kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
        language_info: { name: 'python' },
      },
      nbformat: 4,
      nbformat_minor: 5,
    };
    return `${JSON.stringify(content, undefined, 1)}\n`;
  },
};

function codeCell(id: string, source: string) {
  return { id, cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source } as const;
}
