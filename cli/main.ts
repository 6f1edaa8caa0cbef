/** The command line. Each command is a file of its own; this is the list of them. */
import { Command, CommanderError } from 'commander';
import { keepNewFilesPrivate } from '#agent/installation/private-files.ts';
import { StartRefused } from '#agent/installation/startup-error.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { hubCommand } from './hub.ts';
import { importCommand } from './import.ts';
import { version } from './installation.ts';
import { simulateCommand } from './simulate.ts';
import { startCommand } from './start.ts';
import { userCommand } from './user.ts';

/** Exit code for an error that the user can correct. */
const USAGE = 2;

const commands = [
  startCommand(),
  hubCommand(),
  importCommand(),
  exportCommand(),
  backupCommand(),
  restoreCommand(),
  simulateCommand(),
  userCommand(),
  doctorCommand(),
];

keepNewFilesPrivate();
const program = new Command('onqueue')
  .description("The agent's desktop for omni-channel work")
  .version(version)
  .showHelpAfterError('(see --help)');
for (const command of commands) program.addCommand(command.copyInheritedSettings(program).exitOverride());

try {
  await program.exitOverride().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else if (error instanceof StartRefused) {
    console.error(error.message);
    process.exitCode = USAGE;
  } else throw error;
}
