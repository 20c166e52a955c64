import { signInError } from '$lib/state/sign-in-error';
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions } from './$types';
import { destination } from './destination';

const Form = v.object({
  email: v.pipe(v.string(), v.trim()),
  password: v.string(),
});

export const actions = {
  /** For a press that comes before the page's script is there: on a slow line that is seconds. */
  default: async ({ request, locals, url }) => {
    const form = v.safeParse(Form, Object.fromEntries(await request.formData()));
    const { email, password } = form.success ? form.output : { email: '', password: '' };
    if (!email || !password) return fail(400, { email, problem: null });
    const { error } = await locals.supabase.auth.signInWithPassword({ email, password });
    if (error) return fail(400, { email, problem: signInError(error).type });
    redirect(303, destination(url.searchParams.get('next'), url.origin));
  },
} satisfies Actions;
