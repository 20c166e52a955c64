import type { Role } from '$lib/domain/vocabulary';

const homes: Readonly<Record<Role, string>> = {
  coordinator: '/field',
  medic: '/field',
  observer: '/map',
  admin: '/map',
};

/** Where the work of a role is. */
export const homeOf = (role: Role): string => homes[role];
