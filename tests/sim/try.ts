import { startTemplate } from '../support/template.ts';
import { simulate } from './simulate.ts';
const t = await startTemplate();
try {
  for (let seed = +process.argv[2]!; seed <= +(process.argv[3] ?? process.argv[2]!); seed++) {
    const t0 = Date.now();
    const r = await simulate(t, {
      seed,
      mutations: +(process.env.MUTATIONS ?? 1000),
      phones: +(process.env.PHONES ?? 20),
      minutes: +(process.env.MINUTES ?? 20),
    });
    console.log(
      seed,
      ((Date.now() - t0) / 1000).toFixed(1) + 's',
      r.digest,
      'calm',
      r.calmAfter.toFixed(1),
      JSON.stringify(r.figures),
    );
    for (const f of r.faults.slice(0, 12)) console.log('  FAULT', f.slice(0, 900));
  }
} finally {
  await t.stop();
}
