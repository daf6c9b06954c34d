import type { ChildProcess, SpawnOptions } from 'node:child_process';

/** Starts a program whose whole process group ends with us. */
export function startChild(program: string, args: readonly string[], options?: SpawnOptions): ChildProcess;
/** Ends it and all that it started; resolves when they are gone. */
export function endChild(child: { pid?: number | undefined }): Promise<void>;
