/**
 * Why a file, or a whole source, cannot be read, English: the `{{why}}` of `FILE_UNREADABLE` and `SOURCE_UNREADABLE`,
 * so without a capital letter and a full stop. `{{error}}` is a system error code such as EACCES.
 */
export const importFaults = {
  XML_BROKEN: 'it is no well-formed XML (line {{line}}, character {{column}})',
  XML_TAGS: 'it is no well-formed XML: tags do not close each other (line {{line}}, character {{column}})',
  XML_ENTITY:
    'it is no well-formed XML: an entity that XML does not have (line {{line}}, character {{column}})',
  XML_EMPTY: 'it holds no XML',
  XML_DOCTYPE: 'it has a document type, which is not read (line {{line}})',
  XML_TOO_MANY: 'it has more than {{most}} elements',
  XML_TOO_DEEP: 'elements lie more than {{most}} deep (line {{line}})',
  JSON_BROKEN: 'it is no JSON',
  JSON_BROKEN_AT: 'it is no JSON (line {{line}}, character {{column}})',
  NO_TEXT: 'it is no {{encoding}} text',
  OTHER_CONTENT: 'it holds {{found}}, not {{wanted}}',
  RECORD_WITHOUT_ID: 'a record of {{table}} has no id',
  FILE_TOO_LARGE: 'it is larger than {{megabytes}} MB',
  SOURCE_TOO_LARGE: 'everything together is larger than {{megabytes}} MB',
  TOO_MANY_FILES: 'it holds more than {{most}} files',
  FOLDERS_TOO_DEEP: 'folders lie more than {{most}} deep',
  FOLDER_CLOSED: 'the folder cannot be opened ({{error}})',
  FILE_CLOSED: 'it cannot be opened ({{error}})',
  NO_FILE: 'it is a link or a device, not a file',
  NOT_THERE: 'there is no file or folder "{{path}}"',
  ZIP_BROKEN: 'it is no zip file, or a damaged one',
  ZIP_DIRECTORY_BROKEN: 'the directory of the zip file is damaged',
  ZIP_NAME_OUTSIDE: 'its name leads out of the zip',
  ZIP_ENCRYPTED: 'it is encrypted',
  ZIP_TOO_REGULAR: 'it unpacks to far more than it should',
  ZIP_NOT_UNPACKED: 'it cannot be unpacked, so it is damaged or packed in an unusual way',
  UNEXPECTED: 'OnQueue did not expect what is in it',
};
