import { describe, expect, it } from 'vitest';
import type { PersonPhoto } from '$lib/domain/rows';
import { unsentVersion } from '$lib/sync/layer';
import type { OutboxRecord } from '$lib/sync/outbox';
import { nextStep } from './next-step';

const row = { version: 4, stored_at: null } as unknown as PersonPhoto;
const stored = { ...row, stored_at: '2024-12-08T11:00:00Z' };
const record = (kind: string, state: string) =>
  ({ state, mutation: { kind } }) as unknown as OutboxRecord;
const step = (photo: PersonPhoto | undefined, records: OutboxRecord[] = [], isRecorded = true) =>
  nextStep({ isRecorded, photo, records });

describe('[E2] what comes next for a photograph on the phone', () => {
  it('is its record, when the app ended right after it was kept', () => {
    expect(step(undefined, [], false)).toBe('record');
  });
  it('waits for the server to know it, to hear that it is stored, or that it goes', () => {
    expect(step({ ...row, version: unsentVersion }, [record('photo.record', 'waiting')])).toBe(
      'wait',
    );
    expect(step(stored, [record('photo.stored', 'waiting')])).toBe('wait');
    expect(step(undefined, [record('photo.remove', 'waiting')])).toBe('wait');
  });
  it('is nothing when its record was refused: the picture stays for a person to decide', () => {
    expect(step(undefined, [record('photo.record', 'refused')])).toBe('stuck');
    expect(step(row, [record('photo.stored', 'refused')])).toBe('stuck');
  });
  it('[G4] is to ask the server, when it stands no longer: rows may be missing for another reason', () => {
    expect(step(undefined)).toBe('ask');
    expect(step(undefined, [record('photo.record', 'conflict')])).toBe('ask');
    expect(step(undefined, [record('photo.record', 'conflict')], false)).toBe('ask');
  });
  it('is the upload, until the server says that it has it; then this phone may let go', () => {
    expect(step(row)).toBe('upload');
    expect(step(stored)).toBe('settle');
  });
});
