// The bare loop that `check` is measured against: reads a file in pieces and calls `JSON.parse` on every line. Prints
// the number of lines, and the milliseconds of processor time without the start of the process.
import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const start = process.cpuUsage();
const fd = openSync(process.argv[2] ?? '', 'r');
const decoder = new StringDecoder('utf8');
const bytes = Buffer.allocUnsafe(1 << 20);
let rest = '';
let lines = 0;
for (;;) {
  const count = readSync(fd, bytes, 0, bytes.length, null);
  if (count === 0) break;
  const texts = (rest + decoder.write(bytes.subarray(0, count))).split('\n');
  rest = texts.pop() ?? '';
  for (const text of texts) {
    JSON.parse(text);
    lines++;
  }
}
if (rest !== '') {
  JSON.parse(rest);
  lines++;
}
closeSync(fd);
const { user, system } = process.cpuUsage(start);
process.stdout.write(`${lines} ${(user + system) / 1_000}\n`);
