// npm run bench: every tests/bench/*.bench.ts in turn, each against its budget. With words as
// arguments only the files that have one of them in their names. Ends with 1 when a budget is missed.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = join(import.meta.dirname, '..', 'tests', 'bench');
const words = process.argv.slice(2);
const files = readdirSync(folder).filter(
  (file) =>
    file.endsWith('.bench.ts') && (words.length === 0 || words.some((word) => file.includes(word))),
);

let missed = 0;
for (const file of files) {
  const { default: bench } = await import(pathToFileURL(join(folder, file)).href);
  for (const { name, measured, budget, unit, detail } of await bench()) {
    const kept = measured <= budget;
    if (!kept) missed += 1;
    console.log(
      `${kept ? 'kept  ' : 'MISSED'}  ${name}: ${measured.toFixed(2)} ${unit} of at most ${Number(budget.toFixed(2))} ${unit} (${detail})`,
    );
  }
}
process.exitCode = missed === 0 ? 0 : 1;
