// The reading of `check` alone, in one thread and without the start of a process: `node scanLoop.js FILE FORMAT`.
import { closeSync, openSync, statSync } from 'node:fs';
import { BlockScanner } from '../../src/dataset/scan/blockScanner';

const [path = '', format = ''] = process.argv.slice(2);
const start = process.cpuUsage();
const fd = openSync(path, 'r');
const file = { fd, size: statSync(path).size, blockSize: 1 << 20 };
const scanner = new BlockScanner(file, { format, target: undefined, severities: {} });
let lines = 0;
for (let block = 0; block < scanner.blockCount; block++) lines += scanner.scan(block).lines;
closeSync(fd);
const { user, system } = process.cpuUsage(start);
process.stdout.write(`${lines} ${(user + system) / 1_000}\n`);
