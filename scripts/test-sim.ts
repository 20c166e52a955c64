// npm run test:sim: fifty phones against the real SQL, with everything that can go wrong, one seed
// after the other. docs/decisions/0012-the-simulator.md says what it proves.
//   SEEDS=50         how many, from 1 (or from FIRST)
//   SEED=7           this one alone
//   MUTATIONS=10000  records a seed
//   WORKERS=2        processes
// Ends with `N passed, N failed`, and with 1 when a seed has failed.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Order, Report } from '../tests/sim/worker.ts';
import { startTemplate } from '../tests/support/template.ts';

const number = (name: string, otherwise: number): number => {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isInteger(value) || value < 1) {
    console.error(`${name} is to be a whole number from 1.`);
    process.exit(2);
  }
  return value;
};

const first = number('SEED', number('FIRST', 1));
const count = process.env['SEED'] === undefined ? number('SEEDS', 50) : 1;
const mutations = number('MUTATIONS', 10_000);
const phones = number('PHONES', 50);
const minutes = number('MINUTES', Math.max(4, Math.round(mutations / 1_250)));
const seeds = Array.from({ length: count }, (_, index) => first + index);

const workerPath = join(import.meta.dirname, '..', 'tests', 'sim', 'worker.ts');
const passed: number[] = [];
const failed: number[] = [];

const cluster = await startTemplate();
const { port, password, template } = cluster;
try {
  const workers = Array.from({ length: Math.min(number('WORKERS', 2), count) }, () => work());
  await Promise.all(workers);
} finally {
  await cluster.stop();
}
console.log(`${passed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 && passed.length === count ? 0 : 1;

async function work(): Promise<void> {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    const report = await runSeed(seed);
    if (report && report.faults.length === 0) passed.push(seed);
    else failed.push(seed);
    if (report) tell(report);
    else console.log(`seed ${seed} FAILED: the process has ended`);
    if (!report || report.faults.length > 0) console.log(`  again: ${command(seed)}`);
  }
}

/** A process of its own for each: what one has left in memory slows the next one down. */
function runSeed(seed: number): Promise<Report | null> {
  // Rows of fifty phones come and go: a larger nursery saves a third of the time.
  const child = fork(workerPath, { execArgv: ['--max-semi-space-size=128'] });
  const order: Order = {
    template: { port, password, template },
    options: { seed, mutations, phones, minutes },
  };
  child.send(order);
  return new Promise((resolve) => {
    child.once('exit', () => resolve(null));
    child.once('message', (report: Report) => {
      resolve(report);
      child.disconnect();
    });
  });
}

function tell({ seed, faults, figures: f, seconds, digest, calmAfter }: Report): void {
  const crashes = f.crashesBefore + f.crashesWithin + f.crashesAfter;
  console.log(
    [
      `seed ${seed} ${faults.length === 0 ? 'passed' : 'FAILED'} in ${seconds.toFixed(0)} s`,
      `${f.mutations} records, ${f.events} events (${f.applied} applied, ${f.conflicts} conflicts, ${f.rejected} rejected)`,
      `${crashes} crashes at a write (${f.crashesBefore} before, ${f.crashesWithin} within, ${f.crashesAfter} after) and ${f.kills} at any time`,
      `${f.batches} batches and ${f.pulls} pulls: ${f.requestsLost} lost, ${f.answersLost} answers lost, ${f.requestsDuplicated} sent twice, ${f.duplicateAnswers} answered as duplicates, ${f.serverErrors} unexpected failures`,
      `live: ${f.liveHeard} heard, ${f.liveLost} lost, ${f.liveDuplicated} twice`,
      `${f.cuts} times cut off, ${f.clockJumps} clocks set, ${f.diskFull} writes on a full disk, ${f.revoked} put out, ${f.letIn} let in, ${f.rightsChanged} other rights, ${f.epochs} restores, ${f.closings} closings, ${f.resets} begun anew`,
      `at rest after ${calmAfter.toFixed(1)} min, log ${digest}`,
    ].join('; '),
  );
  for (const fault of faults) console.log(`  ${fault}`);
}

function command(seed: number): string {
  return `SEED=${seed} MUTATIONS=${mutations} PHONES=${phones} MINUTES=${minutes} npm run test:sim`;
}
