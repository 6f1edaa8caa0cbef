/** A share as whole percent; a dash without a value. */
export const percent = (share: number | null): string =>
  share === null ? '–' : `${Math.floor(share * 100)} %`;
