// Loaded into a measured process (`--require`): writes its peak resident memory in KiB and its processor time, of all
// threads, in milliseconds to file descriptor 3.
import { existsSync, readFileSync, writeSync } from 'node:fs';

const STATUS = '/proc/self/status';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, `${peak()} ${Math.round((user + system) / 1_000)}`);
});

/** Linux counts the memory of the parent, from before the program started, into `maxRSS`; not into VmHWM. */
function peak(): number {
  const line = existsSync(STATUS) ? /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(STATUS, 'utf8')) : undefined;
  return line?.[1] ? Number(line[1]) : process.resourceUsage().maxRSS;
}
