/** Milliseconds of a processor that this process has taken so far: how much work something is, also on a busy machine. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
