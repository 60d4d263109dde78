import { Command } from 'commander';
import { profileCheckCommand } from './profile-check.ts';
import { profileNewCommand } from './profile-new.ts';

/** `presage profile`: tools for device profiles of one's own. */
export function profileCommand(): Command {
  const command = new Command('profile').description('Check a device profile, or begin one for a device.');
  for (const part of [profileCheckCommand(), profileNewCommand()]) {
    command.addCommand(part.copyInheritedSettings(command));
  }
  return command;
}
