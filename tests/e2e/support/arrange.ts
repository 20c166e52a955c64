import { randomInt } from 'node:crypto';
import { demo, type Device } from './stack.ts';

/** A site and a task of its own for a test, so that tests do not stand in each other's way. */
export interface Worksite {
  siteId: string;
  /** The same in both languages: `Worksite 4F2A`. */
  siteName: string;
  taskId: string;
  taskTitle: string;
}

/** Makes a site in the desert with one task for a team, as the admin's device would. */
export const arrangeWorksite = async (admin: Device, team: number): Promise<Worksite> => {
  const mark = crypto.randomUUID().slice(0, 6).toUpperCase();
  const worksite = {
    siteId: crypto.randomUUID(),
    siteName: `Worksite ${mark}`,
    taskId: crypto.randomUUID(),
    taskTitle: `Task ${mark}`,
  };
  await admin.mutate('site.create', worksite.siteId, {
    code: `W-${mark}`,
    name_en: worksite.siteName,
    name_ar: worksite.siteName,
    kind: 'shelter',
    status: 'verified',
    lat: 34 + randomInt(1000) / 1000,
    lon: 38 + randomInt(1000) / 1000,
    coord_source: 'surveyed',
    coord_precision_m: 20,
  });
  await admin.mutate('task.create', worksite.taskId, {
    kind: 'release',
    title: worksite.taskTitle,
    site_id: worksite.siteId,
    team_id: demo.team(team),
    priority: 'high',
  });
  return worksite;
};

/** A hospital of its own for a test, near where `arrangeWorksite` makes its sites; with the same name in both languages. */
export const arrangeHospital = async (admin: Device): Promise<{ id: string; name: string }> => {
  const mark = crypto.randomUUID().slice(0, 6).toUpperCase();
  const [id, name] = [crypto.randomUUID(), `Hospital ${mark}`] as const;
  await admin.mutate('site.create', id, {
    code: `H-${mark}`,
    name_en: name,
    name_ar: name,
    kind: 'hospital',
    status: 'verified',
    lat: 34.5,
    lon: 38.5,
    coord_source: 'surveyed',
    coord_precision_m: 20,
  });
  return { id, name };
};
