import type { NamedTrap, NameTrap } from '../../model/contracts/traps.ts';
import { type Trap, type Variable, variableText } from '../../model/trap.ts';
import { type Definition, namesIn } from './definition.ts';

/** What stands for a variable that did not come. */
const MISSING = '?';
/** Longest text of a variable in another text, and of a part. */
const LONGEST = 120;

/**
 * Says what traps mean by these definitions. Of several for one OID the first whose conditions hold counts; those that come
 * first in the list go before later ones.
 */
export function createNaming(definitions: readonly Definition[]): NameTrap {
  const byOid = Map.groupBy(definitions, ({ oid }) => withoutZero(oid));
  return (trap) => {
    const definition = byOid.get(withoutZero(trap.oid))?.find((one) => isMeant(one, trap));
    return definition && named(definition, trap);
  };
}

/**
 * A v1 trap of an enterprise gets a 0 before its number (RFC 3584, 3.1), which many MIBs do not have: what differs only in
 * that is the same trap.
 */
const withoutZero = (oid: string) => oid.replace(/\.0(?=\.\d+$)/, '');

function named(definition: Definition, trap: Trap): NamedTrap {
  const { name, severity, raises, clears, lasts, part, text } = definition;
  return {
    ...{ name, severity, kind: raises ?? clears, raises: raises !== undefined, lasts },
    text: filled(text, definition, trap),
    interface: definition.interface === undefined ? undefined : (plainOf(definition.interface, definition, trap) ?? ''),
    part: part === undefined ? undefined : filled(part, definition, trap).slice(0, LONGEST),
  };
}

const isMeant = (definition: Definition, trap: Trap): boolean =>
  definition.where.every((condition) => {
    const value = plainOf(condition.variable, definition, trap);
    const isAmong = (values: readonly (number | string)[]) => values.some((one) => String(one) === value);
    return (!condition.in || isAmong(condition.in)) && (!condition.notIn || !isAmong(condition.notIn));
  });

/** The first text whose variables have all come, else the last, with the words of its variables. */
function filled(texts: readonly string[], definition: Definition, trap: Trap): string {
  const hasCome = (name: string) => plainOf(name, definition, trap) !== undefined;
  const text = texts.find((one) => namesIn([one]).every(hasCome)) ?? texts.at(-1)!;
  return text.replace(/\{([^}]*)\}/g, (_, name: string) => {
    const value = plainOf(name, definition, trap);
    if (value === undefined) return MISSING;
    return (definition.variables[name]!.words[value] ?? value).slice(0, LONGEST);
  });
}

/** What a variable of a definition is in a trap, as text; undefined where it did not come. */
function plainOf(name: string, { variables }: Definition, trap: Trap): string | undefined {
  const { oid, take, after } = variables[name]!;
  const found = trap.variables.find((one) => isOf(oid, one));
  if (!found) return undefined;
  if (take === 'value') return variableText(found.value);
  return found.oid
    .slice(oid.length + 1)
    .split('.')
    .slice(after)
    .join('.');
}

const isOf = (column: string, { oid }: Variable) => oid === column || oid.startsWith(`${column}.`);
