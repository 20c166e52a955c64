/** What is wrong with the fields of the site form, in words. */
import { m } from '$lib/paraglide/messages.js';
import type { SiteFormError } from './siteForm';

export const latErrorWords: Readonly<Record<NonNullable<SiteFormError['lat']>, () => string>> = {
  not_a_latitude: m.admin_site_lat_error,
  missing: m.admin_site_half_position,
};

export const lonErrorWords: Readonly<Record<NonNullable<SiteFormError['lon']>, () => string>> = {
  not_a_longitude: m.admin_site_lon_error,
  missing: m.admin_site_half_position,
};

export const bedsErrorWords: Readonly<
  Record<NonNullable<SiteFormError['bedsFree']>, () => string>
> = {
  not_a_number: m.admin_site_number_error,
  more_than_total: m.admin_site_beds_more,
};
