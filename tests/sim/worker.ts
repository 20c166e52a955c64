/** One process of `npm run test:sim`: runs the seeds that it is given, one after the other. */
import { simulate, type Outcome, type SeedOptions } from './simulate.ts';
import type { Template } from '../support/template.ts';

export interface Order {
  template: Template;
  options: SeedOptions;
}
export type Report = Outcome & { seconds: number };

process.on('message', ({ template, options }: Order) => {
  const startedAt = performance.now();
  simulate(template, options).then(
    (outcome) => {
      const report: Report = { ...outcome, seconds: (performance.now() - startedAt) / 1000 };
      process.send?.(report);
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
