import { describe, expect, it } from 'vitest';
import type { TracingRequest } from '$lib/domain/tracing-rows';
import { listedRequests } from './listing';
import { requestRow } from './tracing.fixture';

const names = (requests: readonly TracingRequest[]) => requests.map(({ given }) => given);

describe('the list of requests', () => {
  const requests = [
    requestRow({ given: 'old', created_at: '2024-12-08T10:00:00Z' }),
    requestRow({ given: 'new', created_at: '2024-12-09T10:00:00Z' }),
    requestRow({ given: 'once', status: 'matched_pending' }),
    requestRow({ given: 'review', needs_review: true }),
    requestRow({ given: 'home', status: 'handed_over' }),
    requestRow({ given: 'past', status: 'expired' }),
  ];

  it('shows what asks for a decision first, then what waits for the second account, then the newest', () => {
    expect(names(listedRequests(requests, 'waiting', ''))).toEqual([
      'review',
      'once',
      'new',
      'old',
    ]);
  });

  it('shows what has ended only where that is asked for', () => {
    expect(names(listedRequests(requests, 'handed_over', ''))).toEqual(['home']);
    expect(names(listedRequests(requests, 'ended', ''))).toEqual(['past']);
    expect(listedRequests(requests, 'all', '')).toHaveLength(requests.length);
  });

  it('finds a name in any spelling', () => {
    const sought = [requestRow({ given: 'خالد', family: 'الخطيب' }), requestRow({ given: 'ليلى' })];
    expect(listedRequests(sought, 'waiting', 'khaled')).toEqual([sought[0]]);
    const called = requestRow({ also_known_as: ['حمودي', 'A-1042'] });
    expect(listedRequests([...sought, called], 'waiting', 'hamoudi')).toEqual([called]);
    expect(listedRequests([...sought, called], 'waiting', '١٠٤٢')).toEqual([called]);
  });
});
