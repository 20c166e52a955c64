/** Has the server delete what is left of photographs that were taken away [G5]. @throws Error */
export const clearOnServer = async (operation: string): Promise<void> => {
  const answer = await fetch('/people/photos/clear', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operation }),
  });
  if (!answer.ok) throw new Error(`clear ${answer.status}`);
};
