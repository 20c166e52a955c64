import type { TestProject } from 'vitest/node';
import { startTemplate, type Template } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's Postgres. */
    postgres: Template;
  }
}

type Shared = { running: ReturnType<typeof startTemplate>; users: number };
const holder = globalThis as { daylightTestCluster?: Shared | undefined };

/** One throwaway Postgres for a test run, shared by the projects that ask for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (holder.daylightTestCluster ??= { running: startTemplate(), users: 0 });
  shared.users += 1;
  const { port, password, template } = await shared.running;
  project.provide('postgres', { port, password, template });
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    holder.daylightTestCluster = undefined;
    await (await shared.running).stop();
  };
}
