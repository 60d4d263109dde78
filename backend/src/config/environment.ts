import { type Document, isScalar, type Scalar, visit } from 'yaml';

/** A problem at one node of the file. */
export interface NodeProblem {
  readonly node: Scalar;
  readonly message: string;
}

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{[^}]*\}?/g;

/**
 * Puts the environment into the document's text values: `${NAME}`, or `${NAME:-default}` when it is unset or empty.
 * This happens after parsing, so a value can never add structure. Answers one problem for each missing variable.
 */
export function substituteEnvironment(document: Document, environment: NodeJS.ProcessEnv): NodeProblem[] {
  const problems: NodeProblem[] = [];
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || !isScalar(node) || typeof node.value !== 'string') return;
      node.value = node.value.replace(REFERENCE, (text, name?: string, fallback?: string) => {
        const value = name === undefined ? undefined : environment[name];
        if (value !== undefined && (value !== '' || fallback === undefined)) return value;
        if (fallback !== undefined) return fallback;
        const message =
          name === undefined
            ? `found ${text}, expected \${NAME} or \${NAME:-default}`
            : `the environment variable ${name} is not set: set it, or write \${${name}:-default}`;
        problems.push({ node, message });
        return '';
      });
    },
  });
  return problems;
}
