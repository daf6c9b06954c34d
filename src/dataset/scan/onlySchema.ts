import { rules } from '../rules/index';

/** Leaves only what makes a line an example: no style, no limits of a target. */
export const ONLY_SCHEMA = Object.fromEntries(rules.map(({ id }) => [id, 'off' as const]));
