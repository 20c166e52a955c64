import { startTemplate } from '../support/template.ts';
import { SimServer } from './server.ts';
import { simulate } from './simulate.ts';
const orig = SimServer.prototype.close;
const pulls: any[] = [];
const op = SimServer.prototype.pull;
SimServer.prototype.pull = async function (u, o, c, p) {
  pulls.push([u, o, c, p]);
  return op.call(this, u, o, c, p);
};
SimServer.prototype.close = async function () {
  const args = pulls.filter((x) => x[2]).slice(-200);
  const time = async (l: string) => {
    const t0 = performance.now();
    for (const a of args) await op.apply(this, a as any);
    console.log(l, (performance.now() - t0) / args.length);
  };
  const api = (this as any).sql;
  await time('plain');
  await time('plain');
  await (this as any).sql`analyze`;
  await time('analyzed');
  await time('analyzed');
  await (this as any).asx?.();
  return orig.call(this);
};
const t = await startTemplate();
const r = await simulate(t, { seed: 5, mutations: 1000, phones: 20, minutes: 10 });
await t.stop();
