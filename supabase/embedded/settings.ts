import { isIP } from 'node:net';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { StartError } from './start-error.ts';

/** What the environment says about this start. docs/operations.md explains each variable. */
export type Settings = {
  host: string;
  port: number;
  /** Absolute. */
  dataDirectory: string;
  /** Fill the demo operation when there is no operation yet. */
  demo: boolean;
  /** Let channels without `private` be joined. */
  realtimePublic: boolean;
  /** The header in which a proxy in front names the caller's address. */
  addressHeader: string | null;
};

const Port = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65_535));
const Switch = v.picklist(['on', 'off']);

/** Reads the environment; throws StartError with one line for a value that cannot be. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const host = env['HOST'] || '127.0.0.1';
  const settings: Settings = {
    host,
    port: read(Port, 'PORT', env['PORT'] || '3000', 'a number from 0 to 65535'),
    dataDirectory: resolve(env['DATA_DIR'] || 'data'),
    demo: read(Switch, 'DEMO', env['DEMO'] || 'on', '"on" or "off"') === 'on',
    realtimePublic:
      read(Switch, 'REALTIME_PUBLIC', env['REALTIME_PUBLIC'] || 'off', '"on" or "off"') === 'on',
    addressHeader: env['ADDRESS_HEADER']?.toLowerCase() || null,
  };
  if (settings.demo && !isLoopback(host)) {
    throw new StartError(
      `The demo and its known accounts are for this machine alone, and HOST is ${host}. Set DEMO=off, or leave HOST out.`,
    );
  }
  return settings;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** The address at which this machine reaches what listens on `host`. */
export function originOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${isIP(reachable) === 6 ? `[${reachable}]` : reachable}:${port}`;
}

function read<S extends v.GenericSchema<string, unknown>>(
  schema: S,
  name: string,
  value: string,
  expected: string,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new StartError(`${name} must be ${expected}, and is "${value}".`);
}
