/**
 * `npm start` and `npm run dev`: runs on Node 20 or later with nothing installed. Installs what
 * package-lock.json asks for, builds when a source changed, and then runs the server on the Node
 * that came with the installation.
 */
import { spawn } from 'node:child_process';
import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { fail, nodePath, root } from './lib/run.mjs';

const development = process.argv.includes('--dev');
try {
  await install();
  if (!development) await build();
} catch (error) {
  fail(error);
}

const server = spawn(
  nodePath(),
  ['supabase/embedded/serve.ts', ...(development ? ['--dev'] : [])],
  // Over the channel the server notices when this process dies, and stops too.
  { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: environment() },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // Ctrl-C reaches the server by itself; a signal to this process alone is passed on.
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) server.kill(signal);
  });
}
// npm passes a signal to its shell, and the shell dies without passing it on.
if (['start', 'dev'].includes(process.env.npm_lifecycle_event ?? '')) {
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) server.kill('SIGTERM');
  }, 300).unref();
}
server.once('exit', (code) => process.exit(code ?? 1));

function environment() {
  return { ...process.env, NODE_ENV: development ? 'development' : 'production' };
}
