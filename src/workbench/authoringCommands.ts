import type { Authoring } from './authoring';
import { convertDataset } from './editor/convert/convertDataset';
import { chooseFormat } from './editor/documents/chooseFormat';
import { chooseTarget } from './editor/documents/chooseTarget';
import { findNearDuplicates } from './editor/duplicates/findNearDuplicates';
import { openSample } from './editor/openSample';
import { compareFiles } from './editor/pairs/compareFiles';
import { showProblems } from './editor/problems/showProblems';
import { showRule } from './editor/problems/showRule';

export type AuthoringCommand = (authoring: Authoring, ...args: unknown[]) => Promise<void> | void;

/** The commands that work in a browser, too: they know files by VS Code alone. */
export const authoringCommands = {
  openSample,
  chooseFormat,
  chooseTarget,
  convertDataset,
  findNearDuplicates,
  compareFiles,
  showProblems,
  showRule,
  showLog: ({ log }) => log.show(),
} satisfies Readonly<Record<string, AuthoringCommand>>;
