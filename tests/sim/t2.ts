import { startTemplate } from '../support/template.ts';
import { SimServer } from './server.ts';
import { simulate } from './simulate.ts';
const T: Record<string, [number, number]> = {};
for (const name of ['apply', 'pull', 'news', 'mayHear'] as const) {
  const orig = SimServer.prototype[name] as any;
  (SimServer.prototype as any)[name] = async function (...a: any[]) {
    const t0 = performance.now();
    try {
      return await orig.apply(this, a);
    } finally {
      const e = (T[name] ??= [0, 0]);
      e[0]++;
      e[1] += performance.now() - t0;
    }
  };
}
const t = await startTemplate();
const c0 = process.cpuUsage();
const t0 = performance.now();
const r = await simulate(t, { seed: +process.argv[2]!, mutations: 10000, phones: 50, minutes: 15 });
console.log((performance.now() - t0) / 1000, process.cpuUsage(c0), T, r);
await t.stop();
