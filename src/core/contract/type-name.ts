import type { EventDefinition } from '../events/definition.ts';

/** What an event is called in code: `user.manual_review` is `UserManualReview`. Never throws. */
export function toTypeName({ name }: EventDefinition): string {
  return name
    .split(/[._]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Whether an event has two shapes that no single type covers, as the bank link has. Never throws. */
export function hasTwoShapes({ fields }: EventDefinition): boolean {
  return fields.some(({ only }) => only === '2025-05');
}
