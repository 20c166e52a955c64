import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutationKinds } from '../../src/lib/domain/mutations.ts';
import { tableNames } from '../../src/lib/domain/rows.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** What a later migration would do, in a database of its own. */
describe('a migration that brings something new', () => {
  it('adds words behind those that a list has, for payloads and for columns', async () => {
    await db.owner`select private.add_words('bed_kind', 'swimming', 'sunshine')`;
    const [row] = await db.owner<{ last: string[]; valid: boolean; unknown: boolean }[]>`
      select (private.words('bed_kind'))[6:] as last,
        pg_input_is_valid('swimming', 'private.bed_kind') as valid,
        pg_input_is_valid('garden', 'private.bed_kind') as unknown`;
    expect(row).toEqual({
      last: ['isolation', 'mental_health', 'swimming', 'sunshine'],
      valid: true,
      unknown: false,
    });
  });

  it('adds a list that no column has, with words that have Arabic and quotation marks', async () => {
    const words = ["it's", 'عربي', '%s'];
    await db.owner`select private.add_words('new_list', variadic ${words}::text[])`;
    const [row] = await db.owner<{ words: string[] }[]>`select private.words('new_list') as words`;
    expect(row?.words).toEqual(words);
  });

  it('adds a kind, which its function carries out, and leaves the others as they were', async () => {
    await db.owner`
      create function private.apply_thing_record(m private.mutation) returns private.verdict
      language sql as $$ select private.rejected('new_reason') $$`;
    await db.owner`select private.add_kind('thing.record', 'things')`;
    const [row] = await db.owner<{ reason: string; entity: string; kinds: string[] }[]>`
      select (private.dispatch(jsonb_populate_record(
          null::private.mutation, '{"kind": "thing.record"}'
        ))).reason as reason,
        private.table_of('thing.record') as entity,
        private.words('mutation_kind') as kinds`;
    expect(row?.reason).toBe('new_reason');
    expect(row?.entity).toBe('things');
    expect(row?.kinds).toEqual([...mutationKinds, 'thing.record']);
  });

  it('adds a table whose rows are hidden from observers by what they say', async () => {
    await db.owner`
      create table public.things (
        id uuid primary key, operation_id uuid not null, kind text not null, version bigint not null,
        created_at timestamptz not null, updated_at timestamptz not null, deleted_at timestamptz
      )`;
    await db.owner`
      select private.add_synced_table('things', false, '{"kind": "private"}'::jsonb)`;
    const [row] = await db.owner<Record<string, unknown>[]>`
      select private.is_open_to_all('things', '{"kind": "public"}') as open,
        private.is_open_to_all('things', '{"kind": "private"}') as hidden,
        private.is_open_to_all('people', '{}') as restricted,
        private.is_open_to_all('tasks', '{"kind": "lead"}') as other,
        (select array_agg(tgname::text order by tgname) from pg_trigger
          where tgrelid = 'public.things'::regclass) as triggers,
        pg_get_viewdef('private.synced_rows'::regclass) as view`;
    expect(row).toMatchObject({ open: true, hidden: false, restricted: false, other: true });
    expect(row?.triggers).toEqual([
      'announce_inserted',
      'announce_updated',
      'refuse_delete',
      'stamp_row',
    ]);
    const inView = [...String(row?.view).matchAll(/FROM (\w+\.)?(\w+) t/g)].map(
      ([, , name]) => name,
    );
    expect(inView).toEqual([...tableNames, 'things']);
  });
});

it('nobody who calls the API reads the lists or adds to them', async () => {
  const [row] = await db.owner<{ readable: number; callable: number }[]>`
    select count(*) filter (where has_table_privilege(r, t, 'select'))::int as readable,
      count(*) filter (where has_function_privilege(r, f, 'execute'))::int as callable
    from unnest(array['anon', 'authenticated', 'service_role']) r
    cross join unnest(array[
      'private.word_lists', 'private.mutation_kinds', 'private.synced_tables'
    ]) t
    cross join unnest(array[
      'private.write_words()', 'private.write_synced_rows()',
      'private.add_words(text, text[])', 'private.add_kind(text, text)',
      'private.add_synced_table(text, boolean, jsonb)'
    ]) f`;
  expect(row).toEqual({ readable: 0, callable: 0 });
});
