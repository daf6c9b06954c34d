import { check } from './check';
import type { CliCommand } from './command';
import { convert } from './convert';
import { diff } from './diff';
import { evaluate } from './evaluate';
import { fix } from './fix';
import { split } from './split';
import { stats } from './stats';

/** All commands, in the order of the help. */
export const commands: readonly CliCommand[] = [check, fix, convert, stats, diff, split, evaluate];
