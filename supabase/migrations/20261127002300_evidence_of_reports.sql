-- An item of evidence may say for which report it was collected. It is read by whoever reads that
-- report and evidence: so what was collected for a lead is for coordinators and admins alone.
-- docs/sync-spec.md, rule V6; docs/decisions/0017-evidence.md says why it stands with the item.

alter table public.evidence
  add column report_id uuid,
  add foreign key (operation_id, report_id) references public.reports (operation_id, id);
comment on column public.evidence.report_id is
  'The report that it was collected for, as its collector said. Never its words.';

drop policy "Everyone but observers reads evidence" on public.evidence;
create policy "Everyone but observers reads evidence, of a report's with the report"
  on public.evidence
  for select to authenticated
  using (
    operation_id = any (array(select private.my_field_operations()))
    -- Under the policies of reports: a lead is there for coordinators and admins alone.
    and (
      evidence.report_id is null
      or exists (select from public.reports r where r.id = evidence.report_id)
    )
  );

drop policy "Everyone but observers reads the custody of evidence" on public.custody_entries;
create policy "Who reads an item of evidence reads its custody" on public.custody_entries
  for select to authenticated
  using (
    operation_id = any (array(select private.my_field_operations()))
    and exists (select from public.evidence e where e.id = custody_entries.evidence_id)
  );

create function private.is_for_lead(item public.evidence) returns boolean
language sql stable
set search_path = ''
as $$
  select exists (select from public.reports r where r.id = item.report_id and r.kind = 'lead')
$$;
comment on function private.is_for_lead(public.evidence) is
  'Rule V6: whether an item is for coordinators and admins alone.';

create or replace function private.may_read_evidence(path text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
declare
  file private.evidence_path := private.read_evidence_path(path);
begin
  return exists (
    select from public.evidence e
    where e.id = file.evidence_id
      and e.operation_id = file.operation_id
      and e.operation_id in (select private.my_field_operations())
      and (
        not private.is_for_lead(e) or e.operation_id in (select private.my_desk_operations())
      )
      and (
        file.part is null
        or (e.actor_id = (select auth.uid()) and e.stored_at is null)
        or exists (
          select from public.custody_entries c
          where c.evidence_id = e.id
            and c.actor_id = (select auth.uid())
            and c.action in ('viewed', 'copied', 'exported')
            and c.received_at > now() - interval '15 minutes'
        )
      )
  );
end
$$;
comment on function private.may_read_evidence(text) is
  'Rules V4 and V6: working copies are for whoever reads the item. An original opens for a quarter of an hour to whoever has an entry in its custody that says so.';

drop policy "Everyone but observers reads files of evidence, originals by an entry in the custody"
  on storage.objects;
create policy "Who reads an item of evidence reads its files, originals by an entry in the custody"
  on storage.objects
  for select to authenticated
  using (bucket_id = 'evidence' and private.may_read_evidence(name));

revoke all on function private.is_for_lead(public.evidence) from public;
