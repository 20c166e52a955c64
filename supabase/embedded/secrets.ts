import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { StartError } from './start-error.ts';

const Secrets = v.object({
  /** For every login role of the database. */
  databasePassword: v.pipe(v.string(), v.minLength(32)),
  /** Signs the access tokens (HS256). */
  jwtSecret: v.pipe(v.string(), v.minLength(32)),
  /** The API key of the app in the browser: no right beyond those of the signed-in user. */
  publishableKey: v.pipe(v.string(), v.startsWith('sb_publishable_')),
  /** The API key of the server: bypasses row level security. */
  secretKey: v.pipe(v.string(), v.startsWith('sb_secret_')),
});

/** What the embedded stack keeps secret, made once for a data directory. */
export type Secrets = v.InferOutput<typeof Secrets>;

/**
 * Reads DATA_DIR/secrets.json, or makes it when the data directory is new. A database without
 * its secrets cannot be opened, so a missing file beside one is an error and not made again.
 */
export async function readSecrets(dataDirectory: string): Promise<Secrets> {
  const path = join(dataDirectory, 'secrets.json');
  if (!existsSync(path)) {
    if (existsSync(join(dataDirectory, 'postgres'))) {
      throw new StartError(
        `${path} is missing, and the database beside it cannot be opened without it. Put it back from a backup, or move ${dataDirectory} away to start empty.`,
      );
    }
    const secrets = await makeSecrets();
    writePrivateFile(path, `${JSON.stringify(secrets, null, 2)}\n`);
    return secrets;
  }
  try {
    return v.parse(Secrets, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new StartError(
      `${path} cannot be read. Put it back from a backup, or move ${dataDirectory} away to start empty.`,
    );
  }
}

async function makeSecrets(): Promise<Secrets> {
  // Loaded for the first start alone: it is large, and a start that is refused should be quick.
  const { generateApiKey } = await import('@supabase/lite');
  const random = () => randomBytes(32).toString('base64url');
  return {
    databasePassword: random(),
    jwtSecret: random(),
    publishableKey: (await generateApiKey('publishable')).key,
    secretKey: (await generateApiKey('secret')).key,
  };
}

/** Writes a file that only its owner can read, whole or not at all. */
export function writePrivateFile(path: string, text: string): void {
  const unfinished = `${path}.tmp`;
  writeFileSync(unfinished, text, { mode: 0o600, flush: true });
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, path);
}
