import { describe, expect, it } from 'vitest';
import { err, ok } from '$lib/domain/result';
import type { Rest } from '$lib/sync/rest';
import { requestRow } from '../tracing/tracing.fixture';
import { readTakenAway } from './takenAway';

const operation = '6d0c3e1c-6f5e-4a57-9d0a-0a7f5b2f9a10';
const away = requestRow({
  id: crypto.randomUUID(),
  operation_id: operation,
  deleted_at: '2024-12-08T12:00:00Z',
});

describe('what was taken away', () => {
  it('is asked of the server, of this operation alone, and read row by row', async () => {
    const asked: string[] = [];
    const rest: Rest = ({ path }) => {
      asked.push(path);
      return Promise.resolve(ok([away, { id: 'of a newer version' }]));
    };
    expect(await readTakenAway(rest, operation, 'tracing_requests')).toEqual([away]);
    expect(asked[0]).toMatch(
      new RegExp(`^tracing_requests\\?.*operation_id=eq\\.${operation}&deleted_at=not\\.is\\.null`),
    );
  });

  it('is not known without the server', async () => {
    const rest: Rest = () => Promise.resolve(err({ type: 'offline' }));
    expect(await readTakenAway(rest, operation, 'reports')).toBeNull();
  });
});
