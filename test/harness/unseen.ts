/**
 * What no output may hold but the line feed: what moves the cursor, reorders text, shows nothing or looks like a space.
 * Written as ranges, so that it does not repeat the properties by which the tool knows them. The joiners and selectors
 * that emoji and some scripts need are left out.
 */
export const UNSEEN =
  /\u034f|\u17b4|\u17b5|[\u180b-\u180f]|[\ufe00-\ufe0d]|[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u115f\u1160\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ud800-\uf8ff\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\u{13430}-\u{1343f}\u{13441}\u{13442}\u{16fe4}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}\u{e0000}-\u{10ffff}]/u;

/** The joiners and selectors, which show nothing where nothing needs them. */
export const JOINERS = /\u200c|\u200d|\ufe0e|\ufe0f/u;
