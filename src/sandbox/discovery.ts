import { rmSync } from 'node:fs';
import path from 'node:path';
import { SERVER_NAME } from './http/server';
import { readState, writeAtomically } from './state/files';

/** `sandbox.json` in the data folder: how others find a sandbox that runs there. */
export interface Announcement {
  readonly url: string;
  readonly adc: string;
  readonly pid: number;
}

export function announce(data: string, announcement: Announcement): void {
  writeAtomically(fileIn(data), JSON.stringify(announcement));
}

export function withdraw(data: string): void {
  rmSync(fileIn(data), { force: true });
}

/** The sandbox that already uses this folder. An announcement of one that is gone counts for nothing. */
export async function findRunning(data: string): Promise<Announcement | undefined> {
  const announcement = readState(fileIn(data), readAnnouncement);
  if (!announcement) return undefined;
  try {
    process.kill(announcement.pid, 0);
    const reply = await fetch(announcement.url, { signal: AbortSignal.timeout(2000) });
    return reply.headers.get('server') === SERVER_NAME ? announcement : undefined;
  } catch {
    return undefined;
  }
}

function readAnnouncement(text: string): Announcement | undefined {
  const { url, adc, pid } = JSON.parse(text) as Partial<Announcement>;
  const isHere = typeof url === 'string' && /^http:\/\/127\.0\.0\.1:\d+$/.test(url);
  const isProcess = Number.isInteger(pid) && Number(pid) > 0; // others mean groups of processes
  return isHere && isProcess && typeof adc === 'string' ? { url, adc, pid: Number(pid) } : undefined;
}

function fileIn(data: string): string {
  return path.join(data, 'sandbox.json');
}
