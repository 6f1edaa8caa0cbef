/** The form values of a record when the form covers exactly its fields: everything but the hub's id and version. */
export function fieldsOf<R extends { readonly id: string; readonly version: number }>(
  record: R,
): Omit<R, 'id' | 'version'> {
  const { id: _id, version: _version, ...fields } = record;
  return fields;
}
