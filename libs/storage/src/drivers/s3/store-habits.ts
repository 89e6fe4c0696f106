/** What a store showed while it was used. */
export interface StoreHabits {
  /** It refuses requests with `If-None-Match` as not implemented: looking before is all there is. */
  refusesConditions: boolean;
  /** It refused to overwrite (true), or did it although it was asked not to (false); null when neither was seen. */
  keepsConditions: boolean | null;
  /** It wants the MD5 of every body. */
  wantsDigests: boolean;
}
