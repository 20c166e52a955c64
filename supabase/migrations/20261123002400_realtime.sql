-- Who may listen to the private channels of an operation (rule B1). Nobody may send: there is no
-- policy for insert, and the database sends as the owner of the tables.

create function private.may_hear(topic text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
declare
  parts text[] := regexp_match(
    topic,
    '^operation:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(:restricted)?$'
  );
begin
  if parts is null then
    return false;
  elsif parts[2] is null then
    return parts[1]::uuid in (select private.my_operations());
  end if;
  return parts[1]::uuid in (select private.my_field_operations());
end
$$;
comment on function private.may_hear(text) is
  'operation:<id> for every active member, operation:<id>:restricted for all but observers; false for any other topic.';
revoke all on function private.may_hear(text) from public;
grant execute on function private.may_hear(text) to authenticated;

create policy "Members hear their operations, observers not the restricted topic"
  on realtime.messages
  for select to authenticated
  using (extension = 'broadcast' and (select private.may_hear((select realtime.topic()))));
