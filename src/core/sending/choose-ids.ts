import type { Parcel } from './parcel.ts';

/**
 * Which ids messages have. `kept`: captures keep theirs the first time round, and all else has a new one; `new`: all have new
 * ones; `given`: this one; `original`: that of the capture, always; `none`: they have none.
 */
export type IdChoice =
  | { readonly kind: 'kept' | 'new' | 'original' | 'none' }
  | { readonly kind: 'given'; readonly id: string };

/**
 * The ids of messages by their numbers from 0, for parcels that are sent in turn, over and over. Captures of one message, as of
 * an attempt and its retry, have one id, also when it is a new one. Never throws.
 * @param newId A new id for a number, always the same one.
 */
export function createIdChooser(
  parcels: readonly Parcel[],
  choice: IdChoice,
  newId: (index: number) => string,
): (index: number) => string | null {
  const count = parcels.length;
  const firsts = findFirsts(parcels);
  const toNew = (index: number) => {
    const place = index % count;
    return newId(index - place + (firsts[place] ?? place));
  };
  switch (choice.kind) {
    case 'none':
      return () => null;
    case 'given':
      return () => choice.id;
    case 'new':
      return toNew;
    case 'original':
      return (index) => parcels[index % count]?.messageId ?? null;
    case 'kept':
      return (index) => parcels[index]?.messageId ?? toNew(index);
  }
}

/** For each parcel the place of the first one of the same message. */
function findFirsts(parcels: readonly Parcel[]): readonly number[] {
  const places = new Map<string, number>();
  return parcels.map(({ messageId }, index) => {
    if (messageId === undefined) return index;
    const first = places.get(messageId) ?? index;
    places.set(messageId, first);
    return first;
  });
}
