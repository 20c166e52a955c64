import { startInstance } from '../support/instance.ts';
const i = await startInstance('/tmp/perf-data');
try { console.log((await (await fetch(i.origin+'/login')).text()).split('\n').slice(44,75).join('\n').slice(0,3000)); } finally { await i.stop(); }
