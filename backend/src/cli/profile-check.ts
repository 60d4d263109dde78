import { basename } from 'node:path';
import { Command } from 'commander';
import { loadProfiles, type Profiles } from '../collect/snmp/profiles/load.ts';

/** `presage profile check`: reads a profile and says which devices it is for; asks none. */
export function profileCheckCommand(): Command {
  return new Command('check')
    .description('Check a device profile: names line and field of a fault, says which devices it would match.')
    .argument('<file>', 'the profile, NAME.yaml')
    .option('--profiles <folder>', 'a folder with other profiles of your own that it extends')
    .addHelpText('after', '\nExample:\n  presage profile check profiles/our-switch.yaml')
    .action((file: string, options: { profiles?: string }) => {
      const others = loadProfiles(options.profiles === undefined ? [] : [options.profiles]);
      const profiles = loadProfiles([...(options.profiles === undefined ? [] : [options.profiles]), file]);
      const name = basename(file, '.yaml');
      process.stdout.write(`${[`${file}: valid`, ...matchLines(profiles, others, name)].join('\n')}\n`);
    });
}

/** Which devices a profile is for, and which profiles they would have without it. */
function matchLines(profiles: Profiles, others: Profiles, name: string): readonly string[] {
  const { match } = profiles.written(name);
  if (!match) return ['no match: a fragment, for other profiles to extend'];
  const { sysObjectID, sysDescr, probe } = match;
  const lines = [
    `matches devices with sysObjectID ${sysObjectID.map((prefix) => `${prefix} and below`).join(', or ')}`,
    ...(sysDescr ? [`  and a sysDescr that fits ${sysDescr}`] : []),
    ...(probe ? [`  that show ${probe.join(' or ')}`] : []),
  ];
  const before = new Set(
    sysObjectID.flatMap((prefix) => [
      others.find(prefix, null).name,
      ...others.names.filter((other) => others.written(other).match?.sysObjectID.includes(prefix)),
    ]),
  );
  before.delete(name);
  if (before.size > 0) lines.push(`without it they are read with ${[...before].toSorted().join(' or ')}`);
  if (others.names.includes(name) || others.fragments.includes(name)) {
    lines.push('takes the place of the profile of the same name');
  }
  return lines;
}
