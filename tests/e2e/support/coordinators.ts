import { freshLogin } from './accounts.ts';
import { demo, secretClient, type Device } from './stack.ts';

export interface Coordinator {
  userId: string;
  email: string;
  password: string;
}

const membership = (userId: string, active: boolean) => ({
  operation: demo.operation,
  member_user: userId,
  role: 'coordinator',
  team: demo.team(2),
  active,
  display_name: 'Coordinator',
});

/** An account of its own for a test that takes it away: a coordinator of team 2. */
export const arrangeCoordinator = async (admin: Device): Promise<Coordinator> => {
  const account = { email: freshLogin(), password: 'seven quiet lamps' };
  const { auth } = secretClient();
  const { data, error } = await auth.admin.createUser({ ...account, email_confirm: true });
  if (error) throw error;
  await admin.call('set_member', membership(data.user.id, true));
  return { ...account, userId: data.user.id };
};

/** What the accounts page does when an admin deactivates: no longer a member, and banned. */
export const deactivate = async (admin: Device, { userId }: Coordinator): Promise<void> => {
  await admin.call('set_member', membership(userId, false));
  const { auth } = secretClient();
  const { error } = await auth.admin.updateUserById(userId, { ban_duration: '876000h' });
  if (error) throw error;
};
