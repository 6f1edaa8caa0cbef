/** A share as whole percent; nothing to say is a dash. */
export const percent = (share: number | null): string =>
  share === null ? '–' : `${Math.floor(share * 100)} %`;
