/** Reading and writing the `*_json` columns. What comes out was written by this program and checked on the way in. */
export const parseJson = <T>(text: string): T => JSON.parse(text) as T;
export const toJson = (value: unknown): string => JSON.stringify(value);
