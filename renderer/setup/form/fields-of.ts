/** What a form holds of a record when its fields are all that it is about: everything but what the hub numbers it by. */
export function fieldsOf<R extends { readonly id: string; readonly version: number }>(
  record: R,
): Omit<R, 'id' | 'version'> {
  const { id: _id, version: _version, ...fields } = record;
  return fields;
}
