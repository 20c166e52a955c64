-- Letters: mutations that somebody else brings, applied as their author. Rules T3 and T4 of
-- docs/sync-spec.md. The server has opened them and checked whose they are.

create function private.act_as(author uuid) returns void
language sql volatile
set search_path = ''
as $$
  select set_config('request.jwt.claim.sub', '', true),
    set_config(
      'request.jwt.claims',
      case when author is null then '' else
        jsonb_build_object('sub', author, 'role', 'authenticated')::text end,
      true
    )
$$;
comment on function private.act_as(uuid) is
  'From here to the end of the transaction auth.uid() is this account. The caller puts the claims back.';

create function private.record_late_letter(author uuid, entry jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  m private.mutation := private.read_mutation(entry);
  clock public.operation_clocks;
  known public.events;
  event public.events;
begin
  -- Who never belonged to the operation writes nothing into its log (rule W5).
  if not exists (
    select from public.members b
    where b.operation_id = m.operation_id and b.user_id = author
  ) then
    return private.answer(entry -> 'id', 'rejected', 'not_a_member');
  end if;
  select * into strict clock from public.operation_clocks c
  where c.operation_id = m.operation_id for update;
  select * into known from public.events e where e.id = m.id;
  if found then
    return private.first_answer(entry, known);
  end if;
  m.actor := author;
  m.received_at := clock_timestamp();
  event := private.event_of(clock, m, private.rejected('not_a_member'));
  insert into public.events values (event.*);
  clock.seq := event.seq;
  clock.head_hash := event.hash;
  perform private.put_clock_back(clock);
  return private.answer(entry -> 'id', 'rejected', 'not_a_member');
end
$$;
comment on function private.record_late_letter(uuid, jsonb) is
  'Rule T4: what an author wrote who is no longer an active member is in the log, for an admin to read, and changes no row.';

create function private.apply_letter(author uuid, entry jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  answer jsonb;
begin
  perform private.act_as(author);
  answer := private.apply_mutations(jsonb_build_array(entry)) -> 0;
  if answer ->> 'reason' = 'not_a_member' then
    answer := private.record_late_letter(author, entry);
  end if;
  return answer;
end
$$;
comment on function private.apply_letter(uuid, jsonb) is
  'Rule T3: one mutation as its author, through the one door.';

create function private.apply_letters(letters jsonb) returns jsonb
language plpgsql security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  claims text := current_setting('request.jwt.claims', true);
  claimed_sub text := current_setting('request.jwt.claim.sub', true);
  answers jsonb := '[]';
  letter jsonb;
begin
  if jsonb_typeof(letters) = 'string' and pg_input_is_valid(letters #>> '{}', 'jsonb') then
    letters := (letters #>> '{}')::jsonb;
  end if;
  if jsonb_typeof(letters) is distinct from 'array' or jsonb_array_length(letters) > 50 then
    raise exception 'letters are an array of at most 50' using errcode = '22023';
  end if;
  if exists (
    select from jsonb_array_elements(letters) l where private.is_uuid(l -> 'author') is not true
  ) then
    raise exception 'a letter has no author' using errcode = '22023';
  end if;
  -- In one order, as apply_mutations does (rule W7).
  perform from public.operation_clocks c
  where c.operation_id in (
    select (l -> 'mutation' ->> 'operation_id')::uuid from jsonb_array_elements(letters) l
    where private.is_uuid(l -> 'mutation' -> 'operation_id')
  )
  order by c.operation_id
  for update;
  for letter in select value from jsonb_array_elements(letters) loop
    answers := answers || jsonb_build_array(private.apply_letter(
      (letter ->> 'author')::uuid, coalesce(letter -> 'mutation', 'null')
    ));
  end loop;
  perform set_config('request.jwt.claims', coalesce(claims, ''), true),
    set_config('request.jwt.claim.sub', coalesce(claimed_sub, ''), true);
  return answers;
end
$$;
comment on function private.apply_letters(jsonb) is 'Behind public.apply_letters.';

create function public.apply_letters(letters jsonb) returns jsonb
language sql volatile
set search_path = ''
as $$
  select private.apply_letters(letters)
$$;
comment on function public.apply_letters(jsonb) is
  'Applies [{author, mutation}], at most 50, each as its author; one answer each, as apply_mutations gives it. For the service key alone, which has opened the letters and checked their signatures. Raises 22023 for anything else.';

revoke all on all functions in schema private from public;
grant execute on function private.apply_letters(jsonb) to service_role;
revoke all on function public.apply_letters(jsonb) from public, anon, authenticated, service_role;
grant execute on function public.apply_letters(jsonb) to service_role;
