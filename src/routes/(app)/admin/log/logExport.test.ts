import { describe, expect, it } from 'vitest';
import { LogExport } from './logExport.svelte.ts';

const header = { daylight_log: 1, count: 2, head_hash: 'f00' };
const lines = (...entries: object[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`);

/** A server that sends these pieces, and then breaks off if it is told to. */
const sending =
  (pieces: string[], { breaks = false, status = 200 } = {}): typeof fetch =>
  () => {
    const encoder = new TextEncoder();
    const body = new ReadableStream({
      start: (controller) => {
        for (const piece of pieces) controller.enqueue(encoder.encode(piece));
        if (breaks) controller.error(new Error('gone'));
        else controller.close();
      },
    });
    return Promise.resolve(new Response(body, { status }));
  };

describe('the export of a log', () => {
  it('is whole when it has as many entries as its header says, however it was cut', async () => {
    const text = lines(header, { seq: 1, payload: '{"a":"ب"}' }, { seq: 2 }).join('');
    const log = new LogExport();
    const cut = text.indexOf('payload');
    const file = await log.run('id', sending([text.slice(0, cut), text.slice(cut)]));
    expect(await file?.text()).toBe(text);
    expect(log).toMatchObject({ state: 'done', done: 2, count: 2, headHash: 'f00' });
  });

  it.each([
    ['too few entries', sending(lines(header, { seq: 1 }))],
    ['a connection that breaks', sending(lines(header, { seq: 1 }, { seq: 2 }), { breaks: true })],
    ['a refusal', sending(['{}'], { status: 403 })],
    ['something else than a log', sending(lines({ hello: 1 }))],
    ['nothing', sending([])],
  ])('gives no file for %s', async (_, get) => {
    const log = new LogExport();
    expect(await log.run('id', get)).toBeNull();
    expect(log.state).toBe('failed');
  });
});
