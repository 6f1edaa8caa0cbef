import { expect, test } from 'vitest';
import { commonFilesFolder } from './common-files.ts';

const says = (line: string) => () =>
  `\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\r\n${line}\r\n\r\n`;

test.each([
  [
    'what the registry says',
    says('    CommonFilesDir    REG_SZ    D:\\Shared\\Common Files'),
    'C:\\Windows',
    'D:\\Shared\\Common Files',
  ],
  [
    'on the drive of the system when it cannot be asked',
    () => null,
    'E:\\Windows',
    'E:\\Program Files\\Common Files',
  ],
  [
    'not a relative path',
    says('    CommonFilesDir    REG_SZ    Common'),
    'C:\\Windows',
    'C:\\Program Files\\Common Files',
  ],
  [
    'not another value',
    says('    CommonFilesDirX    REG_SZ    D:\\X'),
    'C:\\Windows',
    'C:\\Program Files\\Common Files',
  ],
])('S25: %s', (_name, query, root, expected) => {
  expect(commonFilesFolder(query, root)).toBe(expected);
});
