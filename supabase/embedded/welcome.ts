import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Sql } from 'postgres';
import * as v from 'valibot';
import { fillDemo } from './demo.ts';
import { firstAdminLink } from './first-admin.ts';
import { writePrivateFile } from './secrets.ts';

export type WelcomeOptions = {
  sql: Sql;
  /** With the secret key. */
  service: SupabaseClient;
  dataDirectory: string;
  demo: boolean;
  origin: string;
  log: (line: string) => void;
};

const Accounts = v.array(
  v.object({
    email: v.string(),
    password: v.string(),
    role: v.string(),
    team: v.nullable(v.string()),
  }),
);

/**
 * What the operator reads when Daylight is ready: the demo's sign-ins, or the link for the first
 * admin of an empty one. Fills the demo when it is wanted and there is no operation yet.
 */
export async function welcome(options: WelcomeOptions): Promise<string[]> {
  const { sql, service, dataDirectory, demo, origin, log } = options;
  const path = join(dataDirectory, 'demo-accounts.json');
  if (demo && !(await hasOperation(sql))) {
    log('Filling the demo operation …');
    const accounts = await fillDemo({ sql, service, now: new Date() });
    writePrivateFile(path, `${JSON.stringify(accounts, null, 2)}\n`);
  }
  if (demo && existsSync(path)) return signIns(path);
  const link = await firstAdminLink({ sql, auth: service.auth.admin, origin });
  if (link === null) return [];
  return [`The first admin (${link.email}) joins by this link, once and within a day:`, link.href];
}

async function hasOperation(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    select exists (select from public.operations) as found`;
  return row?.found ?? false;
}

function signIns(path: string): string[] {
  const accounts = v.parse(Accounts, JSON.parse(readFileSync(path, 'utf8')));
  const rows = accounts.map(({ email, password, role, team }) => [
    team === null ? role : `${role} ${team}`,
    email,
    password,
  ]);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1)];
  return [
    `Demo sign-ins (also in ${path}):`,
    ...rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`),
  ];
}
