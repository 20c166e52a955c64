import { createHash } from 'node:crypto';
import type { CustodyEntry } from '../../../src/lib/domain/evidence-rows.ts';
import type { Rule } from './index.ts';
import { grouped } from './history.ts';

/** [V3]: the custody of each item is one chain from its first hash on, told from the rule alone. */
export const evidenceRule: Rule = ({ evidence, custody_entries }, { seqOf }) => {
  const faults: string[] = [];
  const chains = grouped(custody_entries, ({ evidence_id }) => evidence_id, seqOf);
  for (const item of evidence) {
    const chain = (chains.get(item.id) ?? []).toSorted((a, b) => a.seq - b.seq);
    let before = item.sha256;
    for (const [index, entry] of chain.entries()) {
      if (entry.seq !== index + 1) faults.push(`${item.id} has no entry ${index + 1}.`);
      if (entry.prev_hash !== before || entry.hash !== hashOf(entry))
        faults.push(`Entry ${entry.seq} of ${item.id} does not follow from the one before.`);
      before = entry.hash;
    }
    const times = (action: string) => chain.filter((entry) => entry.action === action).length;
    if (chain[0]?.action !== 'collected' || times('collected') !== 1)
      faults.push(`The custody of ${item.id} does not begin where it was collected.`);
    if (times('stored') !== (item.stored_at === null ? 0 : 1))
      faults.push(`${item.id} was stored ${times('stored')} times, at ${item.stored_at}.`);
    const isSame = item.checked_sha256 === item.sha256;
    if (item.checked_sha256 !== null && times(isSame ? 'checked' : 'mismatch') !== 1)
      faults.push(`${item.id} was checked, and its custody does not say how.`);
  }
  return faults;
};

const hashOf = (entry: CustodyEntry): string => {
  const fields = [
    ...[entry.prev_hash, entry.id, entry.operation_id, entry.evidence_id, String(entry.seq)],
    ...[entry.action, entry.from_party, entry.to_party, entry.reason],
    ...[entry.actor_id, entry.actor_role, entry.actor_team_id],
    ...[logTime(entry.device_at), logTime(entry.received_at)],
  ];
  const lines = fields.map((text) => (text === null ? '-' : `${Buffer.byteLength(text)}:${text}`));
  return createHash('sha256').update(lines.join('\n')).digest('hex');
};

/** As the log writes times [L1]: microseconds, UTC. */
const logTime = (at: string | null): string | null => {
  if (at === null) return null;
  const [, second = '', fraction = ''] = /^(.{19})(?:\.(\d+))?(?:Z|\+00:00)$/.exec(at) ?? [];
  return `${second}.${fraction.padEnd(6, '0')}Z`;
};
