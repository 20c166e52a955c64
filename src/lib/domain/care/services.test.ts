import { describe, expect, it } from 'vitest';
import { facilityServices, hasService, serviceOf, standingServices } from './services.ts';

const at = '2024-12-08T09:00:00Z';
const reported = (...services: string[]) => ({ services, reported_at: at });

describe('the services of a facility', () => {
  it('are read from texts however they are written, and what no list knows stays as it is', () => {
    expect(serviceOf(' Intensive  care ')).toBe('intensive_care');
    expect(serviceOf('blood-bank')).toBe('blood_bank');
    expect(serviceOf('first aid')).toBeNull();
    for (const service of facilityServices) expect(serviceOf(service)).toBe(service);
  });

  it('are those of the last report, with its age, and unknown texts beside the known', () => {
    const standing = standingServices({ services: ['dialysis'] }, reported('أشعة', 'surgery'));
    expect(standing).toEqual({ known: ['surgery'], others: ['أشعة'], at });
  });

  it('are what an admin wrote, without an age, until somebody reports', () => {
    const site = { services: ['Surgery', 'rehydration'] };
    const standing = { known: ['surgery'], others: ['rehydration'], at: null };
    expect(standingServices(site, null)).toEqual(standing);
    expect(standingServices(site, { services: null, reported_at: at })).toEqual(standing);
    expect(standingServices(site, reported())).toEqual({ known: [], others: [], at });
  });

  it('are not known where nobody has said any', () => {
    expect(standingServices({ services: [] }, null)).toBeNull();
  });
});

describe('whether a facility has a service', () => {
  const standing = (at: string | null, ...others: string[]) => ({
    known: ['surgery' as const],
    others,
    at,
  });

  it('is yes where somebody has said so, an admin too', () => {
    expect(hasService(standing(at), 'surgery')).toBe('yes');
    expect(hasService(standing(null), 'surgery')).toBe('yes');
  });

  it('is not said where nobody has said anything', () => {
    expect(hasService(null, 'surgery')).toBe('not_said');
  });

  it('is no only where a report leaves it out, never an admin’s list or one that cannot be read', () => {
    expect(hasService(standing(at), 'dialysis')).toBe('no');
    expect(hasService(standing(null), 'dialysis')).toBe('not_said');
    expect(hasService(standing(at, 'غسيل'), 'dialysis')).toBe('not_said');
  });
});
