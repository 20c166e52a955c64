import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { startInstance } from '../support/instance.ts';
import { mkdirSync } from 'node:fs';
mkdirSync('/tmp/perf-data',{recursive:true});
const i = await startInstance('/tmp/perf-data');
const b = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']});
try {
const acc = JSON.parse(readFileSync('/tmp/perf-data/demo-accounts.json','utf8')).find((a:any)=>a.email.startsWith('coordinator.team1@'));
const c = await b.newContext({viewport:{width:360,height:640},hasTouch:true,locale:process.argv[2]??'ar-SY'});
const p = await c.newPage();
p.on('pageerror',e=>console.log('ERR',e.message,e.stack)); p.on('console',m=>console.log('LOG',m.text()));
await p.goto(i.origin+'/login');
await p.locator('input[type=email]').fill(acc.email); await p.locator('input[type=password]').fill(acc.password);
await p.locator('button[type=submit]').click();
await p.locator('main a[href^="/field/tasks/"]').first().waitFor({timeout:25000}).catch(e=>console.log(e.message));
await p.waitForTimeout(1500);
await p.screenshot({path:'/tmp/perf-shot.png'});
await p.evaluate(()=>scrollTo(0,500)); await p.waitForTimeout(500);
await p.screenshot({path:'/tmp/perf-shot2.png'});
console.log(await p.locator('.card').first().innerHTML({timeout:1000}).catch(e=>e.message));
await p.setViewportSize({width:1440,height:900}); await p.evaluate(()=>scrollTo(0,0)); await p.waitForTimeout(500); await p.screenshot({path:'/tmp/perf-shot3.png'});
} finally { await b.close(); await i.stop(); }
