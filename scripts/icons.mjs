// node scripts/icons.mjs: draws static/icons from static/favicon.svg. Run it when the sign changes.
import { existsSync, readFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { root } from './lib/run.mjs';

const sign = readFileSync(join(root, 'static', 'favicon.svg'), 'utf8');
/** Launchers cut a maskable icon to any shape within the inner 80 %: no corners, and more room. */
const full = sign.replace('rx="8" ', '');
const inset = full.replace('viewBox="0 0 32 32"', 'viewBox="-6 -6 44 44"');

const icons = [
  { name: 'icon-192', size: 192, svg: sign, background: 'transparent' },
  { name: 'icon-512', size: 512, svg: sign, background: 'transparent' },
  { name: 'icon-maskable-512', size: 512, svg: inset, background: '#0f5c63' },
  // iOS rounds the corners itself and draws what is see-through in black.
  { name: 'apple-touch-icon', size: 180, svg: full, background: '#0f5c63' },
];

const system = '/usr/bin/chromium';
const browser = await chromium.launch({
  ...(existsSync(system) ? { executablePath: system } : {}),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
mkdirSync(join(root, 'static', 'icons'), { recursive: true });
for (const { name, size, svg, background } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<body style="margin:0;background:${background}"><div style="width:${size}px">${svg}</div>`,
  );
  await page.screenshot({
    path: join(root, 'static', 'icons', `${name}.png`),
    omitBackground: true,
  });
  await page.close();
}
await browser.close();
