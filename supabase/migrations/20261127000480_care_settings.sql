-- How long a care case may wait at each door before it comes up, in minutes.

create or replace function private.fault_in_settings(settings jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  if jsonb_typeof(settings) <> 'object' then
    return 'settings';
  end if;
  for key, value in select * from jsonb_each(settings) loop
    if not (case key
      when 'tile_url' then jsonb_typeof(value) = 'string'
        and char_length(value #>> '{}') <= 1000
        and (value #>> '{}') ~ '^https://[^\s/]+/\S*$'
        and (value #>> '{}') like '%{z}%'
        and (value #>> '{}') like '%{x}%'
        and (value #>> '{}') like '%{y}%'
      when 'tile_attribution' then jsonb_typeof(value) = 'string'
        and char_length(value #>> '{}') <= 1000
      when 'checkin_grace_minutes' then private.is_whole(value, 0, 1440)
      when 'lock_after_hours' then private.is_whole(value, 1, 8760)
      when 'lock_idle_minutes' then private.is_whole(value, 1, 240)
      when 'lease_hours' then private.is_whole(value, 1, 2160)
      when 'pin_required' then jsonb_typeof(value) = 'boolean'
      when 'transport_requested_minutes' then private.is_whole(value, 1, 10080)
      when 'in_transport_minutes' then private.is_whole(value, 1, 10080)
      when 'arrived_minutes' then private.is_whole(value, 1, 10080)
      when 'not_received_minutes' then private.is_whole(value, 1, 10080)
      when 'time_zone' then jsonb_typeof(value) = 'string'
        and private.is_time_zone(value #>> '{}')
      else false
    end) then
      return 'settings.' || key;
    end if;
  end loop;
  -- What is locked can be opened with the PIN; what has ended cannot. 72 where nothing is set.
  if (settings ->> 'lease_hours')::int < coalesce((settings ->> 'lock_after_hours')::int, 72) then
    return 'settings.lease_hours';
  end if;
  return null;
end
$$;

comment on column public.operations.settings is
  'tile_url, tile_attribution, checkin_grace_minutes, lock_after_hours, lock_idle_minutes, lease_hours, pin_required, time_zone, transport_requested_minutes, in_transport_minutes, arrived_minutes, not_received_minutes.';

revoke all on all functions in schema private from public;
