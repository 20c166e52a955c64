import type { SupabaseClient } from '@supabase/supabase-js';
import * as v from 'valibot';
import type { Content } from './content.ts';
import type { PackageNames } from './package.ts';

const Accounts = v.array(v.object({ user_id: v.string(), display_name: v.string() }));
const Places = v.array(v.object({ id: v.string(), name_en: v.string(), name_ar: v.string() }));

/**
 * What the ids in a package stand for, as the caller may read it.
 * @throws Error when it cannot be read
 */
export const readNames = async (
  caller: SupabaseClient,
  { operation_id, items, custody }: Content,
): Promise<PackageNames> => {
  const ids = (pick: (string | null)[]) => [...new Set(pick.filter((id) => id !== null))];
  const actors = ids([...items.map((i) => i.actor_id), ...custody.map((c) => c.actor_id)]);
  const [members, sites, areas] = await Promise.all([
    caller
      .from('members')
      .select('user_id,display_name')
      .eq('operation_id', operation_id)
      .in('user_id', actors),
    caller
      .from('sites')
      .select('id,name_en,name_ar')
      .in('id', ids(items.map((i) => i.site_id))),
    caller
      .from('site_areas')
      .select('id,name_en,name_ar')
      .in('id', ids(items.map((i) => i.area_id))),
  ]);
  const accounts = v.parse(Accounts, members.data);
  const places = [...v.parse(Places, sites.data), ...v.parse(Places, areas.data)];
  return {
    accounts: Object.fromEntries(accounts.map((one) => [one.user_id, one.display_name])),
    places: Object.fromEntries(places.map(({ id, ...names }) => [id, names])),
  };
};
