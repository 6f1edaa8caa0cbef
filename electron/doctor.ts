/**
 * `onqueue doctor` of an installed copy: the report without the application, on standard output and in a file, since a
 * program with windows has no console on Windows. It opens no window and writes nothing into the data directory.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, Notification, safeStorage, shell } from 'electron';
import { exitCode, reportText } from '#agent/installation/diagnosis.ts';
import type { PolicyFile } from '#agent/installation/policy-file.ts';
import { readErrorLog } from '#agent/installation/error-log.ts';
import { examine, writeReport } from './diagnostics.ts';
import { hasTrayHost } from './tray/tray-host.ts';

export interface DoctorOptions {
  readonly dataDirectory: string;
  readonly policyFile: PolicyFile;
  readonly platform: NodeJS.Platform;
}

/** A new folder: the running application's is in use, and that of a broken installation may not be writable. */
export const doctorFolder = (): string => mkdtempSync(join(tmpdir(), 'onqueue-doctor-'));

/** Prints the report and its path, and ends the process: exit code 1 if anything is wrong. */
export async function runDoctor(options: DoctorOptions): Promise<void> {
  const { dataDirectory, platform } = options;
  await app.whenReady();
  const findings = await examine({
    ...options,
    versions: process.versions,
    trayHost: await hasTrayHost(platform),
    notifications: Notification.isSupported(),
    safe: safeStorage,
    troubles: readErrorLog(dataDirectory),
  });
  const file = writeReport(join(app.getPath('userData'), 'doctor.txt'), findings);
  if (platform === 'win32') shell.showItemInFolder(file);
  process.stdout.write(`${reportText(findings)}· Report: ${file}\n`, () => app.exit(exitCode(findings)));
}
