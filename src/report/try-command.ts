/** The command that sends a first signed event to a listener at this address, to be pasted into a second terminal. */
export function toTryCommand(url: string): string {
  const target = url === 'http://127.0.0.1:4400' ? '' : ` --to ${url}`;
  // The certificate that is made for this machine is trusted by nobody yet.
  const trust = url.startsWith('https:') ? ' --insecure' : '';
  return `npx fp-webhooks replay onboarding.completed${target}${trust}`;
}
