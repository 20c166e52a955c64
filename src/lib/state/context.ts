/** What the layouts hand down and screens take up. */
import { createContext } from 'svelte';
import type { AppShell } from '$lib/shell/app-shell.svelte.ts';
import type { InstallOffer } from '$lib/shell/install-offer.svelte.ts';
import type { Clock } from './clock.svelte.ts';
import type { EvidenceUploads } from '$lib/evidence/uploads.svelte.ts';
import type { PersonPhotos } from '$lib/photos/person-photos.svelte.ts';
import type { FileDesk } from './file-desk.svelte.ts';
import type { OperationState } from './operation.svelte.ts';
import type { Session } from './session.svelte.ts';

/** The app as it is kept on this phone; set for every page, signed in or not. */
export const [getAppShell, setAppShell] = createContext<AppShell>();
export const [getInstallOffer, setInstallOffer] = createContext<InstallOffer>();
export const [getClock, setClock] = createContext<Clock>();
export const [getSession, setSession] = createContext<Session>();
/** Set where an operation has been chosen: every screen below (app) that shows its rows. */
export const [getOperation, setOperation] = createContext<OperationState>();
/** Set beside the operation: the files of evidence that this phone keeps of it. */
export const [getEvidenceDesk, setEvidenceDesk] = createContext<FileDesk<EvidenceUploads>>();
/** Likewise: the photographs of people. */
export const [getPhotoDesk, setPhotoDesk] = createContext<FileDesk<PersonPhotos>>();
