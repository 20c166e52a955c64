// npm run verify-log FILE: proves from the file alone that an exported log is whole.
// Ends with 0 when it is, with 1 when it is not, with 2 when the file is no log or cannot be read.
import { createReadStream } from 'node:fs';
import { Chain, type Fault } from './verify-log/chain.ts';
import { linesOf } from './verify-log/lines.ts';
import { inWords } from './verify-log/report.ts';

const [path, ...more] = process.argv.slice(2);
if (path === undefined || more.length > 0) {
  console.error('Usage: npm run verify-log FILE');
  process.exit(2);
}

const chain = new Chain();
let fault: Fault | undefined;
try {
  fault = await firstFault(path);
} catch (error) {
  console.error(
    `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(2);
}
if (fault) {
  console.error(inWords(fault));
  process.exit(fault.type === 'no_log' ? 2 : 1);
}
console.log(
  `The log of operation ${chain.header?.operation_id ?? ''} is whole: ${chain.entries} entries, exported ${chain.header?.exported_at ?? ''}.`,
);

async function firstFault(file: string): Promise<Fault | undefined> {
  for await (const lines of linesOf(createReadStream(file, { highWaterMark: 1 << 20 }))) {
    for (const line of lines) {
      const found = chain.line(line);
      if (found) return found;
    }
  }
  return chain.end();
}
