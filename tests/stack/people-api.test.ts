/** What an observer could ask of people by the API itself: embedding, counting, filters, errors. */
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember, makeOperation, makePerson, type Operation } from '../db/fixture.ts';
import { startApi, value, type TestApi } from '../support/api.ts';

let api: TestApi;
let operation: Operation;
let observer: SupabaseClient;
let coordinator: SupabaseClient;
const name = 'خالد الخطيب';

beforeAll(async () => {
  api = await startApi();
  operation = await makeOperation(api.db);
  await makePerson(api.db, operation, { given: name, found_site_id: operation.site });
  observer = await memberAs('observer');
  coordinator = await memberAs('coordinator');
});
afterAll(() => api.close());

const password = 'correct horse battery';
async function memberAs(role: 'observer' | 'coordinator'): Promise<SupabaseClient> {
  const email = `${crypto.randomUUID()}@example.org`;
  const made = await api.service().auth.admin.createUser({ email, password, email_confirm: true });
  const client = api.anonymous();
  value(await client.auth.signInWithPassword({ email, password }));
  await addMember(api.db, operation.id, value(made).user.id, role);
  return client;
}

describe('an observer', () => {
  it('reads nobody, where a coordinator does', async () => {
    for (const table of ['people', 'person_events']) {
      expect(value(await coordinator.from(table).select('id'))).toHaveLength(1);
      expect(value(await observer.from(table).select('*'))).toEqual([]);
    }
  });

  it('counts nobody', async () => {
    const { count } = await observer.from('people').select('*', { count: 'exact', head: true });
    expect(count).toBe(0);
  });

  it.each(['people(given)', 'people!inner(given)', 'people(count)'])(
    'finds nobody behind a site by %s, where a coordinator does',
    async (embedded) => {
      const found = async (client: SupabaseClient) =>
        value(await client.from('sites').select(embedded).overrideTypes<{ people: unknown[] }[]>());
      const isCount = embedded.includes('count');
      expect(await found(coordinator)).toEqual([
        { people: [isCount ? { count: 1 } : { given: name }] },
      ]);
      const none = embedded.includes('inner') ? [] : [{ people: isCount ? [{ count: 0 }] : [] }];
      expect(await found(observer)).toEqual(none);
    },
  );

  it.each([
    ['given', 'like', '%'],
    ['given', 'not.is', 'null'],
    ['birth_year', 'gt', 'x'],
    ['given', 'match', '('],
  ])(
    'gets no name out of a filter %s %s %s, nor out of its error',
    async (column, operator, operand) => {
      const { data, error } = await observer
        .from('people')
        .select()
        .filter(column, operator, operand);
      expect(data ?? []).toEqual([]);
      expect(JSON.stringify(error)).not.toContain(name);
    },
  );

  it('writes nobody, and the refusal says nothing', async () => {
    for (const refused of [
      await observer
        .from('people')
        .update({ given: 'x' })
        .eq('operation_id', operation.id)
        .select(),
      await observer.from('people').insert({ operation_id: operation.id, given: name }).select(),
      await observer.from('people').delete().eq('operation_id', operation.id).select(),
    ]) {
      expect(refused.error?.code).toBe('42501');
      expect(JSON.stringify(refused.error)).not.toContain(name);
    }
  });

  it('gets the counts', async () => {
    const counts: unknown = value(await observer.rpc('people_counts', { operation: operation.id }));
    expect(counts).toMatchObject({ total: 1, by_condition: { unknown: 1 } });
    expect(JSON.stringify(counts)).not.toContain(name);
  });
});

it('who is not signed in gets no counts and nobody', async () => {
  const anyone = api.anonymous();
  expect((await anyone.rpc('people_counts', { operation: operation.id })).error?.code).toBe(
    '42501',
  );
  expect((await anyone.from('people').select()).error?.code).toBe('42501');
});
