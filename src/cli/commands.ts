import { check } from './check';
import type { CliCommand } from './command';
import { convert } from './convert';
import { dedupe } from './dedupe';
import { diff } from './diff';
import { evaluate } from './evaluate';
import { fix } from './fix';
import { importCommand } from './import';
import { mcp } from './mcp';
import { merge } from './merge';
import { sample } from './sample';
import { shuffle } from './shuffle';
import { split } from './split';
import { stats } from './stats';
import { cancel } from './tuning/cancel';
import { jobs } from './tuning/jobs';
import { tune } from './tuning/tune';
import { wait } from './tuning/wait';

/** All commands, in the order of the help. */
export const commands: readonly CliCommand[] = [
  check,
  fix,
  importCommand,
  convert,
  stats,
  diff,
  dedupe,
  merge,
  sample,
  shuffle,
  split,
  evaluate,
  tune,
  jobs,
  wait,
  cancel,
  mcp,
];
