import { arrangeWorksite, type Worksite } from '../support/arrange.ts';
import type { Language } from '../support/settings.ts';
import { signIn } from '../support/signIn.ts';
import { demo, demoAccount, operationId, type Device } from '../support/stack.ts';
import { crash, expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

const count = 10;
const team = 3;
const applyPath = '/rest/v1/rpc/apply_mutations';
const pullPath = '/rest/v1/rpc/pull_changes';

/** Nine more tasks beside the one of the worksite; their titles begin with its title. */
const arrangeTasks = async (admin: Device, { taskId, taskTitle, siteId }: Worksite) => {
  const tasks = [{ id: taskId, title: taskTitle }];
  while (tasks.length < count) {
    const task = { id: crypto.randomUUID(), title: `${taskTitle} ${tasks.length}` };
    await admin.mutate('task.create', task.id, {
      kind: 'search',
      title: task.title,
      site_id: siteId,
      team_id: demo.team(team),
    });
    tasks.push(task);
  }
  return tasks;
};

// One size, both languages.
for (const language of ['ar', 'en'] satisfies Language[]) {
  test.describe(language, () => {
    test.use({ language });

    test('[S1] [H1] [K5] [W4] ten tasks without a network, through a crash and a flapping line, reach a second screen', async ({
      phone,
      wire,
      openAs,
      device,
      words,
    }) => {
      test.slow();
      const admin = device('admin');
      const site = await arrangeWorksite(admin, team);
      const tasks = await arrangeTasks(admin, site);
      const list = `/field?q=${encodeURIComponent(site.taskTitle)}`;
      const inProgress = words.domain_task_status_in_progress();
      const second = await openAs('admin', `${list}&holder=all`);
      const cards = second.getByRole('link', { name: site.taskTitle });
      await expect(cards).toHaveCount(count);

      const first = await phone.newPage();
      await first.goto('/login');
      await signIn(first, words, demoAccount(`coordinator.team${team}`));
      await keptOnPhone(first);

      await loseNetwork(phone, wire);
      await first.goto(list);
      await first.reload();
      await expect(first.getByRole('link', { name: site.taskTitle })).toHaveCount(count);
      await expect(first.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');

      const work = async (page: typeof first, title: string) => {
        await page.getByRole('link', { name: title }).filter({ hasText: title }).click();
        await page
          .getByRole('button', { name: words.field_step_in_progress(), exact: true })
          .click();
        await expect(page.getByText(words.field_pending_long()).first()).toBeVisible();
      };
      // The whole title: the first one is the beginning of all others.
      const pick = (index: number) => `${tasks[index]?.title}`;
      for (const index of [9, 8, 7, 6]) {
        await work(first, pick(index));
        await first.goBack();
      }
      await work(first, pick(5));
      await crash(first);

      const next = await phone.newPage();
      await first.close();
      await next.goto(list);
      await expect(next.getByRole('link', { name: inProgress })).toHaveCount(5);
      for (const index of [4, 3, 2, 1]) {
        await work(next, pick(index));
        await next.goBack();
      }
      const oldest = next.getByRole('link', { name: site.taskTitle });
      await oldest.filter({ hasNotText: inProgress }).click();
      await next.getByRole('button', { name: words.field_step_in_progress(), exact: true }).click();
      await next.goBack();
      await expect(next.getByText(words.field_pending(), { exact: true })).toHaveCount(count);
      await expect(cards.filter({ hasText: inProgress })).toHaveCount(0);

      // The line comes and goes: what is sent is refused, or arrives and its answer is lost.
      for (const fate of ['refuse', 'lose', 'refuse', 'lose'] as const) {
        wire.fateOf = (path) => (path === applyPath ? fate : path === pullPath ? 'lose' : 'refuse');
        const tried = wire.next(applyPath);
        await phone.setOffline(false);
        await tried;
        await phone.setOffline(true);
        wire.cut();
      }
      await findNetwork(phone, wire);

      await expect(next.getByRole('link', { name: inProgress })).toHaveCount(count);
      await expect(next.getByText(words.field_pending(), { exact: true })).toHaveCount(0);
      await expect(cards.filter({ hasText: inProgress })).toHaveCount(count);
      const { data: events } = await admin.client
        .from('events')
        .select('entity_id, outcome')
        .eq('operation_id', operationId)
        .eq('kind', 'task.status')
        .in(
          'entity_id',
          tasks.map(({ id }) => id),
        );
      expect(events?.map(({ entity_id }) => entity_id as string).toSorted()).toEqual(
        tasks.map(({ id }) => id).toSorted(),
      );
      expect(events?.every(({ outcome }) => outcome === 'applied')).toBe(true);
    });
  });
}
