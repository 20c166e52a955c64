import { Clock } from '../clock.svelte';
import { OperationState } from '../operation.svelte';
import { Session } from '../session.svelte';
import { Begun } from './begun.svelte';
import { Once } from './once';

type BegunApp = Begun<Session, OperationState> & { clock: Clock };
const once = new Once<BegunApp>();

/** For the page's own script, before the files of the screens have come (`begin.ts`). */
export const begin = (): void =>
  once.make(() => {
    const clock = new Clock();
    const session = new Session();
    const open = (operationId: string) => {
      const operation = new OperationState({ session, clock, operationId });
      return { operation, stop: operation.start() };
    };
    return Object.assign(new Begun({ session, open }), { clock });
  });

/** What the page has begun, for the layout of all screens behind the sign-in; once. */
export const takeBegun = (): BegunApp | null => {
  const taken = once.take();
  taken?.handOver();
  return taken;
};
