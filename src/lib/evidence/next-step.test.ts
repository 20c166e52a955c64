import { describe, expect, it } from 'vitest';
import type { Evidence } from '$lib/domain/rows';
import { unsentVersion } from '$lib/sync/layer';
import type { OutboxRecord } from '$lib/sync/outbox';
import { nextStep } from './next-step';

const row = {
  version: 4,
  sha256: 'aa',
  stored_at: null,
  checked_sha256: null,
} as unknown as Evidence;
const stored = { ...row, stored_at: '2024-12-08T11:00:00Z' };
const record = (kind: string, state: string) =>
  ({ state, mutation: { kind } }) as unknown as OutboxRecord;
const step = (item: Evidence | undefined, records: OutboxRecord[] = [], isRecorded = true) =>
  nextStep({ isRecorded, item, records });

describe('[E2] what comes next for a file on the phone', () => {
  it('is its record, when the app ended right after it was kept', () => {
    expect(step(undefined, [], false)).toBe('record');
  });
  it('is nothing, when its record was refused or given up: the file stays', () => {
    expect(step(undefined, [record('evidence.record', 'refused')], false)).toBe('stuck');
    expect(step(undefined)).toBe('stuck');
  });
  it('waits for the server to know the item, and to hear that it is stored', () => {
    expect(step({ ...row, version: unsentVersion })).toBe('wait');
    expect(step(stored, [record('evidence.stored', 'waiting')])).toBe('wait');
  });
  it('is the upload, until the server says that it has all of it', () => {
    expect(step(row)).toBe('upload');
    expect(step(row, [record('custody.record', 'waiting')])).toBe('upload');
    expect(step(row, [record('evidence.stored', 'refused')])).toBe('stuck');
  });
  it('is the check, and the phone lets go only of what the server has byte by byte', () => {
    expect(step(stored)).toBe('check');
    expect(step({ ...stored, checked_sha256: 'aa' })).toBe('settle');
    expect(step({ ...stored, checked_sha256: 'bb' })).toBe('mismatch');
  });
});
