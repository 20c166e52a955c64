-- The key pair that letters of an operation are sealed to: rules T1 and T3 of docs/sync-spec.md.
-- Phones get the public half with the operation's row; the other one nobody reads but the server.

alter table public.operations add column letter_key text;
comment on column public.operations.letter_key is
  'What phones seal letters to: a raw P-256 public key, in base64. Null until the first phone asks.';

create table private.letter_keys (
  operation_id uuid primary key references public.operations (id),
  key_id text not null unique check (key_id ~ '^[0-9a-f]{16}$'),
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null default now()
);
comment on table private.letter_keys is
  'Both halves of the key of each operation. No role of the API may read it.';
comment on column private.letter_keys.key_id is
  'What letters name it by: the first 8 bytes of the SHA-256 of the public key, in hex.';
comment on column private.letter_keys.private_key is 'PKCS #8, in base64.';
alter table private.letter_keys enable row level security;
revoke all on private.letter_keys from public, anon, authenticated, service_role;

create function private.is_point(public_key text) returns boolean
language sql immutable parallel safe
as $$
  -- 65 bytes, the first of them 4: an uncompressed point.
  select coalesce(public_key ~ '^B[A-P][A-Za-z0-9+/]{85}=$', false)
$$;
comment on function private.is_point(text) is
  'Whether a text has the form of a raw P-256 public key in base64. Whether it lies on the curve, whoever imports it finds out.';

create function private.ensure_letter_key(operation uuid, public_key text, private_key text)
returns text
language plpgsql security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  known text;
begin
  -- Two phones that ask at once wait for each other here.
  perform from public.operation_clocks c where c.operation_id = operation for update;
  if not found then
    raise exception 'not_found' using errcode = '22023';
  end if;
  select k.public_key into known from private.letter_keys k where k.operation_id = operation;
  if found then
    return known;
  end if;
  if not private.is_point(ensure_letter_key.public_key)
    or coalesce(ensure_letter_key.private_key !~ '^[A-Za-z0-9+/]+=*$', true)
    or char_length(ensure_letter_key.private_key) not between 100 and 1000 then
    raise exception 'invalid_payload' using errcode = '22023';
  end if;
  insert into private.letter_keys (operation_id, key_id, public_key, private_key)
  values (
    operation,
    left(encode(sha256(decode(ensure_letter_key.public_key, 'base64')), 'hex'), 16),
    ensure_letter_key.public_key, ensure_letter_key.private_key
  );
  update public.operations o set letter_key = ensure_letter_key.public_key where o.id = operation;
  return ensure_letter_key.public_key;
end
$$;
comment on function private.ensure_letter_key(uuid, text, text) is 'Behind public.ensure_letter_key.';

create function public.ensure_letter_key(operation uuid, public_key text, private_key text)
returns text
language sql volatile
set search_path = ''
as $$
  select private.ensure_letter_key(operation, public_key, private_key)
$$;
comment on function public.ensure_letter_key(uuid, text, text) is
  'Gives an operation its key pair, unless it has one, and returns the public key that holds: the first one wins. For the service key alone. Raises 22023 for an operation that is not there and for what is no key.';

create function private.read_letter_keys(key_ids text[])
returns table (key_id text, operation_id uuid, public_key text, private_key text)
language sql stable security definer
set search_path = ''
as $$
  select k.key_id, k.operation_id, k.public_key, k.private_key
  from private.letter_keys k
  where k.key_id = any (key_ids)
$$;
comment on function private.read_letter_keys(text[]) is 'Behind public.read_letter_keys.';

create function public.read_letter_keys(key_ids text[])
returns table (key_id text, operation_id uuid, public_key text, private_key text)
language sql stable
set search_path = ''
as $$
  select * from private.read_letter_keys(key_ids)
$$;
comment on function public.read_letter_keys(text[]) is
  'The key pairs that letters name. For the service key alone, to open letters with.';

revoke all on all functions in schema private from public;
grant execute on function
  private.ensure_letter_key(uuid, text, text),
  private.read_letter_keys(text[])
  to service_role;
revoke all on function
  public.ensure_letter_key(uuid, text, text),
  public.read_letter_keys(text[])
  from public, anon, authenticated, service_role;
grant execute on function
  public.ensure_letter_key(uuid, text, text),
  public.read_letter_keys(text[])
  to service_role;
