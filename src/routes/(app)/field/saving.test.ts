import { describe, expect, it } from 'vitest';
import { Saving } from './saving.svelte.ts';

describe('what is said about a record', () => {
  it('comes only when the record is durable', async () => {
    const saving = new Saving();
    let done = (_: string): void => undefined;
    const kept = saving.keep(new Promise<string>((resolve) => (done = resolve)), 'Saved');
    expect(saving.said).toBe('');
    done('id');
    expect(await kept).toBe(true);
    expect(saving.said).toBe('Saved');
  });

  it('is that it failed, when the phone could not keep it, and nothing of it being saved', async () => {
    const saving = new Saving();
    await saving.keep(Promise.resolve(), 'Saved');
    expect(await saving.keep(Promise.reject(new Error('full')), 'Saved')).toBe(false);
    expect(saving).toMatchObject({ failed: true, said: '' });
  });

  it('is told again for the next record, and a failure is over with it', async () => {
    const saving = new Saving();
    await saving.keep(Promise.reject(new Error('full')), 'Saved');
    await saving.keep(Promise.resolve(), 'Saved');
    expect(saving).toMatchObject({ failed: false, said: 'Saved', count: 2 });
  });
});
