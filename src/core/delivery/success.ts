/**
 * Whether a status is 2xx, which alone counts as success; null stands for no answer. Never throws.
 * Source: Svix documentation, "Receiving webhooks" (2026).
 */
export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status <= 299;
}
