/** Has the server hash what it stores of an item; its answer comes with the rows. @throws Error */
export const checkOnServer = async (item: string): Promise<void> => {
  const answer = await fetch('/evidence/check', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ item }),
  });
  if (!answer.ok) throw new Error(`check ${answer.status}`);
};
