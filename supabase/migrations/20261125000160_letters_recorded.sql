-- A letter is delivered when its mutation is in the log, and not before: rules T3 and T5 of
-- docs/sync-spec.md. Some refusals are not recorded [W2], [W4], [W5]; a phone that took such an answer
-- for a delivery would throw away the last copy of a record.

create or replace function private.apply_letter(author uuid, entry jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  answer jsonb;
  letter_id uuid := case when private.is_uuid(entry -> 'id') then (entry ->> 'id')::uuid end;
begin
  perform private.act_as(author);
  answer := private.apply_mutations(jsonb_build_array(entry)) -> 0;
  if answer ->> 'reason' = 'not_a_member' then
    answer := private.record_late_letter(author, entry);
  end if;
  return answer || jsonb_build_object('recorded', exists (
    select from public.events e where e.id = letter_id and e.actor = author
  ));
end
$$;
comment on function private.apply_letter(uuid, jsonb) is
  'Rule T3: one mutation as its author, through the one door. `recorded`: it is in the log as the author''s, now or before.';
comment on function public.apply_letters(jsonb) is
  'Applies [{author, mutation}], at most 50, each as its author; one answer each, as apply_mutations gives it, with `recorded`. For the service key alone, which has opened the letters and checked their signatures. Raises 22023 for anything else.';

revoke all on all functions in schema private from public;
