import { constants } from 'node:fs';

type Flag = 'O_RDWR' | 'O_WRONLY' | 'O_APPEND' | 'O_CREAT' | 'O_EXCL' | 'O_NOFOLLOW' | 'O_NONBLOCK';

/** How to open a file. Windows knows neither `O_NOFOLLOW` nor `O_NONBLOCK`; `O_EXCL` and a look at the file make up for it. */
export function flags(...names: readonly Flag[]): number {
  const values: Readonly<Partial<Record<Flag, number>>> = constants;
  return names.reduce((sum, name) => sum | (values[name] ?? 0), 0);
}

/** Made new or refused, and never reached through a link. */
export const exclusive = flags('O_WRONLY', 'O_CREAT', 'O_EXCL', 'O_NOFOLLOW');
