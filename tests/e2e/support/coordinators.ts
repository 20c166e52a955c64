import { freshLogin } from './accounts.ts';
import { demo, secretClient, type Device } from './stack.ts';

export interface Coordinator {
  userId: string;
  email: string;
  password: string;
}

const coordinator = { role: 'coordinator', team: 2, display_name: 'Coordinator' };

const membership = (userId: string, active: boolean, { team, ...member } = coordinator) => ({
  operation: demo.operation,
  member_user: userId,
  team: demo.team(team),
  active,
  ...member,
});

/** An account of its own for a test that takes it away: a coordinator of team 2. */
export const arrangeCoordinator = (admin: Device): Promise<Coordinator> =>
  arrangeMember(admin, coordinator);

/** Another medic than the demo's own. */
export const arrangeMedic = (admin: Device, team: number): Promise<Coordinator> =>
  arrangeMember(admin, { role: 'medic', team, display_name: 'Medic' });

const arrangeMember = async (admin: Device, member: typeof coordinator): Promise<Coordinator> => {
  const account = { email: freshLogin(), password: 'seven quiet lamps' };
  const { auth } = secretClient();
  const { data, error } = await auth.admin.createUser({ ...account, email_confirm: true });
  if (error) throw error;
  await admin.call('set_member', membership(data.user.id, true, member));
  return { ...account, userId: data.user.id };
};

/** What the accounts page does when an admin deactivates: no longer a member, and banned. */
export const deactivate = async (admin: Device, { userId }: Coordinator): Promise<void> => {
  await admin.call('set_member', membership(userId, false));
  const { auth } = secretClient();
  const { error } = await auth.admin.updateUserById(userId, { ban_duration: '876000h' });
  if (error) throw error;
};
